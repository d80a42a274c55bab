import CRuntimeLibraries

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starts a program in a process group of its own, so that it can be ended with everything that it starts. It
/// is given no descriptor but its standard streams.
package struct ProcessLauncher: Sendable {
  private let arguments: [String]
  private let environment: [String: String]

  /// `arguments`: the program, by its path or its name in `PATH`, and its arguments.
  package init(arguments: [String], environment: [String: String]) {
    self.arguments = arguments
    self.environment = environment
  }

  /// `error`: `nil` for the caller's.
  package func start(
    input: OpenFile?, output: OpenFile, error: OpenFile? = nil
  ) throws(SystemError) -> RunningProcess {
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
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input.descriptor, STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output.descriptor, STDOUT_FILENO)
    if let error { posix_spawn_file_actions_adddup2(&actions, error.descriptor, STDERR_FILENO) }
    var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    // Libraries open descriptors, too, and not all of them mark theirs as closed in other programs.
    #if canImport(Glibc)
      posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)
    #else
      flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
      posix_spawn_file_actions_addinherit_np(&actions, STDERR_FILENO)
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))
    // Ignored and blocked signals are inherited: this program ignores SIGPIPE and SIGXFSZ, and the threads
    // that tasks run on block nearly all.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    sigaddset(&signals, SIGXFSZ)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)

    var argv = arguments.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, arguments.first ?? "", &actions, &attributes, &argv, &envp)
    guard code == 0 else { throw SystemError(code) }
    return RunningProcess(id: pid)
  }
}

/// A program that leads a process group of its own.
package struct RunningProcess: Sendable {
  package enum Ending: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  let id: pid_t

  /// `nil` while it runs. Don't ask again after it has ended: its number may be another's by then.
  package func ending(waits: Bool) -> Ending? {
    var status: Int32 = 0
    var ended: pid_t
    repeat { ended = waitpid(id, &status, waits ? 0 : WNOHANG) } while ended < 0 && errno == EINTR
    guard ended != 0 else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
  }

  /// Kills what it has started, too.
  package func kill() { _ = systemKill(-id, SIGKILL) }
}

// The method above has the name of the system's call.
private func systemKill(_ process: pid_t, _ signal: Int32) -> Int32 { kill(process, signal) }
