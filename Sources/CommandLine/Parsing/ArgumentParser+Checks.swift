import Diagnostics

extension ArgumentParser {
  static func has(_ long: String, in tokens: [ArgumentToken]) -> Bool {
    tokens.contains { if case .option(long, _, _) = $0 { true } else { false } }
  }

  func accepts(_ token: ArgumentToken, _ command: CommandSpec) -> Bool {
    guard case .option(let long, _, _) = token else { return true }
    return spec.options(of: command).contains { $0.long == long }
  }

  func value(
    of option: OptionSpec, _ spelling: String, _ text: OptionText
  ) throws(UsageError.Reason) -> String {
    guard let value = option.value else {
      guard text == .none else { throw .valueForFlag(spelling) }
      return ""
    }
    switch text {
    case .none:
      throw .missingValue(spelling, placeholder: value.name, beforeOption: false)
    case .noneBeforeOption:
      throw .missingValue(spelling, placeholder: value.name, beforeOption: true)
    case .adjacent(""), .assigned(""):
      throw .emptyValue(spelling, placeholder: value.name)
    case .adjacent(let text), .assigned(let text):
      try check(text, value.kind, of: .option(spelling))
      return text
    }
  }

  /// Fills in what wasn't given: from the environment if the option matters to the command, so that a bad
  /// variable can't break `help`; else the defaults.
  func defaults(
    _ given: ParsedOptions, of command: CommandSpec?
  ) throws(UsageError) -> ParsedOptions {
    var options = given
    let relevant = relevantOptions(of: command)
    for option in spec.options(of: command) where !options.hasValue(option.long) {
      guard let value = option.value else { continue }
      if let name = value.environmentVariable, relevant.contains(option.long),
        let text = environment[name], !text.isEmpty
      {
        do {
          try check(text, value.kind, of: .environment(name))
          options.add(text, to: option.long, from: .environment)
        } catch {
          throw UsageError(reason: error, command: command?.name)
        }
      } else if let fallback = value.fallback {
        options.add(fallback, to: option.long, from: .fallback)
      }
    }
    return options
  }

  func checkConflicts(
    _ known: [String: OptionSpec], _ options: ParsedOptions, _ command: CommandSpec
  ) throws(UsageError) {
    for option in spec.options(of: command) where options.isGiven(option.long) {
      for other in option.conflicts where options.isGiven(other) {
        let reason = UsageError.Reason.conflictingOptions(
          option.spelling, known[other]?.spelling ?? other)
        throw UsageError(reason: reason, command: command.name)
      }
    }
  }

  func check(_ arguments: [String], _ command: CommandSpec) throws(UsageError) {
    guard !arguments.contains(where: discretion.isKey) else {
      throw UsageError(reason: .keyAsArgument(remedy: discretion.keyRemedy), command: command.name)
    }
    if let maximum = command.maximumArguments, arguments.count > maximum {
      let reason = UsageError.Reason.unexpectedArgument(
        discretion.shown(arguments[maximum]), takesNone: maximum == 0)
      throw UsageError(reason: reason, command: command.name)
    }
    let required = command.arguments.prefix { !$0.isOptional }
    if arguments.count < required.count {
      let reason = UsageError.Reason.missingArgument(placeholder: required[arguments.count].name)
      throw UsageError(reason: reason, command: command.name)
    }
  }

  func unknown(_ option: String, command: CommandSpec?) -> UsageError {
    let name = String(option.drop { $0 == "-" })
    let nearest = Spelling.nearest(to: name, among: spec.options(of: command).map(\.long))
    return UsageError(
      reason: .unknownOption(discretion.shown(option), nearest: nearest.map { "--" + $0 }),
      command: command?.name)
  }

  private func relevantOptions(of command: CommandSpec?) -> Set<String> {
    guard let command else { return [] }
    return Set((command.options + spec.relevantGroups(of: command).flatMap(\.options)).map(\.long))
  }

  private func check(
    _ text: String, _ kind: ValueKind, of source: ValueSource
  ) throws(UsageError.Reason) {
    do throws(ValueProblem) {
      if discretion.isKey(text) {
        let remedy = discretion.keyRemedy
        throw kind == .path ? .keyInsteadOfPath(remedy: remedy) : .misplacedKey(remedy: remedy)
      }
      try kind.check(text)
    } catch {
      throw .invalidValue(discretion.shown(text), of: source, error)
    }
  }
}
