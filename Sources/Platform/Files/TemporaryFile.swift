#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A new file under a name that nobody looks for (`.webhooks.state.json.3w5e11264sgsf.tmp`), beside the one
/// whose place it takes when it is whole.
///
/// It is locked while it is open. A process that is killed leaves it behind without a lock, by which
/// ``removeLeftovers(of:anySuffix:)`` knows it.
package struct TemporaryFile: Sendable {
  package let file: OpenFile
  private let path: String

  /// `mode`: before the process's mask is applied.
  package init(for place: FilePlace, mode: mode_t = 0o600) throws(SystemError) {
    while true {
      let path = "\(place.folder).\(place.name).\(Self.newSuffix()).tmp"
      let file: OpenFile
      do throws(SystemError) {
        file = try OpenFile(path, O_RDWR | O_CREAT | O_EXCL, mode: mode)
      } catch {
        guard error.code == EEXIST else { throw error }
        continue
      }
      // Between these two lines, another run may have taken it for a leftover. If there are no locks,
      // leftovers can't be told from files in use, and are left alone.
      if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK,
        file.status?.system.st_nlink != 0
      {
        self.file = file
        self.path = path
        return
      }
      file.close()
    }
  }

  package func replace(_ target: String) throws(SystemError) {
    guard rename(path, target) == 0 else { throw .last }
  }

  /// Throws `EEXIST` if there is a file of that name.
  package func appear(as target: String) throws(SystemError) {
    // Unlike a rename, a link never takes the place of a file that has come meanwhile.
    if link(path, target) == 0 { return }
    guard [EPERM, ENOTSUP, ENOSYS].contains(errno) else { throw .last }
    // A file system without hard links, that of a memory card for instance.
    guard FileStatus(target, followsLink: false) == nil else { throw .exists }
    try replace(target)
  }

  package func discard() {
    unlink(path)
    file.close()
  }

  private static let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz")
  private static let suffixLength = 13

  private static func newSuffix() -> String {
    String((0..<suffixLength).map { _ in digits[Int.random(in: digits.indices)] })
  }

  /// `anySuffix`: also removes files with other versions' names. Only for a caller whose lock keeps others
  /// from the target.
  package static func removeLeftovers(of place: FilePlace, anySuffix: Bool = false) {
    let prefix = ".\(place.name)."
    for name in names(in: place.folder) where name.hasPrefix(prefix) && name.hasSuffix(".tmp") {
      let suffix = name.dropFirst(prefix.count).dropLast(4)
      let isOurs =
        anySuffix
        ? (1...16).contains(suffix.utf8.count)
          && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        : suffix.count == suffixLength && suffix.allSatisfy(digits.contains)
      if isOurs { removeUnlessInUse(place.folder + name) }
    }
  }

  private static func removeUnlessInUse(_ path: String) {
    let flags = O_NOFOLLOW | O_NONBLOCK
    guard let file = (try? OpenFile(path, O_RDWR | flags)) ?? (try? OpenFile(path, O_RDONLY | flags)) else {
      return
    }
    defer { file.close() }
    guard let status = file.status, status.kind == .regular, status.system.st_nlink == 1 else { return }
    if flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
  }

  private static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      guard let name = entry.pointer(to: \.d_name) else { continue }
      names.append(String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)))
    }
    return names
  }
}
