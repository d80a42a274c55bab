import Diagnostics
import Platform

extension UsageError {
  /// What is wrong, in one line, lower case, without a full stop.
  package var message: String {
    switch reason {
    case .emptyInvocation, .missingCommand:
      "no command was given"
    case .unknownCommand(let name, _):
      "unknown command '\(Self.shown(name))'"
    case .unknownOption(let option, _):
      "unknown option '\(Self.shown(option))'"
    case .optionNotTaken(let option, _):
      "'\(command ?? "this command")' takes no option '\(option)'"
    case .missingValue(let option, let placeholder, _):
      "option '\(option)' needs a value: \(option) \(placeholder)"
    case .emptyValue(let option, let placeholder):
      "the value of option '\(option)' is empty: \(option) \(placeholder)"
    case .valueForFlag(let option):
      "option '\(option)' takes no value"
    case .repeatedOption(let option):
      "option '\(option)' was given more than once"
    case .conflictingOptions(let first, let second):
      "options '\(first)' and '\(second)' can't be combined"
    case .invalidValue(let text, let source, let problem):
      problem.message(for: Self.shown(text), of: source)
    case .unexpectedArgument(let argument, _):
      "unexpected argument '\(Self.shown(argument))'"
    case .keyAsArgument:
      "a key was given as an argument"
    case .missingArgument(let placeholder):
      "'\(command ?? "this command")' needs an argument: \(placeholder)"
    }
  }

  /// What to do about it, if there is more to say than the message: a clause after a semicolon.
  package var remedy: String? {
    switch reason {
    case .unknownCommand(_, let nearest), .unknownOption(_, let nearest):
      nearest.map { "did you mean '\($0)'?" }
    case .optionNotTaken(_, let commands):
      Self.taking(commands)
    case .missingValue(let option, _, let isBeforeOption):
      isBeforeOption ? "write a value that begins with a dash as \(option)=VALUE" : nil
    case .emptyValue:
      "is its variable set?"
    case .valueForFlag(let option):
      "write '\(option)' alone, or leave it out"
    case .repeatedOption, .conflictingOptions:
      "leave one out"
    case .invalidValue(_, _, let problem):
      problem.remedy
    case .unexpectedArgument(let argument, let takesNone):
      Self.remedy(unexpected: argument, takesNone: takesNone)
    case .keyAsArgument(let remedy):
      remedy
    case .emptyInvocation, .missingCommand, .missingArgument:
      nil
    }
  }

  package func rendered(program: String) -> String {
    var text = "error: " + message
    if let remedy { text += "; " + remedy }
    let page = command.map { "\(program) help \($0)" } ?? "\(program) --help"
    return text + "\nRun '\(page)' for usage.\n"
  }

  /// The user's text as it can be shown on a terminal: shortened, and without control characters.
  package static func shown(_ text: String) -> String { TerminalText.escaped(Wording.short(text, to: 60)) }

  private static func taking(_ commands: [String]) -> String? {
    guard let last = commands.last else { return nil }
    let names = commands.map { "'\($0)'" }
    guard commands.count > 1 else { return "it belongs to '\(last)'" }
    return "it belongs to \(names.dropLast().joined(separator: ", ")) and '\(last)'"
  }

  private static func remedy(unexpected argument: String, takesNone: Bool) -> String? {
    if argument.hasSuffix(".yaml") || argument.hasSuffix(".yml") {
      return "to give a desired-state file, use --file \(shown(argument))"
    }
    return takesNone ? "the command takes only options" : nil
  }
}

extension ValueProblem {
  fileprivate func message(for text: String, of source: ValueSource) -> String {
    let place =
      switch source {
      case .option(let option): "option '\(option)'"
      case .environment(let name): "environment variable '\(name)'"
      }
    return switch self {
    case .notAnInteger: "\(place) needs a whole number, not '\(text)'"
    case .integerOutOfRange, .durationOutOfRange: "\(place): '\(text)' is out of range"
    case .notADuration: "\(place) needs a duration, not '\(text)'"
    case .notOneOf: "\(place) doesn't accept '\(text)'"
    // A misspelt scheme is no reason to repeat a password.
    case .notAURL: "\(place) needs an absolute https URL" + (text.contains("@") ? "" : ", not '\(text)'")
    case .notAnAssignment: "\(place) needs a name and a value"
    case .keyInsteadOfPath: "\(place) needs the path of a file, not a key itself"
    case .misplacedKey: "\(place) contains a key, which doesn't belong there"
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .notAnInteger(let range), .integerOutOfRange(let range):
      "it must be between \(range.lowerBound) and \(range.upperBound)"
    case .notADuration(let nearest?): "did you mean '\(nearest)'?"
    case .notADuration(nil): "write it like 30s, 15m, 1h30m or 2d"
    case .durationOutOfRange(let range):
      "it must be between \(range.lowerBound.spelled) and \(range.upperBound.spelled)"
    case .notOneOf(_, let nearest?): "did you mean '\(nearest)'?"
    case .notOneOf(let words, nil): "it must be one of \(words.joined(separator: ", "))"
    case .notAURL: "it must begin with https://"
    case .notAnAssignment: "write it as NAME=VALUE"
    case .keyInsteadOfPath(let remedy), .misplacedKey(let remedy): remedy
    }
  }
}
