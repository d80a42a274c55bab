import CommandLine
import Diagnostics
import Reports
import Cryptography
import Reconciler

/// `storehooks plan`: shows what `apply` would change, and changes nothing.
struct PlanCommand {
  let context: CommandContext

  func run() async throws -> Int32 {
    if context.options.readsStandardInput, context.invocation.options.string("out") != nil {
      throw CommandFailure.usage(
        "a plan of standard input (-f -) can't be saved: apply couldn't read it again")
    }
    let out = try context.outFile()
    // Before the account is read: that can take minutes.
    try out?.check(mayReplace: mayReplace(out), inputs: context.recordFiles, refusal: Self.refusal)
    guard let planned = try await context.plan() else { return Program.ExitCode.invalidFile }
    var document = PlanDocument(planned.plan, errors: planned.errors, statistics: planned.statistics)
    var errors = planned.errors
    var isTaken = out?.isStandardOutput == true
    if let out {
      // Before anything is shown, for that holds all errors.
      do {
        try save(document, of: planned, to: out)
      } catch {
        let error = Diagnostic.error("the plan is not saved: \(error.message)", at: nil)
        context.report([error])
        errors.append(error)
        document = PlanDocument(planned.plan, errors: errors, statistics: planned.statistics)
        if context.options.format == .json { isTaken = false }
      }
    }
    try context.publish(
      json: document, markdown: PlanMarkdown.report(planned.plan, errors: errors),
      text: context.text(
        of: planned.plan, statistics: planned.statistics,
        style: isTaken ? context.program.style(of: context.options) : nil),
      isTaken: isTaken)
    context.publishCounts(planned.plan, hasChanges: planned.plan.hasChanges)
    if !errors.isEmpty { return Program.ExitCode.failed }
    let isDetailed = context.invocation.options.flag("detailed-exitcode")
    return isDetailed && planned.plan.hasChanges ? Program.ExitCode.changesPresent : Program.ExitCode.done
  }

  /// A saved plan may be replaced by another one.
  private func mayReplace(_ out: OutFile?) -> Bool {
    context.invocation.options.flag("force")
      || out?.contents(atMost: SavedPlan.sizeLimit).map(SavedPlanDocument.isOne) == true
  }

  private static let refusal = " and is no saved plan; choose another name, or replace it with --force"

  private func origin(of planned: PlannedRun) throws(CryptographyError) -> SavedPlan.Origin {
    var state: SavedPlan.StateFile?
    if let record = planned.record { state = .init(path: record.file.path, identity: try record.identity()) }
    let options = context.invocation.options
    return SavedPlan.Origin(
      version: BuildInformation.version, api: planned.connection.api, issuer: planned.connection.issuer,
      given: options.strings("file"), filesChanged: options.flag("files-changed"), state: state,
      selection: options.strings("app"), writeSecrets: planned.writeSecrets)
  }

  private func save(
    _ document: PlanDocument, of planned: PlannedRun, to out: OutFile
  ) throws(CommandFailure) {
    guard planned.errors.isEmpty else { throw CommandFailure(message: "not every app could be read") }
    var document = document
    let text: String
    do {
      document.saved = try SavedPlan(
        planned.plan, planned.readings, of: planned.state, try origin(of: planned),
        base: out.isFile ? .plan : .workingDirectory,
        paths: out.isFile ? RecordedPaths(beside: out.path) : .fromWorkingDirectory)
      text = try SealedDocument.sealed(context.output.withholding.shown(document.json(), isLines: true))
    } catch {
      throw CommandFailure(message: "\(error)")
    }
    let desired = planned.state.files.map { (path: $0.path, what: "the desired-state file") }
    let inputs = desired + context.recordFiles
    let mayReplace = mayReplace(out)
    try out.check(mayReplace: mayReplace, inputs: inputs, refusal: Self.refusal)
    if out.isStandardOutput {
      context.output.deliver(text)
    } else {
      try out.write(text, mayReplace: mayReplace, refusal: Self.refusal)
    }
    if out.isFile { context.note("the plan is saved; apply it with: storehooks apply \(out.path)") }
  }
}
