import AppStoreConnect
import Cryptography
import DesiredState
import Diagnostics
import Planning
import Platform

/// Uses fingerprints on record to find out which secrets have changed since they were last written.
///
/// It reads a source only if there is a fingerprint to compare: without a state file, nothing is read and no `command`
/// runs.
package struct SecretComparison: Sendable {
  private let state: RecordedState?
  private let deriver: FingerprintDeriver?
  private let secrets: SharedSecrets?

  /// - Parameters:
  ///   - state: `nil` for no record.
  ///   - reader: `nil` if no secret may be read.
  package init(
    state: RecordedState?, deriver: FingerprintDeriver?, reader: SecretReader?, concurrency: Int = 8
  ) {
    self.state = state
    self.deriver = deriver
    secrets = reader.map { SharedSecrets($0, concurrency: concurrency) }
  }

  package struct Result: Sendable {
    package var facts: SecretFacts
    package var warnings: [Diagnostic]
  }

  /// `iterations` are those of the record, or of the file if `nil`.
  private struct Need: Hashable {
    var source: SecretSource
    var iterations: Int?
    /// Whether the record has no fingerprint to compare with, just the note that one was given up.
    var isOpen = false

    init(_ source: SecretSource, _ record: RecordedState.RecordedWebhook) {
      self.source = source
      iterations = record.iterations
      isOpen = record.fingerprint == .ofNoSecret
    }
  }

  /// Starts reading and deriving what is on record under the file's names, so that it is done when the live webhooks
  /// are known.
  package func begin(_ desired: DesiredState, selection: AppSelection) {
    guard let state else { return }
    var apps: [String: RecordedApp] = [:]
    for app in state.apps {
      apps[app.appId] = app
      if let bundleId = app.bundleId { apps[bundleId] = app }
    }
    let listed = Set(desired.apps.map(\.key.text))
    var rules = DefaultsMatcher(desired)
    let matched = state.apps.compactMap { app -> DesiredApp? in
      let facts = AppFacts(id: app.appId, bundleId: app.bundleId)
      guard !listed.contains(app.appId), !listed.contains(facts.title) else { return nil }
      return rules.app(facts)
    }
    let needs = (desired.apps + matched).filter { selection.mayInclude($0.key) }.flatMap {
      desired -> [Need] in
      guard let app = apps[desired.key.text] else { return [] }
      let records = Dictionary(app.webhooks.map { ($0.name, $0) }) { first, _ in first }
      let facts = AppFacts(id: app.appId, bundleId: app.bundleId)
      return desired.targets(for: facts).webhooks.compactMap { target in
        records[target.name].flatMap { $0.fingerprint == nil ? nil : Need(target.secret, $0) }
      }
    }
    Task.detached { await derive(needs) }
  }

  package func compare(_ apps: [PreparedApp], writes: SecretFacts.Writes) async -> Result {
    guard let state, deriver != nil else {
      return Result(facts: SecretFacts(writes: writes) { _, _ in .notRecorded }, warnings: [])
    }
    let recorded = apps.flatMap(\.pairs).compactMap { pair in
      state[webhookId: pair.live.id].flatMap { record in
        record.fingerprint == nil ? nil : (target: pair.target, need: Need(pair.target.secret, record))
      }
    }
    let current = await derive(recorded.map(\.need))
    let warnings = recorded.flatMap { target, need in
      (current[need]?.remarks ?? []).map { $0.warning(on: target.secret, at: target.locations?.secret) }
    }
    let facts = SecretFacts(writes: writes) { source, webhookId in
      guard let record = state[webhookId: webhookId], let fingerprint = record.fingerprint else {
        return SecretFacts.Fact(.unknown, reason: "not recorded")
      }
      switch current[Need(source, record)]?.fingerprint {
      case .success? where fingerprint == .ofNoSecret, nil where fingerprint == .ofNoSecret:
        return SecretFacts.Fact(.changed, reason: "it is unknown whether its last change was made")
      case .success(let found)?: return SecretFacts.Fact(found == fingerprint ? .unchanged : .changed)
      case .failure(let failure)?: return SecretFacts.Fact(.unknown, reason: failure.reason)
      case nil: return SecretFacts.Fact(.unknown, reason: "it was not read")
      }
    }
    return Result(facts: facts, warnings: warnings)
  }

  private struct Derived: Sendable {
    /// The value is `nil` if there is no readable secret to compare.
    var fingerprint: Swift.Result<Fingerprint?, Unavailable>
    var remarks: [SecretRemark] = []
  }

  private struct Unavailable: Error { var reason: String }

  /// How many derivations wait in line at a time; fewer threads do them.
  private static let mostInLine = 64

  @discardableResult
  private func derive(_ needs: [Need]) async -> [Need: Derived] {
    guard let secrets, let deriver else { return [:] }
    let needs = Array(Set(needs))
    let derived = await concurrentMap(needs, limit: Self.mostInLine) { need in
      await derive(need, secrets, deriver)
    }
    return Dictionary(uniqueKeysWithValues: zip(needs, derived))
  }

  private func derive(_ need: Need, _ secrets: SharedSecrets, _ deriver: FingerprintDeriver) async -> Derived
  {
    switch await secrets.read(need.source) {
    case .failure(let failure): return Derived(fingerprint: .failure(Unavailable(reason: failure.message)))
    case .success(let secret):
      let remarks = SecretRemark.all(on: secret)
      if need.isOpen { return Derived(fingerprint: .success(nil), remarks: remarks) }
      do throws(CryptographyError) {
        let fingerprint = try await deriver.derive(secret, iterations: need.iterations)
        return Derived(fingerprint: .success(fingerprint), remarks: remarks)
      } catch {
        return Derived(fingerprint: .failure(Unavailable(reason: "\(error)")))
      }
    }
  }
}
