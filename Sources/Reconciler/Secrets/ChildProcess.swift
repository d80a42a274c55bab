#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of a program whose output is a secret: no shell, no terminal, a time limit, bounded output.
struct ChildProcess {
  let arguments: [String]
  let environment: [String: String]

  /// Runs the program and returns what it wrote to standard output.
  ///
  /// It gets no standard input; its standard error is the caller's, so that its own messages are seen. It
  /// runs in a process group of its own, which is ended as a whole when the time is up.
  func output(timeLimit: Duration, limit: Int) throws(SecretReader.Failure) -> [UInt8] {
    let program = arguments.first ?? ""
    guard let (reading, writing) = ProcessLauncher.pipe() else {
      throw .notStarted(program: program, reason: String(cString: strerror(errno)))
    }
    defer { close(reading) }
    let launcher = ProcessLauncher(arguments: arguments, environment: environment)
    let process = launcher.start(input: nil, output: writing)
    close(writing)
    switch process {
    case .failure(let failure):
      throw .notStarted(program: program, reason: failure.reason)
    case .success(let pid):
      let deadline = ContinuousClock.now + timeLimit
      let ending = Self.drain(reading, until: deadline, limit: limit)
      if case .complete(let bytes) = ending, let status = Self.wait(pid, until: deadline) {
        if let failure = Self.describe(status) { throw .failed(program: program, status: failure) }
        return bytes
      }
      kill(-pid, SIGKILL)
      _ = Self.wait(pid, until: nil)
      if case .tooLarge = ending { throw .tooLarge }
      throw .timedOut(program: program, seconds: Int(timeLimit.components.seconds))
    }
  }

  private enum Ending { case complete([UInt8]), tooLarge, timedOut }

  private static func drain(
    _ descriptor: Int32, until deadline: ContinuousClock.Instant, limit: Int
  ) -> Ending {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let left = deadline - .now
      guard left > .zero else { return .timedOut }
      var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let milliseconds = Int32(clamping: Int64(left / .milliseconds(1)) + 1)
      let ready = poll(&poller, 1, milliseconds)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return .timedOut }
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return .complete(bytes) }
      bytes += buffer[..<count]
      if bytes.count > limit + 2 { return .tooLarge }
    }
  }

  /// Waits for the program's end; `nil` once the deadline has passed. A program may close its output and
  /// stay: looking every 5 ms is cheap beside starting a program.
  private static func wait(_ pid: pid_t, until deadline: ContinuousClock.Instant?) -> Int32? {
    var status: Int32 = 0
    while true {
      let ended = waitpid(pid, &status, deadline == nil ? 0 : WNOHANG)
      if ended == pid { return status }
      if ended < 0, errno != EINTR { return nil }
      if let deadline, deadline < .now { return nil }
      if ended == 0 { usleep(5000) }
    }
  }

  /// What a wait status says, or `nil` for success.
  private static func describe(_ status: Int32) -> String? {
    let signal = status & 0x7F
    if signal != 0 { return "it was ended by signal \(signal)" }
    let code = (status >> 8) & 0xFF
    return code == 0 ? nil : "it exited with status \(code)"
  }
}
