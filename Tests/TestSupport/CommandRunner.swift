/// Runs commands that tests compare with, without Foundation.
package enum CommandRunner {
  /// Whether a command of this name is in `PATH`.
  package static func isInstalled(_ name: String) -> Bool { path(of: name) != nil }

  /// The path of a command in `PATH`; `nil` if there is none.
  package static func path(of name: String) -> String? {
    guard let path = getenv("PATH") else { return nil }
    return String(cString: path).split(separator: ":").map { "\($0)/\(name)" }
      .first { access($0, X_OK) == 0 }
  }

  /// Starts a command found in `PATH`, with empty input, its output in a file, and its errors discarded.
  package static func start(_ arguments: [String], output: String = "/dev/null") -> pid_t? {
    var actions = Self.emptyActions()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    defer { for word in words { free(word) } }
    words.append(nil)
    var process: pid_t = 0
    guard let command = words.first, let command,
      posix_spawnp(&process, command, &actions, nil, words, environ) == 0
    else { return nil }
    return process
  }

  /// Runs a command to its end and returns its exit status; `nil` if there is none.
  @discardableResult
  package static func run(_ arguments: String...) -> Int32? {
    guard let process = start(arguments) else { return nil }
    return wait(for: process)
  }

  @discardableResult
  package static func wait(for process: pid_t) -> Int32? {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 { guard errno == EINTR else { return nil } }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : nil
  }

  /// Whether a started command has ended; it can still be waited for.
  package static func hasEnded(_ process: pid_t) -> Bool {
    var end = siginfo_t()
    return waitid(P_PID, id_t(process), &end, WEXITED | WNOHANG | WNOWAIT) == 0 && end.si_signo != 0
  }

  /// Ends a started command.
  package static func stop(_ process: pid_t) {
    kill(process, SIGKILL)
    wait(for: process)
  }

  #if canImport(Glibc)
    private static func emptyActions() -> posix_spawn_file_actions_t { posix_spawn_file_actions_t() }
  #else
    private static func emptyActions() -> posix_spawn_file_actions_t? { nil }
  #endif
}

/// A directory that is deleted with its files when it is released.
package final class ScratchDirectory: Sendable {
  package let path: String

  package init() throws {
    var template = Array("/tmp/storehooks-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw ServerError(operation: "mkdtemp", code: errno) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) {
          String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != "." && name != ".." { unlink("\(path)/\(name)") }
      }
      closedir(directory)
    }
    rmdir(path)
  }

  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file and returns its path.
  package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let bytes = Array(bytes)
    guard let stream = fopen(file(name), "w") else { throw ServerError(operation: "fopen", code: errno) }
    defer { fclose(stream) }
    guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else {
      throw ServerError(operation: "fwrite", code: errno)
    }
    return file(name)
  }

  /// The bytes of a file; empty if there is none.
  package func read(_ name: String) -> [UInt8] {
    guard let stream = fopen(file(name), "r") else { return [] }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&buffer, 1, buffer.count, stream), count > 0 { bytes += buffer[..<count] }
    return bytes
  }
}
