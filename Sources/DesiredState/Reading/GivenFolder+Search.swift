import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension GivenFolder {
  init(path: String) throws {
    self.path = path
    let folder = path.hasSuffix("/") ? path : path + "/"
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    files = names.filter(Self.isRead).map { folder + $0 }
    var search = Search(taken: Set(files.map { ResolvedPath($0) }))
    for name in names where !Self.isRead(name) { search.look(at: folder + name, as: name, depth: 0) }
    skipped = search.found
  }

  private static func isRead(_ name: String) -> Bool {
    !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
  }

  /// Looks for YAML at paths that aren't read themselves.
  private struct Search {
    /// The files that are read; links may lead to them, too.
    let taken: Set<ResolvedPath>
    var found: [String] = []
    /// A folder may contain the whole disk.
    private var entriesLeft = 5_000

    init(taken: Set<ResolvedPath>) { self.taken = taken }

    mutating func look(at path: String, as name: String, depth: Int) {
      entriesLeft -= 1
      guard FileStatus(path)?.kind == .folder else {
        if Self.looksLikeYAML(name), !taken.contains(ResolvedPath(path)) { found.append(name) }
        return
      }
      // The versions that git keeps aren't meant.
      if name == ".git" || name.hasSuffix("/.git") { return }
      guard depth < 16, entriesLeft > 0,
        let names = try? FileManager.default.contentsOfDirectory(atPath: path)
      else {
        found.append(name + "/")
        return
      }
      for inner in names.sorted() { look(at: "\(path)/\(inner)", as: "\(name)/\(inner)", depth: depth + 1) }
    }

    /// Whether a name is, or was, that of a YAML file: `b.YAML`, `.b.yml`, `b.yaml.bak`.
    private static func looksLikeYAML(_ path: String) -> Bool {
      let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...].lowercased()
      return name.contains(".yaml") || name.contains(".yml")
    }
  }
}
