import AppStoreConnect
import Cryptography

/// Makes the calls of a plan: those of one app one after the other, those of different apps concurrently.
///
/// A failed call stops the rest of its app, for later calls count on earlier ones; other apps go on.
public struct Applier: Sendable {
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
        await make(step, appId: app.facts.id ?? app.key.text, known: known)
      }
      result.requests = requests
      if let id = result.webhookId { known.insert(id) }
      switch result.status {
      case .failed: failed = step.number
      default:
        await recorder?.record(
          step, app: app, webhookId: result.webhookId ?? "", secret: step.secretSource.flatMap { secrets[$0] }
        )
      }
      results.append(result)
    }
    return results
  }

  private func make(_ step: Step, appId: String, known: Set<String>) async -> StepResult {
    var result = StepResult(step: step.number, status: .applied, webhookId: step.webhookId, requests: 0)
    do throws(StepFailure) {
      switch step.call {
      case .create(let target):
        let attributes = try WebhookCreateRequest.Attributes(
          enabled: target.enabled, eventTypes: target.events, name: target.name,
          secret: secret(target.secret), url: target.url.text)
        result.webhookId = try await call { () throws(ClientError) in
          try await client.createWebhook(appId: appId, attributes, known: known).id
        }
      case .modify(let id, let modification):
        let attributes = WebhookUpdateRequest.Attributes(
          enabled: modification.enabled, eventTypes: modification.events, name: modification.name,
          secret: try modification.secret.map { source throws(StepFailure) in try secret(source) },
          url: modification.url)
        _ = try await call { () throws(ClientError) in try await client.updateWebhook(id: id, attributes) }
      case .delete(let id):
        try await call { () throws(ClientError) in try await client.deleteWebhook(id: id) }
      }
    } catch {
      result.status = .failed(error)
    }
    return result
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
