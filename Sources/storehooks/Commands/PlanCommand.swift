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
    guard let planned = try await context.plan() else { return Program.ExitCode.invalidFile }
    let document = PlanDocument(planned.plan, errors: planned.errors, statistics: planned.statistics)
    try context.publish(
      json: document, markdown: PlanMarkdown.report(planned.plan, errors: planned.errors),
      text: context.text(of: planned.plan, statistics: planned.statistics))
    context.publishCounts(planned.plan, hasChanges: planned.plan.hasChanges)
    if let path = context.invocation.options.string("out") {
      guard planned.errors.isEmpty else {
        throw CommandFailure(message: "the plan is not saved: not every app could be read")
      }
      try save(document, of: planned, to: path)
    }
    if !planned.errors.isEmpty { return Program.ExitCode.failed }
    let isDetailed = context.invocation.options.flag("detailed-exitcode")
    return isDetailed && planned.plan.hasChanges ? Program.ExitCode.changesPresent : Program.ExitCode.done
  }

  private func save(_ document: PlanDocument, of planned: PlannedRun, to path: String) throws {
    var document = document
    do {
      document.saved = try SavedPlan(planned)
      try Data(document.json().utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure(message: "can't write the plan to '\(path)'")
    }
    context.note("the plan is saved; apply it with: storehooks apply \(path)")
  }
}
