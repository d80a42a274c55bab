/// A command as the user may write it.
struct CommandSpec: Sendable, Equatable {
  /// A positional argument.
  struct Argument: Sendable, Equatable {
    /// The placeholder in help, in capitals: `PLAN` for instance.
    var name: String
    /// What it is: a clause that begins with a capital letter and has no full stop.
    var help: String
    /// Whether it may be left out. Arguments after an optional one are optional too.
    var isOptional = false
    /// Whether it takes all arguments that are left; for the last one only.
    var isRepeatable = false
    /// Whether it is the path of a file.
    var isPath = false
    /// The words that completion offers.
    var suggestions: [Completer.Candidate] = []
  }

  /// A command line that shows a use.
  struct Example: Sendable, Equatable {
    /// What it does: a clause that begins with a capital letter and has no full stop.
    var says: String
    /// The command line, `storehooks plan` for instance.
    var line: String

    /// An example of a command line and what it does.
    init(_ says: String, _ line: String) {
      self.says = says
      self.line = line
    }
  }

  /// A way in which a command ends.
  struct ExitCode: Sendable, Equatable {
    /// The code.
    var code: Int32
    /// When the command ends with it: a clause that begins with a capital letter.
    var meaning: String

    /// An exit code and when it is used.
    init(_ code: Int32, _ meaning: String) {
      self.code = code
      self.meaning = meaning
    }
  }

  /// The command's name.
  var name: String
  /// What it does, in one line of help, with a capital letter and no full stop.
  var abstract: String
  /// What else there is to know, in paragraphs.
  var discussion: [String]
  /// The positional arguments, in order.
  var arguments: [Argument] = []
  /// The options that only some commands take.
  var options: [OptionSpec] = []
  /// The groups of global options that matter to it and that its help therefore lists. All commands
  /// accept all global options, so that a CI job can pass the same ones to each.
  var relevantGroups: [OptionGroup.Role] = OptionGroup.Role.allCases
  /// The values of `--format` that it knows, the default first.
  var formats: [OutputFormat] = [.text, .json]
  /// The exit codes, where they say more than done or wrong usage.
  var exitCodes: [ExitCode] = []
  /// Uses of the command.
  var examples: [Example] = []

  /// How many positional arguments it takes at most; `nil` for any number.
  var maximumArguments: Int? { arguments.last?.isRepeatable == true ? nil : arguments.count }
}
