import DesiredState
import Planning
import Reconciler
import Reports

extension ApplyCommand {
  /// What was done: the calls, the test events (`nil` if none were wanted), and what the first apps showed.
  struct Applied {
    var outcome: Outcome
    var verifications: Verifications?
    var canary: Canary?
  }

  /// Makes the calls and sends the test events that are wanted. With `--canary` the other apps wait for the first ones.
  /// Nothing is rolled back if a test fails, because the receiver may be what is wrong.
  func carryOut(
    _ planned: PlannedRun, _ secrets: SecretStore, by applier: Applier, _ interruption: Interruption
  ) async -> Applied {
    let plan = planned.plan
    let first = canaries(of: planned)
    var results: [StepResult] = []
    var tests: [PingResult] = []
    var canary: Canary?
    if !first.isEmpty {
      results = await make(first.map { plan.apps[$0] }, by: applier)
      let outcome = Outcome(plan: plan, results: results)
      tests = await test(outcome, planned, secrets, interruption)
      canary = Canary(
        apps: first, tests: tests, callsFailed: results.count { $0.status.isApplied == false },
        isInterrupted: interruption.isRequested)
    }
    let isFirst = Set(first)
    let others = plan.apps.indices.filter { !isFirst.contains($0) }.map { plan.apps[$0] }
    if let doubt = canary?.doubt {
      results += Outcome.held(others, doubt)
    } else {
      results += await make(others, by: applier)
    }
    let outcome = await applier.finish(plan, results)
    if session[.verify] {
      tests += await test(outcome, planned, secrets, interruption, except: Set(tests.map(\.webhook.id)))
    }
    let isTested = session[.verify] || canary != nil
    return Applied(outcome: outcome, verifications: isTested ? .verified(tests) : nil, canary: canary)
  }

  private func canaries(of planned: PlannedRun) -> [Int] {
    session[.canary].map { planned.plan.canaries($0, selection: planned.selection) } ?? []
  }

  /// Names the first apps before anybody confirms.
  func announceCanaries(of planned: PlannedRun) {
    let apps = planned.plan.apps
    let first = canaries(of: planned)
    let others = apps.count { !$0.steps.isEmpty } - first.count
    guard !first.isEmpty else { return }
    let names = named(first.map { apps[$0].title })
    if !first.contains(where: { apps[$0].canBeTested }) {
      session.note(
        "no test event can show whether this plan works: it leaves no webhook that it creates or changes in "
          + "\(names) enabled"
          + (others == 0
            ? ""
            : "; \(counted("other app", others)) will be left as \(others == 1 ? "it is" : "they are"): to change"
              + " \(others == 1 ? "it" : "them"), leave out --canary")
      )
    } else if others > 0 {
      session.note(
        "\(names) \(first.count == 1 ? "comes" : "come") first; "
          + "\(counted("other app", others)) \(others == 1 ? "follows" : "follow") if every test event arrives"
      )
    }
  }

  private func make(_ apps: [AppPlan], by applier: Applier) async -> [StepResult] {
    await session.progress.show("Applying", counting: "call") { update in
      await applier.make(apps, progress: update)
    }
  }

  /// Tests the webhooks that calls have created or changed.
  private func test(
    _ outcome: Outcome, _ planned: PlannedRun, _ secrets: SecretStore, _ interruption: Interruption,
    except tested: Set<String> = []
  ) async -> [PingResult] {
    let client = planned.connection.client
    let follower = session.follower(client, isStopped: { interruption.isRequested })
    let webhooks = outcome.writtenWebhooks(readings: planned.readings).filter { !tested.contains($0.id) }
    var results = await session.ping(webhooks, new: outcome.createdWebhooks, client, follower)
    for index in results.indices {
      results[index].outcome = results[index].outcome.withholding(secrets.all)
    }
    return results
  }
}
