#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Paths as CI systems want them: from the root of the repository, which a job is told by its environment.
package enum RepositoryPath {
  /// The path from a folder; one that isn't in the folder, or no folder, leaves it as it is.
  package static func relative(_ path: String, to folder: String?) -> String {
    guard let folder, !folder.isEmpty else { return path }
    let root = components(of: folder)
    let file = components(
      of: path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path)
    guard file.count > root.count, file.starts(with: root) else { return path }
    return file.dropFirst(root.count).joined(separator: "/")
  }

  private static func components(of path: String) -> [Substring] {
    path.split(separator: "/").reduce(into: []) { parts, part in
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }
  }
}
