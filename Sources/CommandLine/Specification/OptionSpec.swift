/// An option as the user may write it, whatever its type: the one description that parsing, help, completions and
/// the man page are made from.
package struct OptionSpec: Sendable, Equatable {
  /// What an option's value is, and how it is written in help.
  package struct Value: Sendable, Equatable {
    /// The placeholder in help, in capitals: `PATH` for instance.
    package var name: String
    package var kind: ValueKind
    /// What holds without the option, as the user would write it; parsed like a given value.
    package var fallback: String?
    /// The environment variable that is read where the option isn't given.
    package var environmentVariable: String?
  }

  /// The long name without its dashes, `file` for instance.
  package var long: String
  package var short: Character?
  /// The value it takes; `nil` for a flag.
  package var value: Value?
  package var isRepeatable = false
  /// The long names of options that can't be given together with it.
  package var conflicts: [String] = []
  /// What it does: a clause that begins with a capital letter and has no full stop.
  package var help: String

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

package enum ValueKind: Sendable, Equatable {
  case string
  /// The name of something, or one of a few words. Any text is accepted, for what names there are isn't known
  /// when the command line is read.
  case name(or: [String] = [])
  /// One of a few words, or another one.
  case word([String])
  case path
  case integer(ClosedRange<Int>)
  /// A length of time in a range, written like `1h30m`.
  case duration(ClosedRange<Duration>)
  case enumeration([String])
  /// A pattern in which `*` and `?` stand for other characters.
  case pattern
  /// A name, `=`, and a text, which isn't repeated in messages.
  case assignment
  /// An absolute `https` or `http` URL.
  case url
}

package struct OptionGroup: Sendable, Equatable {
  package enum Role: Sendable, Hashable, CaseIterable {
    case selection
    case connection
    case credentials
    case output
    case general
  }

  package var role: Role
  package var title: String
  package var options: [OptionSpec]
  /// What holds of the group as a whole: a paragraph after its options.
  package var note: String?

  package init(role: Role, title: String, options: [OptionSpec], note: String? = nil) {
    (self.role, self.title, self.options, self.note) = (role, title, options, note)
  }
}
