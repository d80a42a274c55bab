#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is piped into the program.
struct StandardInput: Sendable {
  /// Why it could not be read.
  enum Failure: Error {
    /// There are more bytes than were asked for.
    case tooLarge(limit: Int)
    /// A system call failed.
    case unreadable(errno: Int32)
  }

  private let descriptor: Int32

  /// Reads from a descriptor; not closed by this type.
  init(descriptor: Int32 = 0) { self.descriptor = descriptor }

  /// Whether somebody would have to type it.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// All bytes up to the end of the input.
  func bytes(limit: Int) throws(Failure) -> [UInt8] {
    let bytes = try prefix(limit + 1)
    guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    return bytes
  }

  /// The bytes up to the end of the input, but for what is beyond a limit.
  func prefix(_ limit: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var space = [UInt8](repeating: 0, count: 64 * 1024)
    while bytes.count < limit {
      let count = read(descriptor, &space, space.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(errno: errno) }
      if count == 0 { return bytes }
      bytes += space[..<min(count, limit - bytes.count)]
    }
    return bytes
  }
}
