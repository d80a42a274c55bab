import AppStoreConnect
import CRuntimeLibraries
import Platform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Starts a program in a process group of its own, so that it can be ended with everything that it starts.
///
/// It is given neither the variables of the API key nor any descriptor but its standard streams. Both are habits and
/// no boundary: what runs as the same user can read this program's environment.
package struct ProcessLauncher: Sendable {
  private let arguments: [String]
  private let environment: [String: String]

  /// Why a program did not start.
  package struct Failure: Error {
    /// The `errno`.
    package var code: Int32
    /// The system's words for it.
    package var reason: String { String(cString: strerror(code)) }
  }

  /// Creates a launcher; nothing is started yet.
  ///
  /// - Parameters:
  ///   - arguments: The program, by its path or its name in `PATH`, and its arguments.
  ///   - environment: The environment, from which the variables of the API key are taken out.
  package init(arguments: [String], environment: [String: String]) {
    self.arguments = arguments
    self.environment = CredentialVariables.removed(from: environment)
  }

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - input: a descriptor for standard input; `nil` for none.
  ///   - output: a descriptor for standard output.
  ///   - error: a descriptor for standard error; `nil` for the caller's.
  package func start(input: Int32?, output: Int32, error: Int32? = nil) -> Result<pid_t, Failure> {
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
      posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    if let error { posix_spawn_file_actions_adddup2(&actions, error, STDERR_FILENO) }
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
    return code == 0 ? .success(pid) : .failure(Failure(code: code))
  }

  /// Both ends of a pipe, closed in other programs that are started meanwhile; `nil` with `errno` set where
  /// there is none.
  package static func pipe() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      guard pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
    #else
      // Darwin has no such call; there, `start` closes all descriptors.
      guard Darwin.pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    return (ends[0], ends[1])
  }
}
