import CommandLine
import Reports
import Diagnostics

struct CompletionsCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "completions",
    abstract: "Print a completion script for a shell",
    discussion: [
      """
      With the script, Tab completes commands, options, their values, paths, and the names of apps and \
      webhooks in the desired-state file.
      """,
      """
      Save it for bash as '~/.local/share/bash-completion/completions/storehooks', for zsh as '_storehooks' \
      in a folder of $fpath, for fish as '~/.config/fish/completions/storehooks.fish'. The script's first \
      lines repeat this.
      """,
    ],
    arguments: [
      .init(
        name: "SHELL", help: "The shell: bash, zsh or fish",
        suggestions: CompletionShell.allCases.map { .init($0.rawValue) })
    ],
    relevantGroups: [.general],
    formats: [.text],
    examples: [
      .init("Print the script for bash", "storehooks completions bash"),
      .init("Print the script for zsh", "storehooks completions zsh"),
    ])

  let session: Session

  func run() throws -> CommandResult {
    let name = session.arguments.first ?? ""
    guard let shell = CompletionShell(rawValue: name) else {
      let shells = CompletionShell.allCases.map(\.rawValue)
      let remedy =
        Spelling.nearest(to: name, among: shells).map { "did you mean '\($0)'?" }
        ?? "it must be one of \(shells.joined(separator: ", "))"
      throw CommandFailure.usage("'\(name)' is not a shell with completions; \(remedy)")
    }
    return CommandResult(TextReport(shell.script(for: session.spec.program)))
  }
}
