import CommandLine
import Reports
import AppStoreConnect
import Diagnostics
import Planning
import Platform
import Reconciler

/// `storehooks apply`: plans, or loads a saved plan, asks, and makes the calls.
struct ApplyCommand: Command {
  let session: Session

  func run() async throws -> ExitCode {
    let isConfirmed = session[.yes]
    guard isConfirmed || !session.options.readsStandardInput else {
      throw CommandFailure.usage("-f - uses standard input, so apply can't ask for confirmation; add --yes")
    }
    // Said before anything is read: a job that forgot --yes should fail on its first run, and not on
    // the first one that finds a difference.
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
      guard let planned = try await plan(saved) else { return .invalidFile }
      return try await apply(planned, isConfirmed: isConfirmed)
    } catch let stale as SavedPlanLoader.Stale {
      return try refuse(stale)
    }
  }

  private func apply(_ planned: PlannedRun, isConfirmed: Bool) async throws -> ExitCode {
    if session[.format] == .text, !isConfirmed || !session[.quiet] {
      try session.output.result(session.text(of: planned.plan, statistics: planned.statistics))
    }
    if let problem = tooManyDeletes(planned) { return try refuse(planned, [problem]) }
    let secrets: SecretStore
    do {
      secrets = try SecretStore(
        for: planned.plan, reader: session.secretReader(for: planned.connection))
    } catch {
      return try refuse(planned, error.diagnostics)
    }
    session.report(secrets.warnings.filter { !planned.plan.warnings.contains($0) })
    if planned.plan.hasChanges, !isConfirmed, !confirms(planned) { return try refuse(planned, []) }
    return try await apply(planned, secrets)
  }

  /// Keeps other runs from the state file while this one lasts.
  private func lock(_ path: String?) throws -> FileLock? {
    guard let path else { return nil }
    do {
      return try StateFile(path: path).lock()
    } catch {
      throw CommandFailure(message: "\(error)")
    }
  }

  private func plan(_ saved: SavedPlanLoader?) async throws -> PlannedRun? {
    if let saved { return try await saved.load() }
    guard var run = try await session.plan() else { return nil }
    await session.dropGoneApps(in: &run)
    return run
  }

  private func apply(_ planned: PlannedRun, _ secrets: SecretStore) async throws -> ExitCode {
    let recorder = planned.record.map {
      StateRecorder(
        file: $0.file, state: $0.state, deriver: $0.deriver,
        origins: FileOrigins(planned.state, paths: RecordedPaths(beside: $0.file.path)),
        time: session.program.time())
    }
    let ((outcome, verifications), signal) = await session.interruptible(ending: planned.connection.client) {
      interruption in
      let applier = Applier(
        client: planned.connection.client, secrets: secrets, recorder: recorder,
        concurrency: session[.concurrency], isStopped: { interruption.isRequested })
      let outcome = await session.progress.show("Applying", counting: "call") { update in
        await applier.apply(planned.plan, progress: update)
      }
      return (outcome, await verify(outcome, planned, secrets, interruption))
    }
    let stateFailure = await recorder?.failure
    let failures = outcome.diagnostics + (stateFailure.map { [.error("\($0)", at: nil)] } ?? [])
    session.report(failures + outcome.warnings)
    let isVerified = verifications?.contains { $0.outcome.isFailure } != true
    var exitCode =
      outcome.isComplete && isVerified && stateFailure == nil
      ? ExitCode.done : ExitCode.failed
    if let signal, !outcome.isComplete || !isVerified { exitCode = ExitCode.interrupted(by: signal) }
    try show(outcome, verifications, errors: planned.errors + failures, planned.statistics)
    return exitCode
  }

  /// Reports what was applied.
  private func show(
    _ outcome: Outcome, _ verifications: [PingResult]?, errors: [Diagnostic], _ statistics: RequestStatistics
  ) throws {
    var document = PlanDocument(
      outcome.plan, errors: errors, statistics: statistics, results: outcome.results)
    document.warnings += outcome.warnings.map(Message.init(_:))
    document.verifications = verifications?.map(Verification.init(_:))
    var report = PlanMarkdown.report(outcome, errors: errors + outcome.warnings)
    if let verifications { report.sections.append(section(of: verifications)) }
    try session.publish(
      json: document, markdown: report,
      text: outcome.results.isEmpty
        ? nil : OutcomeText(style: session.style).render(outcome, statistics: statistics))
    session.publishCounts(outcome.plan, hasChanges: outcome.plan.hasChanges)
    if let verifications { try show(verifications) }
  }

  /// A plan that deletes more than usual is more often a mistake in the file than a wish.
  private func tooManyDeletes(_ planned: PlannedRun) -> Diagnostic? {
    let deletes = planned.plan.summary[.delete]
    let allowed = session[.allowDeletes] ?? planned.state.policy.maxDeletes
    guard deletes > allowed else { return nil }
    return .error(
      "the plan deletes \(counted("webhook", deletes)), but only \(grouped(allowed)) "
        + "\(allowed == 1 ? "is" : "are") allowed",
      at: nil,
      remedy: "if that is intended, add --allow-deletes \(deletes)")
  }

  private func confirms(_ planned: PlannedRun) -> Bool {
    if session[.format] != .text {
      // Standard output holds the one document that comes at the end.
      session.output.message(
        session.text(of: planned.plan, statistics: planned.statistics, style: session.messageStyle))
    }
    let target = session[.simulate].map { "in the simulated fleet '\($0)'" }
    let question = ConfirmationQuestion(
      plan: planned.plan, target: target ?? "at \(planned.connection.api)",
      style: session.messageStyle)
    return session.program.prompt.confirm("\(question)") == .confirmed
  }

  private func refuse(_ planned: PlannedRun, _ diagnostics: [Diagnostic]) throws -> ExitCode {
    session.report(diagnostics)
    try refuse(planned.plan, planned.errors + diagnostics, planned.statistics)
    return .failed
  }

  private func refuse(_ stale: SavedPlanLoader.Stale) throws -> ExitCode {
    let errors = stale.differences.map { Diagnostic.error("the saved plan is stale: \($0)", at: nil) }
    session.report(errors)
    try refuse(Plan(), errors, RequestStatistics())
    return .stalePlan
  }

  private func refuse(_ plan: Plan, _ errors: [Diagnostic], _ statistics: RequestStatistics) throws {
    try session.publish(
      json: PlanDocument(plan, errors: errors, statistics: statistics, results: []),
      markdown: PlanMarkdown.refusal(plan, errors: errors), text: nil)
    session.publishCounts(plan, hasChanges: plan.hasChanges)
    session.output.message("Nothing was changed.\n")
  }
}
