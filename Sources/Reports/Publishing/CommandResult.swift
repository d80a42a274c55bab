import CommandLine
import Diagnostics
import Planning

/// How a command ended: everything to print, and the exit code.
package struct CommandResult: Sendable {
  /// What it found or did; `nil` if everything has been printed already.
  package var report: (any Report)?
  package var diagnostics: [Diagnostic] = []
  /// What later steps of a job are told.
  package var counts: Counts?
  /// What is said after the report: diagnostics, notes, and a line that `--quiet` drops.
  package var remarks: [Diagnostic] = []
  package var notes: [String] = []
  package var lastWord: String?
  /// Whether standard output is for something other than the report, and for what.
  package var isTaken = false
  package var saved: String?
  package var exitCode: ExitCode

  package init(_ report: (any Report)?, _ diagnostics: [Diagnostic] = [], exitCode: ExitCode = .done) {
    (self.report, self.diagnostics, self.exitCode) = (report, diagnostics, exitCode)
  }

  package struct Counts: Sendable {
    /// `nil` if none is known and not everything could be read.
    var hasChanges: Bool?
    /// `nil` if the exit code tells.
    private var hasFailed: Bool?
    /// `nil` without a plan.
    private var plan: (create: Int, modify: Int, delete: Int, forget: Int)?

    /// - Parameter isWhole: whether all apps were read.
    package init(_ plan: Plan, hasChanges: Bool? = nil, isWhole: Bool? = nil) {
      let hasChanges = hasChanges ?? plan.hasChanges
      self.hasChanges = hasChanges || isWhole ?? plan.failedApps.isEmpty ? hasChanges : nil
      let count = plan.summary
      self.plan = (count[.create], count[.modify], count[.delete], plan.forgotten.count)
    }

    /// Of changes to files: what could not be adopted is no failure of the job, unlike what could not be read.
    package init(adopted hasChanges: Bool, isWhole: Bool) {
      self.hasChanges = hasChanges || isWhole ? hasChanges : nil
      hasFailed = !isWhole
    }

    private init() {}

    /// For a command that failed before there was a plan.
    package static let unknown = Self()

    package func values(exitCode: ExitCode) -> [(name: String, value: String)] {
      let hasFailed = hasFailed ?? (exitCode != .done && exitCode != .changesPresent)
      var values = [("result", hasFailed ? "failed" : hasChanges == true ? "changes" : "none")]
      if let hasChanges { values.append(("has-changes", String(hasChanges))) }
      if let plan {
        values += [
          ("create", String(plan.create)), ("modify", String(plan.modify)), ("delete", String(plan.delete)),
          ("forget", String(plan.forget)),
        ]
      }
      return values
    }
  }
}
