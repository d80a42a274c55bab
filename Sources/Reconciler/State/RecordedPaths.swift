/// How a state file names desired-state files: relative to its folder, links resolved. So the folder can move, and
/// a job may run anywhere.
package struct RecordedPaths: Sendable {
  /// Stands for what was read from standard input.
  package static let standardInput = "-"

  private let folder: ResolvedPath
  /// The folder as the user wrote it, with a slash at its end; empty for the working directory.
  private let shownFolder: String

  /// Paths for a state file, which need not be there yet.
  package init(stateFile path: String) {
    folder = ResolvedPath(path).folder
    shownFolder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// The name to record for a file.
  package func recorded(_ path: String) -> String {
    let name = ResolvedPath(path).relative(to: folder)
    return name == Self.standardInput ? "./" + name : name
  }

  /// The file that a recorded name stands for.
  package func resolved(_ recorded: String) -> ResolvedPath { ResolvedPath(recorded, from: folder) }

  /// A recorded name as the user would write it: from the working directory.
  package func shown(_ recorded: String) -> String {
    if recorded == Self.standardInput { return "standard input" }
    if recorded.hasPrefix("/") { return recorded }
    let written = Self.tidied(shownFolder + recorded)
    return ResolvedPath(written) == resolved(recorded) ? written : resolved(recorded).text
  }

  /// A path without `.`, and without `..` behind a folder.
  private static func tidied(_ path: String) -> String {
    let parts = path.split(separator: "/").reduce(into: [Substring]()) { parts, part in
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != "." {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }
}
