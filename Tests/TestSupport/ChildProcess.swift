import Dispatch
import Synchronization

/// A child process with a thread that feeds it, collects its output, and waits for its end.
final class ChildProcess: Sendable {
  struct State: Sendable {
    var output: [UInt8] = []
    var errorOutput: [UInt8] = []
    var result: Command.Result?
    private var lineStart = 0

    /// The next whole line of output that hasn't been read yet.
    mutating func nextLine() -> String? {
      guard let end = output[lineStart...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      defer { lineStart = end + 1 }
      return String(decoding: output[lineStart..<end], as: UTF8.self)
    }
  }

  let processID: Int32
  private let state = Mutex(State())

  /// Starts the child and its thread.
  init(_ command: Command) throws(CommandError) {
    Self.ignoreBrokenPipes
    let pipes = try SpawnedPipes(command)
    processID = pipes.processID
    DispatchQueue(label: "child \(pipes.processID)").async { self.pump(pipes, input: command.input) }
  }

  func withState<Value: Sendable>(_ body: (inout State) throws -> Value) rethrows -> Value {
    try state.withLock { try body(&$0) }
  }

  /// Sends a signal to the child, or SIGKILL to its process group, unless it has been waited for, because its number
  /// may then be another's.
  ///
  /// What the child starts has its own group, but for a moment after the fork it is in the child's, and would sometimes
  /// get the signal.
  func signal(_ number: Int32) {
    state.withLock { state in
      if state.result == nil { _ = kill(number == SIGKILL ? -processID : processID, number) }
    }
  }

  private func pump(_ pipes: SpawnedPipes, input: [UInt8]) {
    var rest = input[...]
    var descriptors = [
      pollfd(fd: pipes.output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pipes.errorOutput, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pipes.input, events: Int16(POLLOUT), revents: 0),
    ]
    func shut(_ index: Int) {
      close(descriptors[index].fd)
      descriptors[index].fd = -1
    }
    if rest.isEmpty { shut(2) }
    while descriptors[0].fd >= 0 || descriptors[1].fd >= 0 {
      if poll(&descriptors, nfds_t(descriptors.count), -1) < 0, errno != EINTR { break }
      for index in 0...1 where descriptors[index].fd >= 0 && descriptors[index].revents != 0 {
        if !collect(descriptors[index].fd, isError: index == 1) { shut(index) }
      }
      if descriptors[2].fd >= 0, descriptors[2].revents != 0 {
        let count = rest.withUnsafeBytes { write(descriptors[2].fd, $0.baseAddress, $0.count) }
        if count > 0 { rest = rest.dropFirst(count) }
        if rest.isEmpty || (count < 0 && errno != EAGAIN && errno != EINTR) { shut(2) }
      }
    }
    for index in 0...2 where descriptors[index].fd >= 0 { shut(index) }
    while !reap() { usleep(500) }
  }

  /// Reads what is there; returns false at the end.
  private func collect(_ descriptor: Int32, isError: Bool) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0 { return errno == EAGAIN || errno == EINTR }
    state.withLock { state in
      if isError {
        state.errorOutput += buffer[..<count]
      } else {
        state.output += buffer[..<count]
      }
    }
    return count > 0
  }

  /// Checks for the child's end without blocking, so that it can still be signalled; returns true once it has ended.
  private func reap() -> Bool {
    state.withLock { state in
      var status: Int32 = 0
      let child = waitpid(processID, &status, WNOHANG)
      if child == 0 || (child < 0 && errno == EINTR) { return false }
      let number = status & 0x7F
      state.result = Command.Result(
        exitCode: number == 0 ? (status >> 8) & 0xFF : 128 + number,
        output: String(decoding: state.output, as: UTF8.self),
        errorOutput: String(decoding: state.errorOutput, as: UTF8.self))
      return true
    }
  }

  /// A child that doesn't read its input must not end the tests.
  private static let ignoreBrokenPipes: Void = { _ = Platform.ignoreBrokenPipes() }()
}

/// The C library's `signal`, which the method of that name hides.
private enum Platform {
  static func ignoreBrokenPipes() -> Bool { signal(SIGPIPE, SIG_IGN) != nil }
}
