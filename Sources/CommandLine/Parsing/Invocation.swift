/// A command line that was understood.
package struct Invocation: Equatable, Sendable {
  /// The command's place among those of the specification.
  package var position: Int
  package var command: CommandSpec
  /// The options, those of the command and the global ones.
  package var options: ParsedOptions
  /// The positional arguments after the command.
  package var arguments: [String]
}

/// Options, given or not.
package struct ParsedOptions: Equatable, Sendable {
  /// Where the value of an option comes from.
  enum Origin: Equatable, Sendable {
    case commandLine
    /// The environment variable of the option.
    case environment
    /// Neither: the value, if there is one, is the default.
    case fallback
  }

  private struct Entry: Equatable, Sendable {
    var origin: Origin
    var values: [String]
  }

  private var entries: [String: Entry] = [:]

  /// The value of an option.
  package subscript<Value>(option: Option<Value>) -> Value { option.read(values(of: option.spec)) }

  /// Whether an option was given on the command line.
  package func isGiven<Value>(_ option: Option<Value>) -> Bool { isGiven(option.spec) }

  package func isGiven(_ option: OptionSpec) -> Bool { isGiven(option.long) }

  /// The values of an option as they are written.
  package func values(of option: OptionSpec) -> [String] { entries[option.long]?.values ?? [] }

  func origin(_ long: String) -> Origin { entries[long]?.origin ?? .fallback }

  func isGiven(_ long: String) -> Bool { origin(long) == .commandLine }

  /// Adds a value, the empty text for a flag; one from the command line goes behind earlier ones. Without a value
  /// the option only counts as written.
  mutating func add(_ value: String?, to long: String, from origin: Origin) {
    entries[long, default: Entry(origin: origin, values: [])].values += value.map { [$0] } ?? []
  }

  /// Whether an option has a value from anywhere yet.
  func hasValue(_ long: String) -> Bool { entries[long] != nil }
}
