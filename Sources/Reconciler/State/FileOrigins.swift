import DesiredState
import Diagnostics
import Planning

/// Which files the desired state of each app of a run comes from, as the state file names them.
package struct FileOrigins: Sendable {
  /// By the path that the run was given.
  private let names: [String: String]
  private let policy: [String]

  package init(_ state: DesiredState, paths: RecordedPaths) {
    names = Dictionary(state.files.map { ($0.path, paths.recorded($0)) }) { first, _ in first }
    policy = state.policyFiles.map(paths.recorded(_:)).sorted()
  }

  package func files(ofAppAt location: SourceRange) -> AppFiles {
    AppFiles(listed: names[location.file.path], policy: policy)
  }
}

extension RecordedPaths {
  fileprivate func recorded(_ file: SourceFile) -> String {
    file.isStandardInput ? AppFiles.standardInput : recorded(file.path)
  }
}
