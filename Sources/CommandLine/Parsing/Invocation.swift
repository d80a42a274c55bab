package struct Invocation: Equatable, Sendable {
  /// The command's place among those of the specification.
  package var position: Int
  package var command: CommandSpec
  package var options: ParsedOptions
  package var arguments: [String]
}

package struct ParsedOptions: Equatable, Sendable {
  enum Origin: Equatable, Sendable {
    case commandLine
    case environment
    /// Neither was: the value, if there is one, is the default.
    case fallback
  }

  private struct Entry: Equatable, Sendable {
    var origin: Origin
    var values: [String]
  }

  private var entries: [String: Entry] = [:]

  package subscript<Value>(option: Option<Value>) -> Value { option.read(values(of: option.spec)) }

  package func isGiven<Value>(_ option: Option<Value>) -> Bool { isGiven(option.spec) }

  package func isGiven(_ option: OptionSpec) -> Bool { isGiven(option.long) }

  package func values(of option: OptionSpec) -> [String] { entries[option.long]?.values ?? [] }

  func origin(_ long: String) -> Origin { entries[long]?.origin ?? .fallback }

  func isGiven(_ long: String) -> Bool { origin(long) == .commandLine }

  /// Adds a value, the empty text for a flag; one from the command line goes after earlier ones. Without a
  /// value the option only counts as written.
  mutating func add(_ value: String?, to long: String, from origin: Origin) {
    entries[long, default: Entry(origin: origin, values: [])].values += value.map { [$0] } ?? []
  }

  func hasValue(_ long: String) -> Bool { entries[long] != nil }
}
