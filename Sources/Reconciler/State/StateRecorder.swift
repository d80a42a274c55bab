import AppStoreConnect
import Cryptography

/// Keeps the state file true while a plan is applied: every call that changed something is on disk before
/// the next call of its app.
///
/// Calls of several apps end at about the same time; whoever comes while the file is being written waits for
/// the next writing, which then holds all of them. So the number of writings stays far below that of calls.
public actor StateRecorder {
  private let file: StateFile
  private var state: RecordedState
  private let deriver: FingerprintDeriver
  private var isSaving = false
  private var waiting: [CheckedContinuation<StateFileError?, Never>] = []
  /// Why the file could not be written, the last time that it couldn't.
  public private(set) var failure: StateFileError?

  /// Creates a recorder of a state file, which should be locked.
  public init(file: StateFile, state: RecordedState, deriver: FingerprintDeriver) {
    self.file = file
    self.state = state
    self.deriver = deriver
  }

  /// Gives a secret's fingerprint up, on disk, before a call that sets another secret: whatever becomes of that
  /// call, or of this process, the file doesn't claim a secret that the webhook may have lost.
  ///
  /// - Returns: what was on record, for ``keepSecret(of:_:)``; `nil` where nothing had to be given up.
  func giveUpSecret(of webhookId: String, for new: Secret) async throws(StateFileError) -> Fingerprint? {
    guard var webhook = state[webhookId: webhookId], let former = webhook.fingerprint,
      former != .ofNoSecret, former != (try? deriver.fingerprint(of: new))
    else { return nil }
    webhook.fingerprint = .ofNoSecret
    state.record(webhook)
    if let failure = await save() {
      keepSecret(of: webhookId, former)
      throw failure
    }
    return former
  }

  /// Puts a fingerprint back that was given up for a call which surely changed nothing. The next writing of the
  /// file has it; until then the file only knows less.
  func keepSecret(of webhookId: String, _ former: Fingerprint) {
    guard var webhook = state[webhookId: webhookId] else { return }
    webhook.fingerprint = former
    state.record(webhook)
  }

  /// Records what a call has changed.
  ///
  /// - Parameter secret: the secret that the call has set, if it has.
  func record(_ step: Step, app: AppPlan, webhookId: String, secret: Secret?) async {
    switch step.call {
    case .delete: state.forget(webhookId: webhookId)
    case .create, .modify:
      var webhook = entry(webhookId, name: step.webhook, of: app)
      // A secret of which no fingerprint can be made is unknown from now on; the old one would be wrong.
      if let secret { webhook.fingerprint = try? deriver.fingerprint(of: secret) }
      state.record(webhook)
    }
    await save()
  }

  /// Records that the webhooks of apps that were read in whole are those of the plan, and forgets the rest:
  /// what was found as it should be is managed, too, and what somebody else deleted is not there any more.
  public func settle(_ outcome: Outcome) async {
    let results = Dictionary(outcome.results.map { ($0.step, $0) }) { first, _ in first }
    for app in outcome.plan.apps where app.failure == nil {
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
      for recorded in state.webhooks(ofApp: app.facts.id ?? "") where !managed.contains(recorded.webhookId) {
        state.forget(webhookId: recorded.webhookId)
      }
    }
    await save()
  }

  private func entry(_ webhookId: String, name: String, of app: AppPlan) -> RecordedState.RecordedWebhook {
    RecordedState.RecordedWebhook(
      appId: app.facts.id ?? app.key.text, bundleId: app.facts.bundleId, webhookId: webhookId, name: name,
      fingerprint: state[webhookId: webhookId]?.fingerprint)
  }

  private static func save(_ state: RecordedState, to file: StateFile) -> StateFileError? {
    do throws(StateFileError) {
      try file.save(state)
      return nil
    } catch {
      return error
    }
  }

  /// Writes the file; why it couldn't be written is returned, and kept as ``failure``.
  @discardableResult
  private func save() async -> StateFileError? {
    if isSaving { return await withCheckedContinuation { waiting.append($0) } }
    isSaving = true
    // Let calls that have just ended join in.
    await Task.yield()
    var group: [CheckedContinuation<StateFileError?, Never>] = []
    var own: StateFileError??
    repeat {
      group = waiting
      waiting = []
      let (file, state) = (file, state)
      // Detached, so that the calls that end meanwhile can get in line.
      let result = await Task.detached { Self.save(state, to: file) }.value
      own = own ?? .some(result)
      failure = result ?? failure
      for continuation in group { continuation.resume(returning: result) }
    } while !waiting.isEmpty
    isSaving = false
    return own ?? nil
  }
}
