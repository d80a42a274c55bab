#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a path leads, whether there is a file or not.
package struct FilePlace: Sendable, Hashable {
  /// With a slash at its end.
  package let folder: String
  package let name: String
  let isLinked: Bool

  /// Without symbolic links at its end.
  package var path: String { folder + name }

  package init(folder: String, name: String) {
    self.folder = folder.hasSuffix("/") ? folder : folder + "/"
    self.name = name
    isLinked = false
  }

  private init(_ path: String, isLinked: Bool) {
    let end = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path.utf8.index(after: $0) }
    folder = end.map { String(path[..<$0]) } ?? "./"
    name = String(path[(end ?? path.startIndex)...])
    self.isLinked = isLinked
  }

  package static func makeFolder(_ path: String) throws(SystemError) {
    guard mkdir(path, 0o700) == 0 else { throw .last }
  }

  /// The path that a symbolic link at the end of one leads to; the path itself, if there is none.
  package static func followed(_ path: String) -> String {
    guard case .place(let place)? = try? resolve(path), place.isLinked else { return path }
    return place.path.hasPrefix("./") ? String(place.path.dropFirst(2)) : place.path
  }

  enum Target {
    case place(FilePlace)
    /// One of this process's own descriptors, as `/dev/stdout` names it. Opened anew by its path, a file would
    /// be written from its start, over what is there.
    case descriptor(Int32)
  }

  static func resolve(_ path: String) throws(SystemError) -> Target {
    guard !path.isEmpty else { throw SystemError(ENOENT) }
    var place = FilePlace(path, isLinked: false)
    // Linux follows as many.
    for _ in 0..<40 {
      if let descriptor = place.ownDescriptor { return .descriptor(descriptor) }
      guard let link = place.link else { return .place(place) }
      place = FilePlace(link.hasPrefix("/") ? link : place.folder + link, isLinked: true)
    }
    throw SystemError(ELOOP)
  }

  private var link: String? {
    var space = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &space, space.count)
    return count < 0 ? nil : String(decoding: space[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private var ownDescriptor: Int32? {
    switch folder {
    case "/dev/": ["stdin", "stdout", "stderr"].firstIndex(of: name).map { Int32($0) }
    case "/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/", "/proc/\(getpid())/fd/": Int32(name)
    default: nil
    }
  }
}

/// Absolute, without `.`, `..` and symbolic links as far as the path exists: the same for all paths of one
/// file.
package struct ResolvedPath: Sendable, Hashable {
  /// No slash at its end, but for the root's.
  package let text: String

  package init(_ path: String) {
    let absolute = path.hasPrefix("/") ? path : Self.workingDirectory + "/" + path
    text = Self.resolved(absolute[...].split(separator: "/").map(String.init))
  }

  package init(_ path: String, from folder: Self) {
    self.init(path.hasPrefix("/") ? path : folder.text + "/" + path)
  }

  package var folder: Self { Self(resolved: Self.parent(of: text)) }

  /// True also for a link that leads nowhere.
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
