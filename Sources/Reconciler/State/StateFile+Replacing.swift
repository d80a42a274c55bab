#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension StateFile {
  /// A hundred thousand webhooks stay well below it.
  private static var sizeLimit: Int { 256 * 1024 * 1024 }

  /// The bytes of the file; `nil` where there is none.
  func contents() throws(StateFileError) -> [UInt8]? {
    // A pipe in the file's place must not block the run.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .unreadable(path: path, reason: Self.reason(errno))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, reason: Self.reason(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, reason: "it is not a regular file")
    }
    var bytes: [UInt8] = []
    var space = [UInt8](repeating: 0, count: 256 * 1024)
    while true {
      let count = read(descriptor, &space, space.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: path, reason: Self.reason(errno)) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: space[..<count])
      guard bytes.count <= Self.sizeLimit else {
        throw .unreadable(path: path, reason: "it is larger than 256 MB")
      }
    }
  }

  /// Puts a new file with these bytes in the place of the old one, or leaves everything as it was.
  func replace(with bytes: [UInt8]) throws(StateFileError) {
    let target = try resolved()
    let temporary =
      "\(target.folder).\(target.name).\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw unwritable(errno) }
    do throws(StateFileError) {
      defer { close(descriptor) }
      // The umask may have taken some of it away.
      guard fchmod(descriptor, 0o600) == 0 else { throw unwritable(errno) }
      try write(bytes, to: descriptor)
      // Without it a power cut could leave the new name with none of the new content.
      guard fsync(descriptor) == 0 else { throw unwritable(errno) }
      guard renaming(temporary, target.folder + target.name) == 0 else { throw unwritable(errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    syncFolder(target.folder)
  }

  /// The folder, with a slash at its end, and the name of the file that symbolic links lead to, whether it is
  /// there yet or not.
  func resolved() throws(StateFileError) -> (folder: String, name: String) {
    var place = path
    // Linux follows as many.
    for _ in 0..<40 {
      let end = place.utf8.lastIndex(of: UInt8(ascii: "/")).map { place.utf8.index(after: $0) }
      let folder = end.map { String(place[..<$0]) } ?? "./"
      guard let link = Self.link(at: place) else {
        return (folder, String(place[(end ?? place.startIndex)...]))
      }
      place = link.hasPrefix("/") ? link : folder + link
    }
    throw unwritable(ELOOP)
  }

  /// What a symbolic link says; `nil` for anything else.
  private static func link(at path: String) -> String? {
    var space = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink(path, &space, space.count)
    return count < 0 ? nil : String(decoding: space[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(StateFileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw unwritable(errno) }
      written += count
    }
  }

  /// Makes the rename itself last; a folder that can't be opened or synced is no reason to fail.
  private func syncFolder(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  func unwritable(_ code: Int32) -> StateFileError { .unwritable(path: path, reason: Self.reason(code)) }

  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

// The method above has the name of the system's call.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
