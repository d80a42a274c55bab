import AppStoreConnect
import DesiredState
import Planning

package struct StepResult: Sendable {
  package enum Status: Sendable {
    case applied
    case failed(StepFailure)
    case skipped(afterStep: Int)
    case interrupted
    /// It wasn't made because of what the first apps showed.
    case held(Doubt)

    package var isApplied: Bool { if case .applied = self { true } else { false } }
    package var isHeld: Bool { if case .held = self { true } else { false } }
  }

  package enum Doubt: Sendable {
    /// A call failed, or a test event didn't arrive.
    case fault
    /// Nothing could be tested.
    case untested
  }

  package var step: Int
  package var status: Status
  /// Apple's ID of the webhook, after a create that of the new one.
  package var webhookId: String?
  package var requests: Int
  /// What App Store Connect's answer has differently from what the call sent.
  package var adjustments: [FieldChange] = []

  package var failure: StepFailure? {
    if case .failed(let failure) = status { failure } else { nil }
  }
}

package enum StepFailure: Error, Sendable {
  case client(ClientError)
  /// Its secret was not read before the run.
  case secretMissing(SecretSource)
  /// The state file could not be written, and would still claim the secret that the call replaces.
  case stateFile(StateFileError)
  /// Somebody else has changed the app since it was read; the change is left as it is.
  case conflict(Conflict)
}

package struct Outcome: Sendable {
  package var plan: Plan
  /// One for each step, in the order of the plan.
  package var results: [StepResult]

  package init(plan: Plan, results: [StepResult]) {
    self.plan = plan
    self.results = results
  }

  /// The results of apps that weren't changed because of what the first apps showed.
  package static func held(_ apps: [AppPlan], _ doubt: StepResult.Doubt) -> [StepResult] {
    apps.flatMap(\.steps).map {
      StepResult(step: $0.number, status: .held(doubt), webhookId: $0.webhookId, requests: 0)
    }
  }

  package var tally: (applied: Int, failed: Int, skipped: Int) {
    results.reduce(into: (applied: 0, failed: 0, skipped: 0)) { tally, result in
      switch result.status {
      case .applied: tally.applied += 1
      case .failed: tally.failed += 1
      case .skipped, .interrupted, .held: tally.skipped += 1
      }
    }
  }

  /// The apps with planned changes that got none because of others, by their places in the plan.
  package var held: [Int] {
    let held = Set(results.filter(\.status.isHeld).map(\.step))
    return held.isEmpty
      ? [] : plan.apps.indices.filter { plan.apps[$0].steps.contains { held.contains($0.number) } }
  }

  package var isComplete: Bool {
    plan.failedApps.isEmpty
      && results.allSatisfy(\.status.isApplied)
  }
}
