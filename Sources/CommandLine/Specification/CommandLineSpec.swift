/// Everything that can be written on the command line.
package struct CommandLineSpec: Sendable, Equatable {
  /// Something outside the command line that the program heeds.
  package struct Entry: Sendable, Equatable {
    package var name: String
    /// What it is for: whole sentences.
    package var says: String

    package init(_ name: String, _ says: String) {
      self.name = name
      self.says = says
    }
  }

  package var program: String
  package var abstract: String
  package var discussion: [String]
  package var commands: [CommandSpec]
  package var globalGroups: [OptionGroup]
  package var examples: [CommandSpec.Example]
  /// The environment variables that matter, other than those that options name.
  package var environment: [Entry]
  package var files: [Entry]

  package init(
    program: String, abstract: String, discussion: [String], commands: [CommandSpec],
    globalGroups: [OptionGroup], examples: [CommandSpec.Example], environment: [Entry] = [],
    files: [Entry] = []
  ) {
    (self.program, self.abstract, self.discussion) = (program, abstract, discussion)
    (self.commands, self.globalGroups, self.examples) = (commands, globalGroups, examples)
    (self.environment, self.files) = (environment, files)
  }

  package var globalOptions: [OptionSpec] { globalGroups.flatMap(\.options) }

  /// The groups of global options as a command takes them: `--format` has the command's own formats.
  package func globalGroups(of command: CommandSpec) -> [OptionGroup] {
    globalGroups.map { group in
      var group = group
      for index in group.options.indices where group.options[index].long == "format" {
        group.options[index].value?.kind = .enumeration(command.formats.map(\.rawValue))
      }
      return group
    }
  }

  func relevantGroups(of command: CommandSpec) -> [OptionGroup] {
    globalGroups(of: command).filter { command.relevantGroups.contains($0.role) }.map { group in
      var group = group
      group.options.removeAll { option in command.withoutEffect.contains { $0.long == option.long } }
      return group
    }
  }

  package func command(named name: String) -> CommandSpec? { commands.first { $0.name == name } }

  /// All options that a command accepts: its own, then the global ones. Without a command all options
  /// there are, each name once.
  package func options(of command: CommandSpec?) -> [OptionSpec] {
    guard let command else {
      var seen: Set<String> = []
      return (globalOptions + commands.flatMap(\.options)).filter { seen.insert($0.long).inserted }
    }
    return command.options + globalGroups(of: command).flatMap(\.options)
  }

  package func commands(withOption long: String) -> [String] {
    commands.filter { $0.options.contains { $0.long == long } }.map(\.name)
  }
}
