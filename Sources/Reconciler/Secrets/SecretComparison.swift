import AppStoreConnect
import Cryptography
import YAML

/// Finds out which secrets have changed since they were last written, by the fingerprints on record.
///
/// A source is read only where there is a fingerprint to compare with: without a state file nothing is read,
/// and no `command` runs.
public struct SecretComparison: Sendable {
  private let state: RecordedState?
  private let reader: SecretReader?
  private let deriver: FingerprintDeriver?
  private let concurrency: Int

  /// Creates a comparison with what is on record; `nil` for no record at all.
  ///
  /// - Parameter reader: reads sources; `nil` where none may be read.
  public init(
    state: RecordedState?, deriver: FingerprintDeriver?, reader: SecretReader?, concurrency: Int = 8
  ) {
    self.state = state
    self.reader = reader
    self.deriver = deriver
    self.concurrency = concurrency
  }

  /// What came of a comparison.
  public struct Result: Sendable {
    /// What the planner needs to know.
    public var facts: SecretFacts
    /// Secrets that were read and are too short to be safe.
    public var warnings: [Diagnostic]
  }

  /// Reads and compares the secrets of the apps that were read.
  public func compare(_ readings: [AppReading], writes: SecretFacts.Writes) async -> Result {
    guard let state, let deriver else {
      return Result(facts: SecretFacts(writes: writes) { _, _ in .notRecorded }, warnings: [])
    }
    let recorded = readings.flatMap { Planner().pairs(in: $0) }
      .filter { state[webhookId: $0.live.id]?.fingerprint != nil }.map(\.target)
    let current = await derive(Set(recorded.map(\.secret)), deriver)
    let warnings = recorded.compactMap { target in
      current[target.secret]?.isShort == true
        ? SecretStore.shortWarning(at: target.locations?.secret) : nil
    }
    let facts = SecretFacts(writes: writes) { source, webhookId in
      guard let record = state[webhookId: webhookId]?.fingerprint else {
        return SecretFacts.Fact(.unknown, reason: "no record of it")
      }
      switch current[source]?.fingerprint {
      case .success? where record == .ofNoSecret, nil where record == .ofNoSecret:
        return SecretFacts.Fact(.changed, reason: "whether its last change was made is unknown")
      case .success(let fingerprint)?: return SecretFacts.Fact(fingerprint == record ? .unchanged : .changed)
      case .failure(let failure)?: return SecretFacts.Fact(.unknown, reason: failure.reason)
      case nil: return SecretFacts.Fact(.unknown, reason: "it was not read")
      }
    }
    return Result(facts: facts, warnings: warnings)
  }

  private struct Derived: Sendable {
    var fingerprint: Swift.Result<Fingerprint, Unavailable>
    var isShort = false
  }

  private struct Unavailable: Error { var reason: String }

  private func derive(_ sources: Set<SecretSource>, _ deriver: FingerprintDeriver) async
    -> [SecretSource: Derived]
  {
    guard let reader else { return [:] }
    let sources = Array(sources)
    let derived = await concurrentMap(sources, limit: concurrency) { derive($0, deriver, reader) }
    return Dictionary(uniqueKeysWithValues: zip(sources, derived))
  }

  private func derive(_ source: SecretSource, _ deriver: FingerprintDeriver, _ reader: SecretReader)
    -> Derived
  {
    do throws(SecretReader.Failure) {
      let secret = try reader.read(source)
      do {
        let fingerprint = try deriver.fingerprint(of: secret)
        return Derived(fingerprint: .success(fingerprint), isShort: secret.count < SecretStore.shortLimit)
      } catch {
        return Derived(fingerprint: .failure(Unavailable(reason: "\(error)")))
      }
    } catch {
      return Derived(fingerprint: .failure(Unavailable(reason: error.message)))
    }
  }
}
