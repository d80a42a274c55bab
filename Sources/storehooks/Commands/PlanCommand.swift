import Reconciler
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `storehooks plan`: shows what `apply` would change, and changes nothing.
struct PlanCommand {
  let context: CommandContext

  func run() async throws -> Int32 {
    if context.options.readsStandardInput, context.invocation.options.string("out") != nil {
      throw CommandFailure.usage(
        "a plan of standard input (-f -) can't be saved: apply couldn't read it again")
    }
    guard let planned = try await context.plan() else { return Program.ExitCode.invalidFile }
    var document = PlanDocument(planned.plan, errors: planned.errors, statistics: planned.statistics)
    var errors = planned.errors
    if let path = context.invocation.options.string("out") {
      // Before anything is shown, for that holds all errors.
      if let problem = save(document, of: planned, to: path) {
        let error = Diagnostic.error(problem, at: nil)
        context.report([error])
        errors.append(error)
        document = PlanDocument(planned.plan, errors: errors, statistics: planned.statistics)
      }
    }
    try context.publish(
      json: document, markdown: PlanMarkdown.report(planned.plan, errors: errors),
      text: context.text(of: planned.plan, statistics: planned.statistics))
    context.publishCounts(planned.plan, hasChanges: planned.plan.hasChanges)
    if !errors.isEmpty { return Program.ExitCode.failed }
    let isDetailed = context.invocation.options.flag("detailed-exitcode")
    return isDetailed && planned.plan.hasChanges ? Program.ExitCode.changesPresent : Program.ExitCode.done
  }

  /// Saves the plan; why it isn't saved is returned.
  private func save(_ document: PlanDocument, of planned: PlannedRun, to path: String) -> String? {
    guard planned.errors.isEmpty else { return "the plan is not saved: not every app could be read" }
    var document = document
    do {
      document.saved = try SavedPlan(planned)
      try Data(document.json().utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      return "can't write the plan to '\(path)'"
    }
    context.note("the plan is saved; apply it with: storehooks apply \(path)")
    return nil
  }
}
