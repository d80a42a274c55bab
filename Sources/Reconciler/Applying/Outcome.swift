import AppStoreConnect

/// What came of one call of a plan.
public struct StepResult: Sendable {
  /// How it ended.
  public enum Status: Sendable {
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
  public var step: Int
  /// How it ended.
  public var status: Status
  /// Apple's ID of the webhook; of a created one, the new one.
  public var webhookId: String?
  /// How many requests were sent for it.
  public var requests: Int
  /// What App Store Connect's answer has otherwise than the call has sent it.
  public var adjustments: [Change] = []

  /// Why it failed, where it did.
  public var failure: StepFailure? {
    if case .failed(let failure) = status { failure } else { nil }
  }
}

/// Why a call failed.
public enum StepFailure: Error, Sendable {
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
public struct Outcome: Sendable {
  /// The plan.
  public var plan: Plan
  /// One result for each step, in the order of the plan.
  public var results: [StepResult]

  /// Creates an outcome.
  public init(plan: Plan, results: [StepResult]) {
    self.plan = plan
    self.results = results
  }

  /// How many steps were applied, failed and skipped.
  public var tally: (applied: Int, failed: Int, skipped: Int) {
    results.reduce(into: (applied: 0, failed: 0, skipped: 0)) { tally, result in
      switch result.status {
      case .applied: tally.applied += 1
      case .failed: tally.failed += 1
      case .skipped, .interrupted: tally.skipped += 1
      }
    }
  }

  /// Whether every call was made and every app was read.
  public var isComplete: Bool {
    plan.failedApps.isEmpty
      && results.allSatisfy { if case .applied = $0.status { true } else { false } }
  }
}
