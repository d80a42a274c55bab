/// A command as the user may write it.
package struct CommandSpec: Sendable, Equatable {
  package struct Argument: Sendable, Equatable {
    /// The placeholder in help, in capitals: `PLAN` for instance.
    package var name: String
    /// What it is: a clause that begins with a capital letter and has no full stop.
    package var help: String
    /// Whether it may be left out. Arguments after an optional one are optional too.
    package var isOptional: Bool
    /// Whether it takes all arguments that are left; for the last one only.
    package var isRepeatable: Bool
    package var isPath: Bool
    package var suggestions: [Suggestion]

    package init(
      name: String, help: String, isOptional: Bool = false, isRepeatable: Bool = false, isPath: Bool = false,
      suggestions: [Suggestion] = []
    ) {
      (self.name, self.help, self.isOptional, self.isRepeatable) = (name, help, isOptional, isRepeatable)
      (self.isPath, self.suggestions) = (isPath, suggestions)
    }
  }

  package struct Example: Sendable, Equatable {
    /// What it does: a clause that begins with a capital letter and has no full stop.
    package var says: String
    package var line: String

    package init(_ says: String, _ line: String) {
      self.says = says
      self.line = line
    }
  }

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
  package var discussion: [String]
  package var arguments: [Argument]
  package var options: [OptionSpec]
  /// The groups of global options that matter to it and that its help therefore lists. All commands
  /// accept all global options, so that a CI job can pass the same ones to each.
  package var relevantGroups: [OptionGroup.Role]
  /// Options of these groups that have no effect on it.
  package var withoutEffect: [OptionSpec]
  /// The values of `--format` that it supports, the default first.
  package var formats: [OutputFormat]
  /// The exit codes, if they say more than done or wrong usage.
  package var exitCodes: [Exit]
  package var examples: [Example]

  package init(
    name: String, abstract: String, discussion: [String], arguments: [Argument] = [],
    options: [OptionSpec] = [], relevantGroups: [OptionGroup.Role] = OptionGroup.Role.allCases,
    withoutEffect: [OptionSpec] = [], formats: [OutputFormat] = [.text, .json], exitCodes: [Exit] = [],
    examples: [Example] = []
  ) {
    (self.name, self.abstract, self.discussion, self.arguments) = (name, abstract, discussion, arguments)
    (self.options, self.relevantGroups, self.withoutEffect) = (options, relevantGroups, withoutEffect)
    (self.formats, self.exitCodes, self.examples) = (formats, exitCodes, examples)
  }

  /// How many positional arguments it takes at most; `nil` for any number.
  var maximumArguments: Int? { arguments.last?.isRepeatable == true ? nil : arguments.count }
}

package struct ExitCode: RawRepresentable, Equatable, Sendable {
  package var rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  package static let done = Self(rawValue: 0)
  package static let failed = Self(rawValue: 1)
  package static let changesPresent = Self(rawValue: 2)
  /// `EX_USAGE` of sysexits.h.
  package static let usage = Self(rawValue: 64)
}

package enum OutputFormat: String, Sendable, CaseIterable {
  case text
  case json
  case markdown
  /// For GitLab: a code quality report.
  case gitlab
  /// For CI systems that show test reports.
  case junit
  /// For spreadsheets.
  case csv
  /// For browsers.
  case html
}

package struct Suggestion: Equatable, Sendable {
  /// The text, unquoted.
  package var text: String
  /// What it is; for shells that show it. May be empty.
  package var says: String

  package init(_ text: String, says: String = "") {
    self.text = text
    self.says = says
  }
}
