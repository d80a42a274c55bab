import CommandLine

extension CommandSpec {
  /// `storehooks completions`.
  static let completions = Self(
    name: "completions",
    abstract: "Print a completion script for a shell",
    discussion: [
      """
      With the script, Tab completes commands, options, their values, paths, and the names of apps and \
      webhooks in the desired-state file.
      """,
      """
      Save it for bash as '~/.local/share/bash-completion/completions/storehooks', for zsh as '_storehooks' \
      in a folder of $fpath, for fish as '~/.config/fish/completions/storehooks.fish'. Its first lines say \
      it again.
      """,
    ],
    arguments: [
      Argument(
        name: "SHELL", help: "The shell: bash, zsh or fish",
        suggestions: CompletionShell.allCases.map { .init($0.rawValue) })
    ],
    relevantGroups: [.general],
    formats: [.text],
    examples: [
      .init("Print the script for bash", "storehooks completions bash"),
      .init("Print the script for zsh", "storehooks completions zsh"),
    ])
}
