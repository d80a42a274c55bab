import AppStoreConnect
import Cryptography
import DesiredState
import Planning
import Reconciler

/// Fingerprints of URLs that a saved plan doesn't show in full, by which `apply` sees whether they are still the same.
/// The salt is the plan's own.
package struct SensitiveURLs: Codable, Equatable {
  private var algorithm = FingerprintParameters.algorithm
  private var salt: String
  /// Those of live webhooks, by ID.
  private var live: [String: Print] = [:]
  /// Those that calls set, by the step's number.
  private var steps: [String: Print] = [:]

  private struct Print: Codable, Equatable {
    var iterations: Int
    var fingerprint: String
  }

  /// Takes the fingerprints of a plan's sensitive URLs; `nil` if there are none.
  init?(_ plan: Plan, _ readings: [AppReading]) throws(CryptographyError) {
    let live = Self.live(readings)
    let sent = Self.sent(by: plan)
    guard !live.isEmpty || !sent.isEmpty else { return nil }
    let parameters = FingerprintParameters.new()
    let deriver = FingerprintDeriver(parameters: parameters)
    salt = Hexadecimal.encode(parameters.salt)
    for (id, url) in live { self.live[id] = try Self.print(of: url, deriver) }
    for (step, url) in sent { steps[step] = try Self.print(of: url, deriver) }
  }

  /// The live webhooks of which the plan hides the URLs.
  package var webhookIds: Set<String> { Set(live.keys) }

  /// The IDs of live webhooks whose URLs have changed since the plan.
  package func changed(in readings: [AppReading]) throws(CryptographyError) -> Set<String> {
    try Self.changed(live, Self.live(readings), salt)
  }

  /// The numbers of the steps that set other URLs than the saved plan's, in either plan.
  package func changedSteps(in plan: Plan) throws(CryptographyError) -> Set<Int> {
    Set(try Self.changed(steps, Self.sent(by: plan), salt).compactMap(Int.init(_:)))
  }

  private static func changed(
    _ known: [String: Print], _ urls: [String: String], _ salt: String
  ) throws(CryptographyError) -> Set<String> {
    var changed = Set(known.keys).symmetricDifference(urls.keys)
    var derivers: [Int: FingerprintDeriver] = [:]
    for (key, print) in known {
      guard let url = urls[key] else { continue }
      guard let salt = Hexadecimal.decode(salt),
        let parameters = FingerprintParameters(iterations: print.iterations, salt: salt)
      else { throw .operationFailed("the plan's fingerprints can't be read") }
      let deriver = derivers[print.iterations] ?? FingerprintDeriver(parameters: parameters)
      derivers[print.iterations] = deriver
      let now = try deriver.fingerprint(of: Secret(url))
      if Hexadecimal.encode(now.bytes) != print.fingerprint { changed.insert(key) }
    }
    return changed
  }

  private static func live(_ readings: [AppReading]) -> [String: String] {
    let webhooks = readings.flatMap { (try? $0.webhooks.get()) ?? [] }.filter(\.hidesURL)
    return Dictionary(webhooks.map { ($0.id, $0.url) }) { first, _ in first }
  }

  private static func sent(by plan: Plan) -> [String: String] {
    let sensitive = plan.steps.compactMap { step in
      step.sent?.url.flatMap { $0.isSensitive ? ("\(step.number)", $0.text) : nil }
    }
    return Dictionary(sensitive) { first, _ in first }
  }

  private static func print(
    of url: String, _ deriver: FingerprintDeriver
  ) throws(CryptographyError) -> Print {
    // Scheme and host can be guessed, however long they are, so the path alone decides the count of rounds.
    let path = url.firstRange(of: "://").map { url[$0.upperBound...].drop { $0 != "/" } } ?? url[...]
    let iterations = deriver.iterations(for: Secret(String(path)))
    let fingerprint = try deriver.fingerprint(of: Secret(url), iterations: iterations)
    return Print(
      iterations: iterations ?? deriver.parameters.iterations,
      fingerprint: Hexadecimal.encode(fingerprint.bytes))
  }
}
