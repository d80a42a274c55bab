import AppStoreConnect
import DesiredState
import Planning

/// What came of one call of a plan.
package struct StepResult: Sendable {
  /// How it ended.
  package enum Status: Sendable {
    /// The call was made and succeeded.
    case applied
    /// The call was made, or tried, and failed.
    case failed(StepFailure)
    /// The call wasn't made, because an earlier one of its app failed.
    case skipped(afterStep: Int)
    /// The call wasn't made, because the run was told to stop.
    case interrupted
  }

  /// The number of the step in the plan.
  package var step: Int
  /// How it ended.
  package var status: Status
  /// Apple's ID of the webhook; of a created one, the new one.
  package var webhookId: String?
  /// How many requests were sent for it.
  package var requests: Int
  /// What App Store Connect's answer has otherwise than the call has sent it.
  package var adjustments: [Change] = []

  /// Why it failed, where it did.
  package var failure: StepFailure? {
    if case .failed(let failure) = status { failure } else { nil }
  }
}

/// Why a call failed.
package enum StepFailure: Error, Sendable {
  /// App Store Connect refused it, or it never got there.
  case client(ClientError)
  /// Its secret was not read before the run.
  case secretMissing(SecretSource)
  /// The state file could not be written, and would have gone on to claim the secret that the call replaces.
  case stateFile(StateFileError)
  /// Somebody else has changed the app since it was read; what they did is left as it is.
  case conflict(Conflict)
}

/// What came of applying a plan.
package struct Outcome: Sendable {
  package var plan: Plan
  /// One result for each step, in the order of the plan.
  package var results: [StepResult]

  /// How many steps were applied, failed and skipped.
  package var tally: (applied: Int, failed: Int, skipped: Int) {
    results.reduce(into: (applied: 0, failed: 0, skipped: 0)) { tally, result in
      switch result.status {
      case .applied: tally.applied += 1
      case .failed: tally.failed += 1
      case .skipped, .interrupted: tally.skipped += 1
      }
    }
  }

  /// Whether every call was made and every app was read.
  package var isComplete: Bool {
    plan.failedApps.isEmpty
      && results.allSatisfy { if case .applied = $0.status { true } else { false } }
  }
}
