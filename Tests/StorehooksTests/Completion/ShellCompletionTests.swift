@testable import Reports
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

/// Real shells, with the scripts that users install, ask the built program.
@Suite struct ShellCompletionTests {
  private static let names = ["Crash triage", #"Team: it's "odd" $HOME `x`"#, "日本 = é"]

  /// A folder with a desired-state file, and an environment with the built program in `PATH`.
  private func withFolder(
    _ body: (_ folder: TemporaryDirectory, _ environment: [String: String]) async throws -> Void
  ) async throws {
    try await TemporaryDirectory.with { directory in
      let webhooks = Self.names.map { name in
        let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return """
                "\(quoted)":
                  url: https://\(name.count).example.com
                  events: [BUILD_UPLOAD_STATE_UPDATED]
                  secret: { env: SECRET }
          """
      }
      try directory.write(
        "version: 1\napps:\n  com.example.notes:\n    webhooks:\n" + webhooks.joined(separator: "\n") + "\n",
        to: "webhooks.yaml")
      let program = try BuiltProduct.path(named: "storehooks")
      let folder = program.dropLast("/storehooks".count)
      try await body(
        directory,
        [
          "PATH": "\(folder):/usr/local/bin:/usr/bin:/bin", "HOME": directory.path, "LC_ALL": "C.UTF-8",
        ])
    }
  }

  /// A shell's non-interactive completion of a line, one candidate a line.
  private func candidates(
    _ shell: String, _ script: String, _ line: String, _ folder: TemporaryDirectory,
    _ environment: [String: String]
  ) async throws -> [String] {
    let program = try #require(CommandRunner.path(of: shell))
    var variables = environment
    variables["LINE"] = line
    let result = try await Command(
      program, ["-c", script], environment: variables, workingDirectory: folder.path
    ).run()
    #expect(result.exitCode == 0 && result.errorOutput.isEmpty, "\(line): \(result)")
    return result.output.split(separator: "\n").map(String.init)
  }

  private static let bash = """
    eval "$(storehooks completions bash)"
    COMP_LINE=$LINE; COMP_POINT=${#LINE}
    _storehooks
    ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
    """

  @Test(.enabled(if: CommandRunner.isInstalled("bash"), "bash is not installed"))
  func bashCompletes() async throws {
    let cases: [(line: String, candidates: [String])] = [
      ("storehooks pl", ["plan"]),
      ("storehooks plan --form", ["--format"]),
      (
        "storehooks plan --format=j",
        PlanCommand.specification.formats.map(\.rawValue).filter { $0.hasPrefix("j") }
      ),
      // readline completes paths.
      ("storehooks plan --file w", []),
      ("storehooks plan --app ", ["com.example.notes"]),
      (
        "storehooks apply --write-secrets ",
        ["all", "unknown", #"Crash\ triage"#, #"Team\:\ it\'s\ \"odd\"\ \$HOME\ \`x\`"#, #"日本\ \=\ é"#]
      ),
      ("storehooks apply --write-secrets 'Team: ", [#"Team: it'\''s "odd" $HOME `x`"#]),
      ("storehooks plan --file missing.yaml --app ", []),
      ("storehooks ping --webhook \"Cr", ["Crash triage"]),
    ]
    try await withFolder { folder, environment in
      for (line, expected) in cases {
        let found = try await candidates("bash", Self.bash, line, folder, environment)
        #expect(found == expected, "\(line)")
      }
    }
  }

  @Test(.enabled(if: CommandRunner.isInstalled("fish"), "fish is not installed"))
  func fishCompletes() async throws {
    let cases: [(line: String, candidates: Set<String>)] = [
      ("storehooks pl", ["plan\tShow what apply would change"]),
      ("storehooks plan --form", ["--format\tOutput format"]),
      (
        "storehooks plan --format=j",
        Set(PlanCommand.specification.formats.map { "--format=\($0.rawValue)" }.filter { $0.contains("=j") })
      ),
      ("storehooks plan --file w", ["webhooks.yaml"]),
      ("storehooks plan --file=w", ["--file=webhooks.yaml"]),
      ("storehooks plan --app ", ["com.example.notes\t3 webhooks"]),
      (
        "storehooks apply --write-secrets ",
        Set(["all", "unknown"] + Self.names.map { $0 + "\tcom.example.notes" })
      ),
      ("storehooks plan --file missing.yaml --app ", []),
      ("storehooks ping --webhook Cr", ["Crash triage\tcom.example.notes"]),
    ]
    let script = "storehooks completions fish | source; complete -C $LINE"
    try await withFolder { folder, environment in
      for (line, expected) in cases {
        let found = try await candidates("fish", script, line, folder, environment)
        #expect(Set(found) == expected, "\(line)")
      }
    }
  }

  /// What is typed before Tab, and what the line becomes.
  private static var lines: [(typed: String, completed: String)] {
    [
      ("storehooks pl", "storehooks plan"),
      ("storehooks plan --form", "storehooks plan --format"),
      ("storehooks plan --format=js", "storehooks plan --format=json"),
      ("storehooks plan --file=w", "storehooks plan --file=webhooks.yaml"),
      ("storehooks plan --app=c", "storehooks plan --app=com.example.notes"),
      ("storehooks apply --write-secrets Cr", #"storehooks apply --write-secrets Crash\ triage"#),
      ("storehooks apply --write-secrets \"Cr", #"storehooks apply --write-secrets "Crash triage""#),
      ("storehooks ping --webhook Cr", #"storehooks ping --webhook Crash\ triage"#),
    ]
  }

  private func checkInteractively(_ shell: [String], setUp: String) async throws {
    try await withFolder { folder, environment in
      try await TmuxTerminal.with(
        columns: 100, shell, environment: environment, workingDirectory: folder.path
      ) { terminal in
        try await terminal.type("PS1='> '; \(setUp); clear; echo ready")
        try await terminal.press("Enter")
        try await terminal.wait(for: "the prompt") { $0.hasPrefix("ready\n>") }
        for (typed, completed) in Self.lines {
          try await terminal.type(typed)
          try await terminal.press("Tab")
          try await terminal.wait(for: completed) { screen in
            screen.split(separator: "\n").contains { $0.hasPrefix("> \(completed)") }
          }
          // In both shells: clear the line, then the screen.
          try await terminal.press("C-u")
          try await terminal.press("C-l")
          try await terminal.wait(for: "an empty line") { $0 == ">" }
        }
      }
    }
  }

  @Test(.enabled(if: TmuxTerminal.isInstalled, "tmux is not installed"))
  func bashCompletesAtTheKeyboard() async throws {
    try await checkInteractively(
      ["bash", "--norc", "--noprofile", "-i"], setUp: #"eval "$(storehooks completions bash)""#)
  }

  @Test(
    .enabled(if: TmuxTerminal.isInstalled && CommandRunner.isInstalled("zsh"), "zsh or tmux is not installed")
  )
  func zshCompletesAtTheKeyboard() async throws {
    try await checkInteractively(
      ["zsh", "-f", "-i"],
      setUp: "autoload -Uz compinit; compinit -u -D; source <(storehooks completions zsh)")
  }

  /// As package managers install it: a function that zsh loads when it is first needed.
  @Test(
    .enabled(if: TmuxTerminal.isInstalled && CommandRunner.isInstalled("zsh"), "zsh or tmux is not installed")
  )
  func zshLoadsTheScriptFromItsPath() async throws {
    try await checkInteractively(
      ["zsh", "-f", "-i"],
      setUp:
        "storehooks completions zsh > _storehooks; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D"
    )
  }
}
