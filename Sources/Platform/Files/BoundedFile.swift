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
    let bytes: [UInt8]?
    do throws(SystemError) {
      // Nobody waits for a pipe that won't do.
      let file = try OpenFile(reading: path, waits: takesStreams)
      defer { file.close() }
      guard let status = file.status else { throw .last }
      bytes = takesStreams || status.kind == .regular ? try file.prefix(limit + 1) : nil
    } catch {
      throw .system(error)
    }
    guard let bytes else { throw .notAFile }
    guard bytes.count <= limit else { throw .tooLarge }
    return bytes
  }

  /// What a file holds, but for what is beyond a limit: a device may have no end, and a file with holes tells any
  /// size.
  package static func prefix(of path: String, _ limit: Int) throws(SystemError) -> [UInt8] {
    let file = try OpenFile(reading: path)
    defer { file.close() }
    return try file.prefix(limit)
  }
}
