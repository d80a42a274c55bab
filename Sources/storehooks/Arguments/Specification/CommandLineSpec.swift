import Reports

/// Everything that can be written on the command line.
struct CommandLineSpec: Sendable, Equatable {
  /// The program's name.
  var program: String
  /// What the program does, in one line.
  var abstract: String
  /// What else there is to know, in paragraphs.
  var discussion: [String]
  /// The commands, in the order of help.
  var commands: [CommandSpec]
  /// The options that every command accepts.
  var globalGroups: [OptionGroup]
  /// Uses of the program.
  var examples: [CommandSpec.Example]
  /// The environment variables that matter, other than those that options name.
  var environment: [Entry] = []
  /// The files that matter.
  var files: [Entry] = []

  /// The options that every command accepts, in the order of help.
  var globalOptions: [OptionSpec] { globalGroups.flatMap(\.options) }

  /// The groups of global options as a command takes them: `--format` has the command's own formats.
  func globalGroups(of command: CommandSpec) -> [OptionGroup] {
    globalGroups.map { group in
      var group = group
      for index in group.options.indices where group.options[index].long == "format" {
        group.options[index].value?.kind = .enumeration(command.formats.map(\.rawValue))
      }
      return group
    }
  }

  /// The command of a name.
  func command(named name: String) -> CommandSpec? { commands.first { $0.name == name } }

  /// All options that a command accepts: its own, then the global ones. Without a command all options
  /// there are, each name once.
  func options(of command: CommandSpec?) -> [OptionSpec] {
    guard let command else {
      var seen: Set<String> = []
      return (globalOptions + commands.flatMap(\.options)).filter { seen.insert($0.long).inserted }
    }
    return command.options + globalGroups(of: command).flatMap(\.options)
  }

  /// The names of the commands that have an option of their own by this long name.
  func commands(withOption long: String) -> [String] {
    commands.filter { $0.options.contains { $0.long == long } }.map(\.name)
  }
}
