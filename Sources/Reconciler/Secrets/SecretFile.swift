#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that a secret is read from: a regular one, a pipe or a device.
struct SecretFile {
  /// The path as it is opened.
  let path: String
  /// The path as it is written in the desired-state file.
  let name: String

  /// What it holds, read no further than to see that it is too large, and for no longer than a `command` may take:
  /// a pipe may have nobody at its other end.
  func contents(
    limit: Int, timeLimit: Duration, isRefused: (stat) -> Bool
  ) throws(SecretReader.Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure() }
    guard !isRefused(status) else { throw .keyFile(path: name) }
    let deadline = ContinuousClock.now + timeLimit
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= limit + 2 {
      if !isRegular, !Self.wait(for: descriptor, until: deadline) {
        throw .fileTimedOut(path: name, seconds: Int(timeLimit.components.seconds))
      }
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count >= 0 else { throw failure() }
      if count == 0 {
        #if !canImport(Glibc)
          // A pipe that nobody has opened for writing yet is at its end, too, on Darwin.
          if bytes.isEmpty, status.st_mode & S_IFMT == S_IFIFO, ContinuousClock.now < deadline {
            usleep(20_000)
            continue
          }
        #endif
        break
      }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// Waits until there is something to read, or an end; `false` once the time is up.
  private static func wait(for descriptor: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = deadline - .now
      guard left > .zero else { return false }
      var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&poller, 1, Int32(clamping: Int64(left / .milliseconds(1)) + 1))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return true }
    }
  }

  private func failure() -> SecretReader.Failure {
    .unreadable(path: name, reason: String(cString: strerror(errno)))
  }
}
