import DesiredState
import Diagnostics
import Planning

/// Which files the desired state of each app of a run comes from, as the state file names them.
package struct FileOrigins: Sendable {
  /// By the path that the run was given.
  private let names: [String: String]
  private let policy: [String]

  /// The origins of a desired state's apps.
  package init(_ state: DesiredState, paths: RecordedPaths) {
    names = Dictionary(state.files.map { ($0.path, paths.recorded($0)) }) { first, _ in first }
    policy = state.policyFiles.map(paths.recorded(_:)).sorted()
  }

  /// The files of an app that a file lists.
  package func files(ofAppAt location: SourceRange) -> AppFiles {
    AppFiles(listed: names[location.file.path], policy: policy)
  }
}

extension RecordedPaths {
  /// The name to record for a file that was read.
  fileprivate func recorded(_ file: SourceFile) -> String {
    file.isStandardInput ? AppFiles.standardInput : recorded(file.path)
  }
}
