import CommandLine
import Diagnostics
import Planning

/// How a command has ended: all that there is to print, and the exit code.
package struct CommandResult: Sendable {
  /// What it has found or done; `nil` if all was told on the way.
  package var report: (any Report)?
  package var diagnostics: [Diagnostic] = []
  /// What the later steps of a job are told.
  package var counts: Counts?
  /// What is said after the report: diagnostics, notes, and a line that `--quiet` leaves.
  package var remarks: [Diagnostic] = []
  package var notes: [String] = []
  package var lastWord: String?
  /// Whether standard output is for something else than the report, and for what.
  package var isTaken = false
  package var saved: String?
  package var exitCode: ExitCode

  package init(_ report: (any Report)?, _ diagnostics: [Diagnostic] = [], exitCode: ExitCode = .done) {
    (self.report, self.diagnostics, self.exitCode) = (report, diagnostics, exitCode)
  }

  package struct Counts: Sendable {
    var hasChanges: Bool
    var create, modify, delete, forget: Int

    package init(_ plan: Plan, hasChanges: Bool? = nil) {
      self.hasChanges = hasChanges ?? plan.hasChanges
      (create, modify, delete) = (plan.summary[.create], plan.summary[.modify], plan.summary[.delete])
      forget = plan.forgotten.count
    }
  }
}
