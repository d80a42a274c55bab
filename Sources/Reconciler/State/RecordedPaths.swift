import DesiredState
import Diagnostics
import Planning
import Platform

/// How a state file or a saved plan names other files: relative to its own folder, so that the folder can move and a
/// job can run anywhere.
package struct RecordedPaths: Sendable {
  private let folder: ResolvedPath
  /// The folder as the user wrote it, ending with a slash; empty for the working directory.
  private let shownFolder: String

  package static let fromWorkingDirectory = Self()

  private init() {
    folder = ResolvedPath(".")
    shownFolder = ""
  }

  /// Paths from the folder of a file, which needn't exist yet.
  package init(beside path: String) {
    folder = ResolvedPath(path).folder
    shownFolder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The name to record for a file, with links resolved, so that it is the same for every path to it.
  package func recorded(_ path: String) -> String {
    let name = ResolvedPath(path).relative(to: folder)
    return name == AppFiles.standardInput ? "./" + name : name
  }

  /// The name for a path that will be read again. A link stays, because what a file says is relative to where it was
  /// said to be.
  package func written(_ path: String) -> String {
    let parts = path.split(separator: "/")
    guard let name = parts.last, name != ".", name != ".." else { return recorded(path) }
    let parent = (path.hasPrefix("/") ? "/" : "./") + parts.dropLast().joined(separator: "/")
    let inFolder = ResolvedPath(parent).relative(to: folder)
    if inFolder == "." { return name == AppFiles.standardInput ? "./" + name : String(name) }
    return "\(inFolder)/\(name)"
  }

  package func resolved(_ recorded: String) -> ResolvedPath { ResolvedPath(recorded, from: folder) }

  /// A recorded name as the user would write it: from the working directory.
  package func shown(_ recorded: String) -> String {
    if recorded == AppFiles.standardInput { return "standard input" }
    if recorded.hasPrefix("/") { return recorded }
    let written = Self.tidied(shownFolder + recorded)
    return ResolvedPath(written) == resolved(recorded) ? written : resolved(recorded).text
  }

  /// A path without `.`, and without `..` after a folder.
  private static func tidied(_ path: String) -> String {
    let parts = path.split(separator: "/").reduce(into: [Substring]()) { parts, part in
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != "." {
        parts.append(part)
      }
    }
    let tidied = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    return tidied.isEmpty ? "." : tidied
  }
}

/// Which files each app's desired state comes from, as the state file names them.
package struct FileOrigins: Sendable {
  /// By the path that the run was given.
  private let names: [String: String]
  private let policy: [String]
  private let defaults: [String]

  package init(_ state: DesiredState, paths: RecordedPaths) {
    names = Dictionary(state.files.map { ($0.path, paths.recorded($0)) }) { first, _ in first }
    policy = state.policyFiles.map(paths.recorded(_:)).sorted()
    defaults = state.defaultsFiles.map(paths.recorded(_:)).sorted()
  }

  package func files(of app: AppPlan) -> AppFiles? {
    guard let location = app.location else { return nil }
    let rules = app.rules.compactMap { rule in
      names[rule.location.file.path].map { AppFiles.Rule(file: $0, apps: rule.apps.map(\.pattern)) }
    }
    return AppFiles(
      listed: app.isListed ? names[location.file.path] : nil, rules: rules, policy: policy, defaults: defaults
    )
  }
}

extension RecordedPaths {
  fileprivate func recorded(_ file: SourceFile) -> String {
    file.isStandardInput ? AppFiles.standardInput : recorded(file.path)
  }
}
