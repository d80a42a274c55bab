import AppStoreConnect
import Cryptography
import Planning
import Platform

/// Keeps the state file true while a plan is applied: every change is on disk before the next call of its app.
///
/// Calls of several apps that end at about the same time share one replacement of the file.
package actor StateRecorder {
  private let file: StateFile
  private var state: RecordedState
  private let deriver: FingerprintDeriver
  private let origins: FileOrigins?
  private let time: String?
  private let disk = WorkerThreads(limit: 1)
  private lazy var writer = SharedWriter<StateFileError> { [weak self] in await self?.write() ?? nil }
  /// Why the file could not be written, the last time that failed.
  package private(set) var failure: StateFileError?

  /// - Parameters:
  ///   - origins: `nil` leaves what is known of them.
  ///   - time: what changed records get, in UTC: `2026-11-28T03:10:56Z`.
  package init(
    file: StateFile, state: RecordedState, deriver: FingerprintDeriver, origins: FileOrigins? = nil,
    time: String? = nil
  ) {
    self.file = file
    self.state = state
    self.deriver = deriver
    self.origins = origins
    self.time = time
  }

  /// Gives up a secret's fingerprint, on disk, before a call that sets another secret: whatever becomes of that call or
  /// of this process, the file doesn't claim a secret that the webhook may have lost.
  ///
  /// - Returns: what was on record, for ``keepSecret(of:_:)``.
  func giveUpSecret(of webhookId: String, for new: Secret) async throws(StateFileError) -> Fingerprint? {
    guard let known = state[webhookId: webhookId], let former = known.fingerprint, former != .ofNoSecret,
      former != (try? await deriver.derive(new, iterations: known.iterations)),
      var webhook = state[webhookId: webhookId]
    else { return nil }
    webhook.fingerprint = .ofNoSecret
    state.record(webhook)
    if let failure = await save() {
      keepSecret(of: webhookId, former)
      throw failure
    }
    return former
  }

  /// Puts back a fingerprint that was given up for a call that surely changed nothing. It is written along with the
  /// next change; until then the file just knows less.
  func keepSecret(of webhookId: String, _ former: Fingerprint) {
    guard var webhook = state[webhookId: webhookId] else { return }
    webhook.fingerprint = former
    state.record(webhook)
  }

  /// Records webhooks that are about to swap roles under their new names, before the first call of their app: if the
  /// run is killed half-way, the next one knows which webhook is meant for which role.
  func beginRoles(of app: AppPlan) async {
    let changing = app.webhooks.filter { $0.formerName != nil }
    guard !changing.isEmpty else { return }
    changeRecord(of: app) {
      for webhook in changing {
        guard let id = webhook.webhookId else { continue }
        var entry = entry(id, name: webhook.name, of: app)
        // Until the call is made, the webhook has its old URL.
        entry.hasSensitiveURL = entry.hasSensitiveURL || state[webhookId: id]?.hasSensitiveURL == true
        state.record(entry)
      }
    }
    await save()
  }

  /// - Parameter secret: the one that the call has set, if any.
  func record(_ step: Step, app: AppPlan, webhookId: String, secret: Secret?) async {
    let iterations = secret.flatMap { deriver.iterations(for: $0) }
    var fingerprint: Fingerprint?
    if let secret { fingerprint = try? await deriver.derive(secret, iterations: iterations) }
    changeRecord(of: app) {
      switch step.call {
      case .delete: state.forget(webhookId: webhookId)
      case .create, .modify:
        var webhook = entry(webhookId, name: step.webhook, of: app)
        // If the new secret has no fingerprint, it counts as unknown; the old fingerprint would be wrong.
        if secret != nil {
          webhook.fingerprint = fingerprint
          webhook.iterations = fingerprint == nil ? nil : iterations
        }
        state.record(webhook)
      }
    }
    await save()
  }

  /// Starts deriving the fingerprints that records of these secrets will need, while calls are made.
  nonisolated func begin(_ secrets: [Secret]) { deriver.begin(secrets) }

  /// Waits for the fingerprint that a record will need, so that nothing slow comes between a call and its record.
  nonisolated func prepare(for secret: Secret) async {
    _ = try? await deriver.derive(secret, iterations: deriver.iterations(for: secret))
  }

  /// Records that the webhooks of apps that were read in whole are those of the plan, and forgets the rest: a webhook
  /// that matched is managed, too, and one that somebody else deleted is gone.
  package func settle(_ outcome: Outcome) async {
    let results = Dictionary(outcome.results.map { ($0.step, $0) }) { first, _ in first }
    // If the first apps showed a fault, nothing is known of the others.
    let isHeld = outcome.results.contains(where: \.status.isHeld)
    let isTried = { (app: AppPlan) in app.steps.contains { results[$0.number]?.status.isHeld == false } }
    for app in outcome.plan.apps where app.failure == nil && (!isHeld || isTried(app)) {
      changeRecord(of: app) { settle(app, results) }
    }
    if !isHeld {
      for id in outcome.plan.dropped + outcome.plan.forgotten.map(\.appId) { state.forget(appId: id) }
    }
    await save()
  }

  private func settle(_ app: AppPlan, _ results: [Int: StepResult]) {
    var managed = Set(
      app.steps.compactMap { step -> String? in
        if case .applied? = results[step.number]?.status, step.action == .delete { return nil }
        return results[step.number]?.webhookId ?? step.webhookId
      })
    for webhook in app.webhooks where webhook.action == .unchanged {
      guard let id = webhook.webhookId else { continue }
      managed.insert(id)
      state.record(entry(id, name: webhook.name, of: app))
    }
    for recorded in state.webhooks(ofApp: app.id) where !managed.contains(recorded.webhookId) {
      state.forget(webhookId: recorded.webhookId)
    }
    if app.hasLeft, state.webhooks(ofApp: app.id).isEmpty { state.forget(appId: app.id) }
  }

  /// Changes what is known of an app, including its files, and notes the time if anything differs.
  private func changeRecord(of app: AppPlan, _ change: () -> Void) {
    let before = state[appId: app.id]
    if !app.hasLeft, let files = origins?.files(of: app) {
      state.record(files, ofApp: app.id, bundleId: app.facts.bundleId)
    }
    change()
    if let time, state[appId: app.id] != before { state.record(applied: time, ofApp: app.id) }
  }

  private func entry(_ webhookId: String, name: String, of app: AppPlan) -> RecordedState.RecordedWebhook {
    let known = state[webhookId: webhookId]
    var webhook = RecordedState.RecordedWebhook(
      appId: app.id, bundleId: app.facts.bundleId, webhookId: webhookId, name: name,
      fingerprint: known?.fingerprint)
    webhook.iterations = known?.iterations
    webhook.hasSensitiveURL = app.webhooks.contains { $0.name == name && $0.hasSensitiveURL }
    return webhook
  }

  /// Waits until the file has what is known now. Returns why it couldn't be written, and keeps that as ``failure``.
  @discardableResult
  private func save() async -> StateFileError? { await writer.commit() }

  private func write() async -> StateFileError? {
    let (file, state) = (file, state)
    let result = await disk.run { () -> StateFileError? in
      do throws(StateFileError) {
        try file.save(state)
        return nil
      } catch {
        return error
      }
    }
    failure = result ?? failure
    return result
  }
}
