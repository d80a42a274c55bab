/// An option as the user may write it, whatever its type: the one description that parsing, help, completions and
/// the man page are made from.
package struct OptionSpec: Sendable, Equatable {
  /// What an option's value is, and how it is written in help.
  package struct Value: Sendable, Equatable {
    /// The placeholder in help, in capitals: `PATH` for instance.
    package var name: String
    package var kind: ValueKind
    /// The value without the option, as the user would write it; parsed like a given value.
    package var fallback: String?
    /// The environment variable that is read if the option isn't given.
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
  /// What help says in parentheses: the possible values, and the default.
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
  /// The name of something, or one of a few words. Any text is accepted, because the names aren't known yet
  /// when the command line is read.
  case name(or: [String] = [])
  /// Usually one of a few words; others are accepted.
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
  /// A paragraph about the group as a whole, after its options.
  package var note: String?

  package init(role: Role, title: String, options: [OptionSpec], note: String? = nil) {
    (self.role, self.title, self.options, self.note) = (role, title, options, note)
  }
}
