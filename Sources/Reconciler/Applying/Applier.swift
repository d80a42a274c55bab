import AppStoreConnect
import Cryptography
import Planning
import Platform
import Synchronization

/// Makes the calls of a plan: those of one app in order, those of different apps concurrently.
///
/// A failed call stops the rest of its app, because later calls rely on earlier ones; other apps go on. What somebody
/// else has changed meanwhile is a failure, too, and is never overwritten.
package struct Applier: Sendable {
  let client: Client
  let secrets: SecretStore
  private let concurrency: Int
  let recorder: StateRecorder?
  let slots: CallSlots
  private let isStopped: @Sendable () -> Bool

  /// - Parameters:
  ///   - recorder: writes down each change; `nil` keeps no record.
  ///   - isStopped: whether no more calls should be made; those under way are finished.
  package init(
    client: Client, secrets: SecretStore, recorder: StateRecorder? = nil, concurrency: Int = 8,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.client = client
    self.secrets = secrets
    self.recorder = recorder
    self.isStopped = isStopped
    self.concurrency = max(1, concurrency)
    slots = CallSlots(self.concurrency)
  }

  /// - Parameter progress: is told of each call that is made or left out.
  package func apply(
    _ plan: Plan, progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> Outcome {
    await finish(plan, await make(plan.apps, progress: progress))
  }

  /// Makes the calls of some apps of a plan; ``finish(_:_:)`` ends the work.
  package func make(
    _ apps: [AppPlan], progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> [StepResult] {
    let work = apps.filter { !$0.steps.isEmpty }
    let counter = ProgressCounter(of: work.reduce(0) { $0 + $1.steps.count }, progress)
    recorder?.begin(Plan(apps: work).neededSecrets.compactMap { secrets[$0.source] })
    // While some apps wait for the disk, others make calls. More would only be left half done by a kill.
    let isAlone = recorder == nil || concurrency == 1
    let limit = isAlone ? concurrency : concurrency * Self.mostAppsToACall
    let results = await concurrentMap(work, limit: limit) { app in
      await apply(app) { counter.countOne() }
    }
    return results.flatMap { $0 }
  }

  /// Takes the results of all calls of a plan, in any order, and updates the record.
  package func finish(_ plan: Plan, _ results: [StepResult]) async -> Outcome {
    let outcome = Outcome(plan: plan, results: results.sorted { $0.step < $1.step })
    await recorder?.settle(outcome)
    return outcome
  }

  /// How many apps may be begun for each call under way: enough for a disk several times slower than a call.
  private static let mostAppsToACall = 8

  private func apply(_ app: AppPlan, isDone: () -> Void) async -> [StepResult] {
    var hasSlot = false
    defer { if hasSlot { slots.leave() } }
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
      let secret = step.secretSource.flatMap { secrets[$0] }
      if !hasSlot {
        if let secret { await recorder?.prepare(for: secret) }
        await slots.enter(results.isEmpty ? .new : .begun)
        hasSlot = true
      }
      if isStopped() {
        results.append(
          StepResult(step: step.number, status: .interrupted, webhookId: step.webhookId, requests: 0))
        continue
      }
      if results.isEmpty { await recorder?.beginRoles(of: app) }
      var (result, requests) = await RequestCounter.counting {
        await make(step, of: app, known: known)
      }
      result.requests = requests
      if let id = result.webhookId { known.insert(id) }
      switch result.status {
      case .failed: failed = step.number
      case .skipped, .interrupted, .held: break
      case .applied:
        guard let recorder else { break }
        slots.leave()
        hasSlot = false
        await recorder.record(step, app: app, webhookId: result.webhookId ?? "", secret: secret)
      }
      results.append(result)
    }
    return results
  }
}

/// Counts the work of several tasks, and reports it in order.
final class ProgressCounter: Sendable {
  private let done = Mutex(0)
  private let total: Int
  private let progress: @Sendable (_ done: Int, _ of: Int) -> Void

  init(of total: Int, _ progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void) {
    self.total = total
    self.progress = progress
    if total > 0 { progress(0, total) }
  }

  func countOne() {
    done.withLock { done in
      done += 1
      progress(done, total)
    }
  }
}
