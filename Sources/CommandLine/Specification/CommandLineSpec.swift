/// Everything that can be written on the command line.
package struct CommandLineSpec: Sendable, Equatable {
  /// Something outside the command line that the program heeds.
  package struct Entry: Sendable, Equatable {
    /// A variable's or a file's name.
    package var name: String
    /// What it is for: whole sentences.
    package var says: String

    package init(_ name: String, _ says: String) {
      self.name = name
      self.says = says
    }
  }

  /// The program's name.
  package var program: String
  /// What the program does, in one line.
  package var abstract: String
  /// What else there is to know, in paragraphs.
  package var discussion: [String]
  /// The commands, in the order of help.
  package var commands: [CommandSpec]
  /// The options that every command accepts.
  package var globalGroups: [OptionGroup]
  package var examples: [CommandSpec.Example]
  /// The environment variables that matter, other than those that options name.
  package var environment: [Entry]
  /// The files that matter.
  package var files: [Entry]

  package init(
    program: String, abstract: String, discussion: [String], commands: [CommandSpec],
    globalGroups: [OptionGroup], examples: [CommandSpec.Example], environment: [Entry] = [],
    files: [Entry] = []
  ) {
    self.program = program
    self.abstract = abstract
    self.discussion = discussion
    self.commands = commands
    self.globalGroups = globalGroups
    self.examples = examples
    self.environment = environment
    self.files = files
  }

  /// The options that every command accepts, in the order of help.
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

  /// The global options that have an effect on a command, in their groups.
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

  /// The names of the commands that have an option of their own by this long name.
  package func commands(withOption long: String) -> [String] {
    commands.filter { $0.options.contains { $0.long == long } }.map(\.name)
  }
}
