import Platform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a program writes to standard error, kept until it can be shown: before it has ended, nobody knows what of it
/// is the secret.
final class ProcessMessages {
  /// More than any message that somebody reads; the rest is dropped.
  private static let limit = 65_536

  /// The end that is read from, which never waits.
  let reading: Int32
  private(set) var writing: Int32
  private(set) var bytes: [UInt8] = []
  /// Whether there may be more.
  private(set) var isOpen = true

  init?() {
    guard let pipe = ProcessLauncher.pipe() else { return nil }
    (reading, writing) = pipe
    _ = fcntl(reading, F_SETFL, fcntl(reading, F_GETFL) | O_NONBLOCK)
  }

  deinit {
    closeWriting()
    close(reading)
  }

  /// Leaves the other end to the program.
  func closeWriting() {
    if writing >= 0 { close(writing) }
    writing = -1
  }

  /// Takes what is there. The program may leave the pipe to others that outlive it, so its end isn't waited for.
  func take() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Not for ever, if the program writes faster than this reads.
    for _ in 0..<64 {
      let count = read(reading, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count == 0 { isOpen = false }
      guard count > 0 else { return }
      if bytes.count < Self.limit { bytes += buffer[..<count] }
    }
  }
}
