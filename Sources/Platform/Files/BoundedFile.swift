#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads files whole, up to a limit.
package enum BoundedFile {
  /// Why a file isn't read.
  package enum Failure: Error, Hashable, Sendable {
    /// It isn't a regular file, and nothing else will do.
    case notAFile
    /// It has more bytes than the limit.
    case tooLarge
    /// The system refuses.
    case system(SystemError)
  }

  /// What a file holds.
  ///
  /// - Parameter takesStreams: whether a device or a pipe will do, which is read to its end.
  package static func read(
    _ path: String, atMost limit: Int, takesStreams: Bool = false
  ) throws(Failure) -> [UInt8] {
    let file: OpenFile
    do throws(SystemError) {
      // Nobody waits for a pipe that won't do.
      file = try OpenFile(path, O_RDONLY | (takesStreams ? 0 : O_NONBLOCK))
    } catch {
      throw .system(error)
    }
    defer { file.close() }
    guard let status = file.status else { throw .system(.last) }
    guard takesStreams || status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(max(Int(status.st_size), 0), limit))
    var space = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = systemRead(file.descriptor, &space)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .system(.last) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: space[..<count])
      guard bytes.count <= limit else { throw .tooLarge }
    }
  }
}

// The function above has the name of the system's call.
private func systemRead(_ descriptor: Int32, _ space: inout [UInt8]) -> Int {
  read(descriptor, &space, space.count)
}
