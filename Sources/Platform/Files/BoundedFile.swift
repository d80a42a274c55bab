package enum BoundedFile {
  package enum Failure: Error, Hashable, Sendable {
    case notAFile, tooLarge
    case system(SystemError)
  }

  /// `takesStreams`: whether devices and pipes are read, too.
  package static func read(
    _ path: String, atMost limit: Int, takesStreams: Bool = false
  ) throws(Failure) -> [UInt8] {
    let bytes: [UInt8]?
    do throws(SystemError) {
      // Doesn't wait for a pipe that would be refused anyway.
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

  /// At most `limit` bytes: a device may have no end, and a file with holes can claim any size.
  package static func prefix(of path: String, _ limit: Int) throws(SystemError) -> [UInt8] {
    let file = try OpenFile(reading: path)
    defer { file.close() }
    return try file.prefix(limit)
  }
}
