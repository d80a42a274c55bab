/// A command line that was understood.
package struct Invocation: Equatable, Sendable {
  /// The command's name.
  package var command: String
  /// The options, those of the command and the global ones.
  package var options: ParsedOptions
  /// The positional arguments after the command.
  package var arguments: [String]
}

/// Options by their long names, given or not.
package struct ParsedOptions: Equatable, Sendable {
  /// Where the value of an option comes from.
  enum Origin: Equatable, Sendable {
    /// The command line.
    case commandLine
    /// The environment variable of the option.
    case environment
    /// Neither: the value, if there is one, is the default.
    case fallback
  }

  private struct Entry: Equatable, Sendable {
    var origin: Origin
    var values: [OptionValue]
  }

  private var entries: [String: Entry] = [:]

  /// Where the value of an option comes from.
  func origin(_ long: String) -> Origin { entries[long]?.origin ?? .fallback }

  /// Whether an option was given on the command line.
  package func isGiven(_ long: String) -> Bool { origin(long) == .commandLine }

  /// Whether a flag was given.
  package func flag(_ long: String) -> Bool { entries[long] != nil }

  /// The text of an option; `nil` where it has neither a value nor a default.
  package func string(_ long: String) -> String? { strings(long).first }

  /// The texts of a repeatable option, in the order of the command line.
  package func strings(_ long: String) -> [String] {
    values(long).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  /// The number of an option; `nil` where it has neither a value nor a default.
  package func integer(_ long: String) -> Int? {
    if case .integer(let number)? = values(long).first { number } else { nil }
  }

  /// The length of time of an option; `nil` where it has neither a value nor a default.
  package func duration(_ long: String) -> Duration? {
    if case .duration(let duration)? = values(long).first { duration } else { nil }
  }

  /// The word of an option as a case of an enumeration; `nil` where it has neither value nor default.
  package func choice<Choice: RawRepresentable<String>>(
    _ long: String, as type: Choice.Type = Choice.self
  ) -> Choice? {
    string(long).flatMap(Choice.init(rawValue:))
  }

  /// Adds a value; one from the command line goes behind earlier ones.
  mutating func add(_ value: OptionValue, to long: String, from origin: Origin) {
    entries[long, default: Entry(origin: origin, values: [])].values.append(value)
  }

  /// Whether an option has a value from anywhere yet.
  func hasValue(_ long: String) -> Bool { entries[long] != nil }

  private func values(_ long: String) -> [OptionValue] { entries[long]?.values ?? [] }
}
