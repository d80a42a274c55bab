#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Paths as CI systems want them: from the root of the repository, which a job's environment tells.
package enum RepositoryPath {
  /// The path from a folder. A path outside the folder stays as it is; so do all paths without a folder.
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
