/// An option as it is declared, once, beside the command that takes it: what the user may write, and the type of
/// its value. ``ParsedOptions`` has the value.
package struct Option<Value: Sendable>: Sendable {
  package private(set) var spec: OptionSpec
  let read: @Sendable ([String]) -> Value

  /// The same option as another command takes it, in other words or once only.
  package func saying(_ help: String, repeatable: Bool? = nil) -> Self {
    var option = self
    option.spec.help = help
    option.spec.isRepeatable = repeatable ?? spec.isRepeatable
    return option
  }
}

extension Option<Bool> {
  package static func flag(
    _ long: String, short: Character? = nil, conflicts: [OptionSpec] = [], _ help: String
  ) -> Self {
    Self(
      spec: OptionSpec(long: long, short: short, conflicts: conflicts.map(\.long), help: help),
      read: { !$0.isEmpty })
  }
}

extension Option where Value: OptionArgument {
  /// An option that has a value even if it isn't given.
  package static func value(
    _ long: String, _ name: String, _ kind: ValueKind, default fallback: Value,
    environment: String? = nil, _ help: String
  ) -> Self {
    Self(
      spec: OptionSpec(
        long: long,
        value: .init(
          name: name, kind: kind, fallback: fallback.argument, environmentVariable: environment),
        help: help),
      read: { $0.first.flatMap(Value.init(argument:)) ?? fallback })
  }
}

extension Option {
  /// An option that has a value only if it is given.
  package static func value<Word: OptionArgument>(
    _ long: String, short: Character? = nil, _ name: String, _ kind: ValueKind,
    conflicts: [OptionSpec] = [], _ help: String
  ) -> Self where Value == Word? {
    Self(
      spec: OptionSpec(
        long: long, short: short, value: .init(name: name, kind: kind), conflicts: conflicts.map(\.long),
        help: help),
      read: { $0.first.flatMap(Word.init(argument:)) })
  }

  package static func values<Word: OptionArgument>(
    _ long: String, short: Character? = nil, _ name: String, _ kind: ValueKind,
    default fallback: Word? = nil, _ help: String
  ) -> Self where Value == [Word] {
    Self(
      spec: OptionSpec(
        long: long, short: short,
        value: .init(name: name, kind: kind, fallback: fallback?.argument), isRepeatable: true, help: help),
      read: { $0.compactMap(Word.init(argument:)) })
  }
}

package protocol OptionArgument: Sendable {
  init?(argument: String)
  /// As the user would write it.
  var argument: String { get }
}

extension String: OptionArgument {
  package init?(argument: String) { self = argument }
  package var argument: String { self }
}

extension Int: OptionArgument {
  package init?(argument: String) { self.init(argument) }
  package var argument: String { String(self) }
}

extension Duration: OptionArgument {
  package init?(argument: String) { self.init(spelled: argument) }
  package var argument: String { spelled }
}

extension OptionArgument where Self: RawRepresentable<String> {
  package init?(argument: String) { self.init(rawValue: argument) }
  package var argument: String { rawValue }
}

extension OutputFormat: OptionArgument {}
