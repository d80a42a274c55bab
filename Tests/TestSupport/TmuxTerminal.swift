/// A real terminal for tests: a tmux window with a program in it that tests type into and look at.
///
/// Each has its own server, without anybody's configuration.
package struct TmuxTerminal: Sendable {
  private let tmux: String
  private let socket: String

  /// Whether there is a tmux to run.
  package static var isInstalled: Bool { CommandRunner.isInstalled("tmux") }

  /// Runs a program in a terminal, lends the terminal, and ends both.
  ///
  /// - Parameter command: the program and its arguments; it is found by the `PATH` of `environment`.
  package static func with<Result>(
    columns: Int, rows: Int = 24, _ command: [String], environment: [String: String],
    workingDirectory: String, isolation: isolated (any Actor)? = #isolation,
    _ body: (TmuxTerminal) async throws -> Result
  ) async throws -> Result {
    guard let tmux = CommandRunner.path(of: "tmux") else {
      throw CommandError.notStarted(program: "tmux", reason: "it is not installed")
    }
    return try await TemporaryDirectory.with { directory in
      let terminal = TmuxTerminal(tmux: tmux, socket: directory.file("tmux"))
      var variables = environment
      variables["TERM"] = variables["TERM"] ?? "screen"
      variables["LC_ALL"] = "C.UTF-8"
      try await terminal.tmux(
        ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "-c", workingDirectory, "--", "env", "-i"]
          + variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } + command)
      do {
        let result = try await body(terminal)
        try await terminal.tmux(["kill-server"])
        return result
      } catch {
        _ = try? await terminal.tmux(["kill-server"])
        throw error
      }
    }
  }

  /// Types text as it is.
  package func type(_ text: String) async throws { try await tmux(["send-keys", "-l", "--", text]) }

  /// Presses a key by tmux's name for it: `Tab`, `Enter`, `C-c`.
  package func press(_ key: String) async throws { try await tmux(["send-keys", key]) }

  package func resize(columns: Int) async throws { try await tmux(["resize-window", "-x", "\(columns)"]) }

  /// What the terminal shows, without trailing blanks and empty lines at the end.
  package func screen() async throws -> String {
    let text = try await tmux(["capture-pane", "-p"])
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// What the terminal shows, including lines that have scrolled off the top, with broken lines joined.
  package func history() async throws -> String { try await tmux(["capture-pane", "-p", "-J", "-S", "-"]) }

  /// The column of the cursor, from 0, and whether it is visible.
  package func cursor() async throws -> (column: Int, isVisible: Bool) {
    let text = try await tmux(["display-message", "-p", "#{cursor_x} #{cursor_flag}"])
    let numbers = text.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
    guard numbers.count == 2 else { return (-1, false) }
    return (numbers[0], numbers[1] == 1)
  }

  /// Waits until the terminal shows what is wanted, and returns what it then shows.
  @discardableResult
  package func wait(
    for event: String, _ isThere: (_ screen: String) -> Bool
  ) async throws -> String {
    var text = ""
    try await waitUntil {
      text = try await screen()
      return isThere(text)
    }
    return text
  }

  @discardableResult
  private func tmux(_ arguments: [String]) async throws -> String {
    let command = Command(
      tmux, ["-u", "-f", "/dev/null", "-S", socket] + arguments,
      environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "screen"])
    let result = try await command.run()
    guard result.exitCode == 0 else { throw CommandError.ended(result) }
    return result.output
  }
}
