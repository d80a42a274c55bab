import Platform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of a program whose output is a secret: no shell, no terminal, a time limit, bounded output.
struct ChildProcess {
  let arguments: [String]
  let environment: [String: String]
  /// Is given, once the program has ended, what it wrote to standard error and to standard output; without it,
  /// standard error is the caller's.
  var show: ((_ messages: [UInt8], _ output: [UInt8]) -> Void)?

  /// Runs the program and returns what it wrote to standard output.
  ///
  /// It gets no standard input. It runs in a process group of its own, which is ended as a whole when the time is
  /// up.
  func output(timeLimit: Duration, limit: Int) throws(SecretReader.Failure) -> [UInt8] {
    let program = arguments.first ?? ""
    guard let (reading, writing) = ProcessLauncher.pipe() else {
      throw .notStarted(program: program, reason: String(cString: strerror(errno)))
    }
    defer { close(reading) }
    let launcher = ProcessLauncher(arguments: arguments, environment: environment)
    let messages = show == nil ? nil : ProcessMessages()
    let process = launcher.start(input: nil, output: writing, error: messages?.writing)
    close(writing)
    messages?.closeWriting()
    var output: [UInt8] = []
    defer {
      messages?.take()
      if let messages { show?(messages.bytes, output) }
    }
    switch process {
    case .failure(let failure):
      throw .notStarted(program: program, reason: failure.reason)
    case .success(let pid):
      let deadline = ContinuousClock.now + timeLimit
      let ending = Self.drain(reading, into: &output, messages, until: deadline, limit: limit)
      if case .complete = ending, let status = Self.wait(pid, messages, until: deadline) {
        if let failure = Self.describe(status) { throw .failed(program: program, status: failure) }
        return output
      }
      kill(-pid, SIGKILL)
      _ = Self.wait(pid, nil, until: nil)
      if case .tooLarge = ending { throw .tooLarge }
      throw .timedOut(program: program, seconds: Int(timeLimit.components.seconds))
    }
  }

  private enum Ending { case complete, tooLarge, timedOut }

  private static func drain(
    _ descriptor: Int32, into bytes: inout [UInt8], _ messages: ProcessMessages?,
    until deadline: ContinuousClock.Instant, limit: Int
  ) -> Ending {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let left = deadline - .now
      guard left > .zero else { return .timedOut }
      var pollers = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
      if let messages, messages.isOpen {
        pollers.append(pollfd(fd: messages.reading, events: Int16(POLLIN), revents: 0))
      }
      let milliseconds = Int32(clamping: Int64(left / .milliseconds(1)) + 1)
      let ready = poll(&pollers, nfds_t(pollers.count), milliseconds)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return .timedOut }
      if pollers.count > 1, pollers[1].revents != 0 { messages?.take() }
      guard pollers[0].revents != 0 else { continue }
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return .complete }
      bytes += buffer[..<count]
      if bytes.count > limit + 2 { return .tooLarge }
    }
  }

  /// Waits for the program's end; `nil` once the deadline has passed. A program may close its output and
  /// stay: looking every 5 ms is cheap beside starting a program.
  private static func wait(
    _ pid: pid_t, _ messages: ProcessMessages?, until deadline: ContinuousClock.Instant?
  ) -> Int32? {
    var status: Int32 = 0
    while true {
      let ended = waitpid(pid, &status, deadline == nil ? 0 : WNOHANG)
      if ended == pid { return status }
      if ended < 0, errno != EINTR { return nil }
      if let deadline, deadline < .now { return nil }
      // A program whose messages nobody takes would wait for that.
      messages?.take()
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
