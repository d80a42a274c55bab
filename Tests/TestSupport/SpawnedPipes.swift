import Synchronization

// The type has a method with this name.
private func systemPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 { pipe(ends) }

/// A child that was started, and our ends of its three pipes, non-blocking.
struct SpawnedPipes: Sendable {
  let processID: Int32
  let input: Int32
  let output: Int32
  let errorOutput: Int32

  private struct SystemFailure: Error {
    var code: Int32
  }

  init(_ command: Command) throws(CommandError) {
    var descriptors: [Int32] = []
    // A pipe that another test's child inherits doesn't end when its own child does.
    let outcome = Self.turn.withLock { _ in
      Result<Int32, SystemFailure> { () throws(SystemFailure) in
        for _ in 0..<3 { descriptors += try Self.pipe() }
        return try Self.spawn(command, [descriptors[0], descriptors[3], descriptors[5]])
      }
    }
    do throws(SystemFailure) {
      processID = try outcome.get()
    } catch {
      for descriptor in descriptors { close(descriptor) }
      throw .notStarted(program: command.program, reason: String(cString: strerror(error.code)))
    }
    for index in [0, 3, 5] { close(descriptors[index]) }
    (input, output, errorOutput) = (descriptors[1], descriptors[2], descriptors[4])
    for descriptor in [input, output, errorOutput] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  private static let turn = Mutex<Void>(())

  /// Both ends of a pipe, closed in children. `pipe2` would do it at once, but not every C library has it.
  private static func pipe() throws(SystemFailure) -> [Int32] {
    var ends: [Int32] = [-1, -1]
    guard systemPipe(&ends) == 0 else { throw SystemFailure(code: errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  private static func spawn(_ command: Command, _ standard: [Int32]) throws(SystemFailure) -> Int32 {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
      let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
      let flags =
        POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (number, descriptor) in standard.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
    }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    sigaddset(&signals, SIGINT)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var child: pid_t = 0
    let variables = command.environment.map { "\($0.key)=\($0.value)" }.sorted()
    let words = words(of: command)
    let code = withCStrings(words) { arguments in
      withCStrings(variables) { posix_spawn(&child, words[0], &actions, &attributes, arguments, $0) }
    }
    guard code == 0 else { throw SystemFailure(code: code) }
    return child
  }

  /// The program and its arguments. `posix_spawn` can't change the folder everywhere, but a shell can.
  private static func words(of command: Command) -> [String] {
    let words = [command.program] + command.arguments
    guard let folder = command.workingDirectory else { return words }
    return ["/bin/sh", "-c", #"cd -- "$0" && exec "$@""#, folder] + words
  }

  /// Lends texts as a list that ends with `NULL`.
  private static func withCStrings<Value>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
  ) -> Value {
    let pointers = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers)
  }
}
