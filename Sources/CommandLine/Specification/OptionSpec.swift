/// An option as the user may write it, whatever its type: the one description that parsing, help, completions and
/// the man page are made from.
package struct OptionSpec: Sendable, Equatable {
  /// What an option's value is, and how it is written in help.
  package struct Value: Sendable, Equatable {
    /// The placeholder in help, in capitals: `PATH` for instance.
    package var name: String
    /// What is accepted.
    package var kind: ValueKind
    /// What holds without the option, as the user would write it; parsed like a given value.
    package var fallback: String?
    /// The environment variable that is read where the option isn't given.
    package var environmentVariable: String?
  }

  /// The long name without its dashes, `file` for instance.
  package var long: String
  /// The letter of the short form, `f` for instance.
  package var short: Character?
  /// The value it takes; `nil` for a flag.
  package var value: Value?
  /// Whether it may be given more than once.
  package var isRepeatable = false
  /// The long names of options that can't be given together with it.
  package var conflicts: [String] = []
  /// What it does: a clause that begins with a capital letter and has no full stop.
  package var help: String

  /// The name as the user writes it, `--file` for instance.
  package var spelling: String { "--" + long }
}

extension OptionSpec {
  /// What help says in parentheses: the values that there are, and what holds without the option.
  package var notes: [String] {
    var notes: [String] = []
    switch value?.kind {
    case .enumeration(let words): notes.append(words.joined(separator: ", "))
    case .integer(let range): notes.append("\(range.lowerBound) to \(range.upperBound)")
    default: break
    }
    if isRepeatable { notes.append("repeatable") }
    if let name = value?.environmentVariable { notes.append("environment: \(name)") }
    if let fallback = value?.fallback { notes.append("default: \(fallback)") }
    return notes
  }
}

/// What an option's value may be.
package enum ValueKind: Sendable, Equatable {
  /// Any text but the empty one.
  case string
  /// The name of something, or one of a few words. Any text is accepted, for what names there are isn't known
  /// when the command line is read.
  case name(or: [String] = [])
  /// A path of a file or a folder.
  case path
  /// A whole number in a range.
  case integer(ClosedRange<Int>)
  /// A length of time in a range, written like `1h30m`.
  case duration(ClosedRange<Duration>)
  /// One of a few words.
  case enumeration([String])
  /// A pattern in which `*` and `?` stand for other characters.
  case pattern
  /// An absolute `https` or `http` URL.
  case url
}

/// Options that belong together in help.
package struct OptionGroup: Sendable, Equatable {
  /// The groups of global options.
  package enum Role: Sendable, Hashable, CaseIterable {
    /// Which files and apps a command is about.
    case selection
    /// How App Store Connect is reached.
    case connection
    /// Who asks.
    case credentials
    /// How results are shown.
    case output
    /// Help and version.
    case general
  }

  /// Which group it is.
  package var role: Role
  /// The heading in help.
  package var title: String
  /// The options, in the order of help.
  package var options: [OptionSpec]
  /// What holds of the group as a whole: a paragraph after its options.
  package var note: String?

  package init(role: Role, title: String, options: [OptionSpec], note: String? = nil) {
    self.role = role
    self.title = title
    self.options = options
    self.note = note
  }
}
