import AppStoreConnect
import Cryptography

/// Makes the calls of a plan: those of one app one after the other, those of different apps concurrently.
///
/// A failed call stops the rest of its app, for later calls count on earlier ones; other apps go on. What
/// somebody else has changed meanwhile is a failure, too: a plan that was made for something else isn't forced
/// upon it.
public struct Applier: Sendable {
  /// An app that was read longer ago than this is read again before its first call.
  static let freshness = Duration.seconds(60)

  private let client: Client
  private let secrets: SecretStore
  private let concurrency: Int
  private let recorder: StateRecorder?
  private let isStopped: @Sendable () -> Bool

  /// Creates an applier that works on at most `concurrency` apps at a time, at least one.
  ///
  /// - Parameters:
  ///   - recorder: what writes down each change; `nil` to keep no record.
  ///   - isStopped: whether the run was told to stop: calls under way are finished, no other is made.
  public init(
    client: Client, secrets: SecretStore, recorder: StateRecorder? = nil, concurrency: Int = 8,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.client = client
    self.secrets = secrets
    self.recorder = recorder
    self.isStopped = isStopped
    self.concurrency = max(1, concurrency)
  }

  /// Makes every call of the plan. `progress` is told of each call that is made or left out.
  public func apply(
    _ plan: Plan, progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> Outcome {
    let work = plan.apps.filter { !$0.steps.isEmpty }
    let counter = ProgressCounter(of: work.reduce(0) { $0 + $1.steps.count }, progress)
    let results = await concurrentMap(work, limit: concurrency) { app in
      await apply(app) { counter.countOne() }
    }
    let outcome = Outcome(plan: plan, results: results.flatMap { $0 })
    await recorder?.settle(outcome)
    return outcome
  }

  private func apply(_ app: AppPlan, isDone: () -> Void) async -> [StepResult] {
    var results: [StepResult] = []
    var failed: Int?
    var known = Set(app.webhooks.compactMap(\.webhookId))
    for step in app.steps {
      defer { isDone() }
      if let failed {
        results.append(
          StepResult(
            step: step.number, status: .skipped(afterStep: failed), webhookId: step.webhookId, requests: 0))
        continue
      }
      if isStopped() {
        results.append(
          StepResult(step: step.number, status: .interrupted, webhookId: step.webhookId, requests: 0))
        continue
      }
      var (result, requests) = await RequestCounter.counting {
        await make(step, of: app, known: known)
      }
      result.requests = requests
      if let id = result.webhookId { known.insert(id) }
      switch result.status {
      case .failed: failed = step.number
      case .skipped, .interrupted: break
      case .applied:
        await recorder?.record(
          step, app: app, webhookId: result.webhookId ?? "", secret: step.secretSource.flatMap { secrets[$0] }
        )
      }
      results.append(result)
    }
    return results
  }

  private func make(_ step: Step, of app: AppPlan, known: Set<String>) async -> StepResult {
    let appId = app.facts.id ?? app.key.text
    var result = StepResult(step: step.number, status: .applied, webhookId: step.webhookId, requests: 0)
    do throws(StepFailure) {
      if step.number == app.steps.first?.number { try await refresh(app) }
      switch step.call {
      case .create(let target):
        let attributes = try WebhookCreateRequest.Attributes(
          enabled: target.enabled, eventTypes: target.events, name: target.name,
          secret: secret(target.secret), url: target.url.text)
        result.webhookId = try await call { () throws(ClientError) in
          try await client.createWebhook(appId: appId, attributes, known: known).id
        }
      case .modify(let id, let modification):
        try await modify(id, modification)
      case .delete(let id):
        try await call { () throws(ClientError) in try await client.deleteWebhook(id: id) }
      }
    } catch .client(.stopped(_, _, isOutcomeOpen: false)) {
      result.status = .interrupted
    } catch .client(let error) {
      let conflict = await Conflict.behind(error, of: step.call, appId: appId, known: known, client)
      result.status = .failed(conflict.map(StepFailure.conflict) ?? .client(error))
    } catch {
      result.status = .failed(error)
    }
    return result
  }

  /// Changes a webhook. While it isn't known whether it has another secret, the record knows of none.
  private func modify(_ id: String, _ modification: WebhookModification) async throws(StepFailure) {
    var newSecret: Secret?
    if let source = modification.secret { newSecret = try secret(source) }
    let attributes = WebhookUpdateRequest.Attributes(
      enabled: modification.enabled, eventTypes: modification.events, name: modification.name,
      secret: newSecret, url: modification.url)
    var former: Fingerprint?
    if let newSecret {
      do throws(StateFileError) {
        former = try await recorder?.giveUpSecret(of: id, for: newSecret)
      } catch {
        throw .stateFile(error)
      }
    }
    let (failure, requests) = await RequestCounter.counting { () -> ClientError? in
      do throws(ClientError) {
        _ = try await client.updateWebhook(id: id, attributes)
        return nil
      } catch {
        return error
      }
    }
    guard let error = failure else { return }
    if let former, error.showsNoChange(after: requests) { await recorder?.keepSecret(of: id, former) }
    throw .client(error)
  }

  /// Makes sure that an app is as it was when the plan was made, where that is a while ago.
  private func refresh(_ app: AppPlan) async throws(StepFailure) {
    guard let basis = app.basis, client.clock.now() - basis.time > Self.freshness else { return }
    let webhooks = try await call { () throws(ClientError) in
      try await client.webhooks(appId: app.facts.id ?? app.key.text).webhooks
    }
    // One that can't be compared has changed, for the plan knew all of it.
    let changes = LiveWebhook.changes(from: basis.webhooks, to: webhooks.compactMap(LiveWebhook.init(_:)))
    guard changes.isEmpty else { throw .conflict(.changed(changes)) }
  }

  private func secret(_ source: SecretSource) throws(StepFailure) -> Secret {
    guard let secret = secrets[source] else { throw .secretMissing(source) }
    return secret
  }

  private func call<Value>(
    _ body: () async throws(ClientError) -> Value
  ) async throws(StepFailure) -> Value {
    do {
      return try await body()
    } catch {
      throw .client(error)
    }
  }
}

extension ClientError {
  /// Whether a call that failed so after this many requests surely changed nothing: it was never sent, or refused
  /// at once for good. What was refused in passing is no proof, for a proxy may have spoken, nor is a refusal of
  /// a repetition.
  fileprivate func showsNoChange(after requests: Int) -> Bool {
    guard requests > 0 else { return true }
    guard requests == 1, case .api(let answer) = self else { return false }
    return (400..<500).contains(answer.status) && ![401, 408, 429].contains(answer.status)
  }
}
