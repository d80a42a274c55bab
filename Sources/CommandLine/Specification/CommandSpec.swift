/// A command as the user may write it.
package struct CommandSpec: Sendable, Equatable {
  /// A positional argument.
  package struct Argument: Sendable, Equatable {
    /// The placeholder in help, in capitals: `PLAN` for instance.
    package var name: String
    /// What it is: a clause that begins with a capital letter and has no full stop.
    package var help: String
    /// Whether it may be left out. Arguments after an optional one are optional too.
    package var isOptional: Bool
    /// Whether it takes all arguments that are left; for the last one only.
    package var isRepeatable: Bool
    /// Whether it is the path of a file.
    package var isPath: Bool
    /// The words that completion offers.
    package var suggestions: [Suggestion]

    package init(
      name: String, help: String, isOptional: Bool = false, isRepeatable: Bool = false, isPath: Bool = false,
      suggestions: [Suggestion] = []
    ) {
      self.name = name
      self.help = help
      self.isOptional = isOptional
      self.isRepeatable = isRepeatable
      self.isPath = isPath
      self.suggestions = suggestions
    }
  }

  /// A command line that shows a use.
  package struct Example: Sendable, Equatable {
    /// What it does: a clause that begins with a capital letter and has no full stop.
    package var says: String
    /// The command line, `storehooks plan` for instance.
    package var line: String

    package init(_ says: String, _ line: String) {
      self.says = says
      self.line = line
    }
  }

  /// A way in which a command ends.
  package struct Exit: Sendable, Equatable {
    package var code: Int32
    /// When the command ends with it: a clause that begins with a capital letter.
    package var meaning: String

    package init(_ code: Int32, _ meaning: String) {
      self.code = code
      self.meaning = meaning
    }
  }

  package var name: String
  /// What it does, in one line of help, with a capital letter and no full stop.
  package var abstract: String
  /// What else there is to know, in paragraphs.
  package var discussion: [String]
  /// The positional arguments, in order.
  package var arguments: [Argument]
  /// The options that only some commands take.
  package var options: [OptionSpec]
  /// The groups of global options that matter to it and that its help therefore lists. All commands
  /// accept all global options, so that a CI job can pass the same ones to each.
  package var relevantGroups: [OptionGroup.Role]
  /// Options of these groups that have no effect on it all the same.
  package var withoutEffect: [OptionSpec]
  /// The values of `--format` that it knows, the default first.
  package var formats: [OutputFormat]
  /// The exit codes, where they say more than done or wrong usage.
  package var exitCodes: [Exit]
  package var examples: [Example]

  package init(
    name: String, abstract: String, discussion: [String], arguments: [Argument] = [],
    options: [OptionSpec] = [], relevantGroups: [OptionGroup.Role] = OptionGroup.Role.allCases,
    withoutEffect: [OptionSpec] = [], formats: [OutputFormat] = [.text, .json], exitCodes: [Exit] = [],
    examples: [Example] = []
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.arguments = arguments
    self.options = options
    self.relevantGroups = relevantGroups
    self.withoutEffect = withoutEffect
    self.formats = formats
    self.exitCodes = exitCodes
    self.examples = examples
  }

  /// How many positional arguments it takes at most; `nil` for any number.
  var maximumArguments: Int? { arguments.last?.isRepeatable == true ? nil : arguments.count }
}
