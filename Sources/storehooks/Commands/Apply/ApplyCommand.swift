import AppStoreConnect
import CommandLine
import DesiredState
import Diagnostics
import Planning
import Platform
import Reconciler
import Reports

struct ApplyCommand: Command {
  let session: Session

  func run() async throws -> CommandResult {
    let isConfirmed = session[.yes]
    guard isConfirmed || !session.options.readsStandardInput else {
      throw CommandFailure.usage("-f - uses standard input, so apply can't ask for confirmation; add --yes")
    }
    // Before anything is read: a job that forgot --yes should fail on its first run, not on the first one that finds a
    // difference.
    guard isConfirmed || session.program.prompt.isTerminal else {
      throw CommandFailure(
        message: "there is no terminal to ask for confirmation; run 'storehooks apply --yes'",
        exitCode: .usage)
    }
    do {
      let saved = try session.arguments.first.map {
        try SavedPlanLoader($0, session: session)
      }
      let own = session.options.hasNoState ? nil : session.statePath
      let lock = try lock(saved.map(\.statePath) ?? own)
      defer { lock?.release() }
      return try await apply(try await plan(saved), isConfirmed: isConfirmed)
    } catch let stale as SavedPlanLoader.Stale {
      let errors = stale.differences.map { Diagnostic.error("the saved plan is stale: \($0)", at: nil) }
      let findings = Findings(statistics: session.requests.statistics)
      return refuse(Plan(), findings, errors, exitCode: .stalePlan)
    }
  }

  private func apply(_ planned: PlannedRun, isConfirmed: Bool) async throws -> CommandResult {
    let report = PlanReport(planned.plan, planned.findings, isVerbose: session[.verbose])
    if !isConfirmed || !session[.quiet] { try session.preview(report) }
    // With the missing value, the plan could be different.
    if planned.plan.lacksVariables || planned.accountFailure != nil { return refuse(planned, []) }
    let excesses = planned.excesses(session)
    if !excesses.isEmpty { return refuse(planned, excesses) }
    let secrets: SecretStore
    do {
      secrets = try SecretStore(
        for: planned.plan, reader: session.secretReader(for: planned.connection))
    } catch {
      return refuse(planned, error.diagnostics)
    }
    session.report(secrets.warnings.filter { !planned.plan.warnings.contains($0) })
    announceCanaries(of: planned)
    if planned.plan.hasChanges, !isConfirmed, !session.confirm(question(planned), about: report) {
      return refuse(planned, [])
    }
    return try await apply(planned, secrets)
  }

  /// Keeps other runs from the state file until this one ends.
  private func lock(_ path: String?) throws -> FileLock? {
    guard let path else { return nil }
    do {
      return try StateFile(path: path).lock()
    } catch {
      throw CommandFailure(message: "\(error)")
    }
  }

  private func plan(_ saved: SavedPlanLoader?) async throws -> PlannedRun {
    if let saved {
      var run = try await saved.load()
      if session[.app].isEmpty { run.selection = AppSelection(patterns: saved.saved.selection) }
      return run
    }
    var run = try await session.plan(isApplied: true)
    await session.dropGoneApps(in: &run)
    return run
  }

  private func apply(_ planned: PlannedRun, _ secrets: SecretStore) async throws -> CommandResult {
    let recorder = planned.record.map {
      StateRecorder(
        file: $0.file, state: $0.state, deriver: $0.deriver,
        origins: FileOrigins(planned.state, paths: RecordedPaths(beside: $0.file.path)),
        time: Timestamp(session.program.now(), fractionDigits: 0).rawValue)
    }
    let (applied, signal) = await session.interruptible(ending: planned.connection.client) { interruption in
      let applier = Applier(
        client: planned.connection.client, secrets: secrets, recorder: recorder,
        concurrency: session[.concurrency], isStopped: { interruption.isRequested })
      return await carryOut(planned, secrets, by: applier, interruption)
    }
    let outcome = applied.outcome
    let stateFailure = await recorder?.failure
    let others = [applied.canary?.failure(in: outcome), stateFailure.map { .error("\($0)", at: nil) }]
    let failures = outcome.diagnostics + others.compactMap { $0 }
    let isVerified = applied.verifications?.haveFailed != true
    var findings = planned.findings
    findings.errors += failures
    findings.warnings = outcome.warnings
    var result = CommandResult(
      OutcomeReport(
        outcome, applied.verifications, canary: applied.canary, findings, isVerbose: session[.verbose]),
      failures + outcome.warnings)
    result.counts = CommandResult.Counts(outcome.plan)
    if !outcome.isComplete || !isVerified {
      result.exitCode = signal.map(ExitCode.interrupted(by:)) ?? .failed
    } else if stateFailure != nil {
      result.exitCode = .failed
    }
    return result
  }

  private func question(_ planned: PlannedRun) -> ConfirmationQuestion {
    let target = session[.simulate].map { "in the simulated fleet '\($0)'" }
    return ConfirmationQuestion(plan: planned.plan, target: target ?? "at \(planned.connection.api)")
  }

  private func refuse(_ planned: PlannedRun, _ diagnostics: [Diagnostic]) -> CommandResult {
    refuse(planned.plan, planned.findings, diagnostics, exitCode: .failed)
  }

  private func refuse(
    _ plan: Plan, _ findings: Findings, _ errors: [Diagnostic], exitCode: ExitCode
  ) -> CommandResult {
    var findings = findings
    findings.errors += errors
    var result = CommandResult(RefusalReport(plan, findings), errors, exitCode: exitCode)
    result.counts = exitCode == .stalePlan ? .unknown : CommandResult.Counts(plan)
    result.lastWord = "Nothing was changed."
    return result
  }
}
