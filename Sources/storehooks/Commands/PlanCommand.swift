import CommandLine
import Cryptography
import Diagnostics
import Planning
import Reconciler
import Reports

struct PlanCommand: Command {
  static let specification = CommandSpec(
    name: "plan",
    abstract: "Show what apply would change",
    discussion: [
      """
      Reads the live webhooks of the apps in the file, and prints the difference and the calls that \
      close it, in the order in which apply makes them. Changes nothing, and works without any webhook secret.
      """,
      """
      Secrets can't be read back. If the state file has a record of a secret and its source is available \
      here, the two are compared; otherwise the secret is unknown, which doesn't count as a difference. A \
      source can be a program: use --no-secrets for files that nobody has reviewed yet, as in pull requests.
      """,
      """
      --out replaces a saved plan, and another file only with --force; never a file that the plan is made \
      from. It writes straight into a device or a pipe. With '--out -' only the plan goes to standard \
      output, and its report to standard error.
      """,
      """
      With --base, for a pull request: of the files as they are on the main branch, only apps that differ are \
      looked at. If the base is missing or invalid, or what differs concerns every app, all are.
      """,
    ],
    options: [
      Option.detailedExitcode.spec,
      Option.out.saying("Save the plan, for 'storehooks apply FILE'; - is standard output").spec,
      Option.force.saying("Let --out replace FILE even if it is not a saved plan").spec,
      Option.noSecrets.spec, Option.base.spec,
      Option.writeSecrets.spec, Option.filesChanged.spec,
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done, with or without changes"),
      .init(1, "Failed"),
      .init(2, "There are changes; only with --detailed-exitcode"),
      .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("Show what would change", "storehooks plan"),
      .init("Tell a CI job whether there is anything to do", "storehooks plan --detailed-exitcode"),
      .init("Save a plan for approval", "storehooks plan --out plan.json"),
      .init("Plan for a pull request", "storehooks plan --no-secrets --format markdown"),
      .init("Plan what a branch changes", "storehooks plan --no-secrets --base main/webhooks.yaml"),
      .init("Plan for some apps, for a script", "storehooks plan --app 'com.example.*' --format json"),
    ])

  static let tellsJob = true

  static func report(of failure: Findings) -> (any Report)? { PlanReport(Plan(), failure) }

  let session: Session

  func run() async throws -> CommandResult {
    if session.options.readsStandardInput, session[.out] != nil {
      throw CommandFailure.usage(
        "a plan made from standard input (-f -) can't be saved: apply couldn't read it again")
    }
    if !session[.base].isEmpty, session[.out] != nil {
      throw CommandFailure.usage("--base can't be combined with --out: a saved plan looks at every app")
    }
    let out = try session.outFile()
    // Before the account is read, because that can take minutes.
    try out?.check(mayReplace: mayReplace(out), inputs: session.recordFiles, refusal: Self.refusal)
    var planned = try await session.plan()
    let others = planned.readings.map(\.desired).filter { !$0.isListed }
    var advice = planned.state.advice(others: others)
    if let problem = session.problem(withAccountOf: planned.state, planned.record) {
      advice.append(
        .warning("apply will refuse this: \(problem.message)", at: problem.range, remedy: problem.remedy))
    }
    planned.plan.warnings += advice
    session.report(advice)
    for note in planned.notesOnExcesses {
      planned.plan.notes.append(note)
      session.note(note)
    }
    var result = CommandResult(nil)
    result.isTaken = out?.isStandardOutput == true
    var findings = planned.findings
    if out != nil, !planned.errors.isEmpty {
      // The cause has been said.
      let isUnread = planned.accountFailure != nil || planned.plan.hasUnreadApps
      let note = "the plan isn't saved, because not every app could be \(isUnread ? "read" : "planned")"
      planned.plan.notes.append(note)
      session.note(note)
    } else if let out {
      do {
        result.saved = try save(planned, to: out)
      } catch {
        let error = Diagnostic.error("the plan was not saved: \(error.message)", at: nil)
        result.diagnostics = [error]
        findings.errors.append(error)
      }
    }
    result.report = PlanReport(planned.plan, findings, isVerbose: session[.verbose])
    result.counts = CommandResult.Counts(planned.plan)
    if !findings.errors.isEmpty {
      result.exitCode = .failed
    } else if session[.detailedExitcode], planned.plan.hasChanges {
      result.exitCode = .changesPresent
    }
    return result
  }

  /// A saved plan may replace another one.
  private func mayReplace(_ out: OutFile?) -> Bool {
    session[.force]
      || out?.contents(atMost: SavedPlan.sizeLimit).map(SavedPlanDocument.isOne) == true
  }

  private static let refusal = " and is not a saved plan; choose another name, or use --force"

  private func origin(of planned: PlannedRun) throws(CryptographyError) -> SavedPlan.Origin {
    var state: SavedPlan.StateFile?
    if let record = planned.record { state = .init(path: record.file.path, identity: try record.identity()) }
    return SavedPlan.Origin(
      version: BuildInformation.version, api: planned.connection.api, issuer: planned.connection.issuer,
      given: session[.file], filesChanged: session[.filesChanged], state: state,
      selection: session[.app], writeSecrets: planned.writeSecrets)
  }

  /// Saves a plan, or returns its text if it goes to standard output.
  private func save(_ planned: PlannedRun, to out: OutFile) throws(CommandFailure) -> String? {
    let text: String
    do {
      let saved = try SavedPlan(
        planned.plan, planned.readings, of: planned.state, try origin(of: planned),
        base: out.isFile ? .plan : .workingDirectory,
        paths: out.isFile ? RecordedPaths(beside: out.path) : .fromWorkingDirectory)
      let document = PlanReport(planned.plan, planned.findings, saved: saved).json ?? ""
      text = try SealedDocument.sealed(session.output.withholding.shown(json: document))
    } catch {
      throw CommandFailure(message: "\(error)")
    }
    let desired = planned.state.files.map { (path: $0.path, what: "the desired-state file") }
    let inputs = desired + session.recordFiles
    let mayReplace = mayReplace(out)
    try out.check(mayReplace: mayReplace, inputs: inputs, refusal: Self.refusal)
    if out.isStandardOutput { return text }
    try out.write(text, mayReplace: mayReplace, refusal: Self.refusal)
    if out.isFile { session.note("the plan is saved; apply it with: storehooks apply \(out.path)") }
    return nil
  }
}

extension Option<[String]> {
  static let base = values(
    "base", "PATH", .path,
    "Look only at apps that differ from this desired-state file or folder, which is applied already")
}

extension Option<Bool> {
  fileprivate static let detailedExitcode = flag(
    "detailed-exitcode", "Exit with 2 if there are changes")
}
