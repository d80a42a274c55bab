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
    var pipe: [Int32] = [-1, -1]
    guard Self.makePipe(&pipe) else {
      throw .notStarted(program: program, reason: String(cString: strerror(errno)))
    }
    let (reading, writing) = (pipe[0], pipe[1])
    defer { close(reading) }
    let process = spawn(writing: writing)
    close(writing)
    switch process {
    case .failure(let code):
      throw .notStarted(program: program, reason: String(cString: strerror(code.value)))
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

  private struct ErrorNumber: Error { var value: Int32 }
  private enum Ending { case complete([UInt8]), tooLarge, timedOut }

  private static func makePipe(_ descriptors: inout [Int32]) -> Bool {
    guard descriptors.withUnsafeMutableBufferPointer({ pipe($0.baseAddress) }) == 0 else { return false }
    // Other programs started meanwhile must not hold the pipe open.
    for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    return true
  }

  private func spawn(writing: Int32) -> Result<pid_t, ErrorNumber> {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, writing, STDOUT_FILENO)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    posix_spawnattr_setflags(&attributes, Int16(flags))
    // Ignored and blocked signals are inherited: this program ignores SIGPIPE, and the threads that tasks
    // run on block nearly all.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)

    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, arguments.first ?? "", &actions, &attributes, &argv, &envp)
    return code == 0 ? .success(pid) : .failure(ErrorNumber(value: code))
  }

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
