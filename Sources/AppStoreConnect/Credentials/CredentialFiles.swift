import Cryptography

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads key files.
package struct CredentialFiles: Sendable {
  /// A file that was read.
  package struct Contents: Sendable {
    /// What is in it.
    package var bytes: Secret
    /// Its permission bits; `nil` where it isn't a regular file, such as a pipe.
    package var permissions: UInt16?

    /// Creates contents.
    package init(bytes: Secret, permissions: UInt16? = nil) {
      self.bytes = bytes
      self.permissions = permissions
    }
  }

  /// Why a file could not be read, as the rest of a sentence.
  package struct Failure: Error, Sendable, Hashable {
    /// The reason: `No such file or directory`, for instance.
    package var reason: String

    /// Creates a failure.
    package init(reason: String) { self.reason = reason }
  }

  /// No key file is larger; what is larger isn't read to its end.
  package static let sizeLimit = 65_536

  let read: @Sendable (_ path: String) throws(Failure) -> Contents

  /// Reads files in a way of one's own.
  package init(read: @escaping @Sendable (_ path: String) throws(Failure) -> Contents) {
    self.read = read
  }

  /// The file system; pipes work too, as shells make them for `<(…)`.
  package static let system = CredentialFiles { path throws(Failure) in
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(errno: errno) }
    let bytes = try contents(of: descriptor)
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    return Contents(bytes: bytes, permissions: isRegular ? UInt16(status.st_mode & 0o777) : nil)
  }

  private static func contents(of descriptor: Int32) throws(Failure) -> Secret {
    var buffer = [UInt8](repeating: 0, count: 4096)
    defer { buffer.wipe() }
    var bytes: [UInt8] = []
    // Grown once, so that no part of a key is left behind in buffers that were too small.
    bytes.reserveCapacity(sizeLimit + buffer.count)
    defer { bytes.wipe() }
    while true {
      let count = readChunk(descriptor, &buffer)
      if count == 0 { return Secret(bytes) }
      if count < 0 {
        guard errno == EINTR else { throw Failure(errno: errno) }
        continue
      }
      bytes += buffer[..<count]
      guard bytes.count <= sizeLimit else { throw Failure(reason: "it is too large to be a key") }
    }
  }

  private static func readChunk(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, &buffer, buffer.count)
    #else
      Darwin.read(descriptor, &buffer, buffer.count)
    #endif
  }
}

extension CredentialFiles.Failure {
  fileprivate init(errno code: Int32) {
    self.init(reason: strerror(code).map { String(cString: $0) } ?? "error \(code)")
  }
}
