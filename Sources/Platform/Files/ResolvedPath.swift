#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Without `.`, `..` and symbolic links, as far as there is something at it: the same for all paths of one.
package struct ResolvedPath: Sendable, Hashable {
  /// No slash at its end, but for the root's.
  package let text: String

  /// A relative path is taken from the working directory.
  package init(_ path: String) {
    let absolute = path.hasPrefix("/") ? path : Self.workingDirectory + "/" + path
    text = Self.resolved(absolute[...].split(separator: "/").map(String.init))
  }

  package init(_ path: String, from folder: Self) {
    self.init(path.hasPrefix("/") ? path : folder.text + "/" + path)
  }

  package var folder: Self { Self(resolved: Self.parent(of: text)) }

  /// A link that leads nowhere is something, too.
  package var exists: Bool { FileStatus(text, followsLink: false) != nil }

  /// `../teams/b.yaml`.
  package func relative(to folder: Self) -> String {
    let to = text.split(separator: "/")
    let from = folder.text.split(separator: "/")
    let shared = zip(to, from).prefix { $0 == $1 }.count
    let parts = Array(repeating: "..", count: from.count - shared) + to.dropFirst(shared).map(String.init)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private init(resolved: String) { text = resolved }

  private static func parent(of path: String) -> String {
    let end = path.lastIndex(of: "/") ?? path.startIndex
    return end == path.startIndex ? "/" : String(path[..<end])
  }

  private static func resolved(_ parts: [String]) -> String {
    guard let last = parts.last else { return "/" }
    if let found = realpath("/" + parts.joined(separator: "/"), nil) {
      defer { free(found) }
      return String(cString: found)
    }
    let folder = resolved(parts.dropLast())
    switch last {
    case ".": return folder
    case "..": return parent(of: folder)
    default: return folder == "/" ? "/" + last : folder + "/" + last
    }
  }

  private static var workingDirectory: String {
    guard let path = getcwd(nil, 0) else { return "" }
    defer { free(path) }
    return String(cString: path)
  }
}
