/// Why a command line was refused: facts only; `UsageError+Message` has the prose.
///
/// Texts of the user's are in it as they may be shown, see ``Discretion``.
package struct UsageError: Error, Equatable, Sendable {
  /// The kinds of wrong usage.
  package enum Reason: Error, Equatable, Sendable {
    /// Nothing was given at all; the answer is the overview help.
    case emptyInvocation
    /// Options were given, but no command.
    case missingCommand
    /// No command has this name.
    case unknownCommand(String, nearest: String?)
    /// No option has this name. Names are spelled as given, with their dashes.
    case unknownOption(String, nearest: String?)
    /// The option belongs to other commands.
    case optionNotTaken(String, takenBy: [String])
    /// The option stands last, or another option follows where its value should be.
    case missingValue(String, placeholder: String, beforeOption: Bool)
    /// The value is the empty text, as of an unset variable in a CI job.
    case emptyValue(String, placeholder: String)
    /// A flag was given a value with `=`.
    case valueForFlag(String)
    /// An option that may be given once was given again.
    case repeatedOption(String)
    /// Two options were given that exclude each other.
    case conflictingOptions(String, String)
    /// A value isn't of the option's kind.
    case invalidValue(String, of: ValueSource, ValueProblem)
    /// There are more arguments than the command takes.
    case unexpectedArgument(String, takesNone: Bool)
    /// An argument is a key.
    case keyAsArgument(remedy: String)
    /// A required argument isn't there.
    case missingArgument(placeholder: String)
  }

  /// What is wrong.
  package var reason: Reason
  /// The command that it is about, where one was recognised.
  package var command: String?

  package init(reason: Reason, command: String? = nil) {
    self.reason = reason
    self.command = command
  }
}

/// Where a value was written that turned out to be wrong.
package enum ValueSource: Equatable, Sendable {
  /// An option, spelled with its dashes.
  case option(String)
  /// An environment variable, by its name.
  case environment(String)
}

/// Why a text isn't a value of a kind.
package enum ValueProblem: Error, Equatable, Sendable {
  /// It isn't a whole number in decimal digits.
  case notAnInteger(ClosedRange<Int>)
  /// The number is out of range.
  case integerOutOfRange(ClosedRange<Int>)
  /// It isn't a length of time; a bare number comes with what was probably meant.
  case notADuration(nearest: String?)
  /// The length of time is out of range.
  case durationOutOfRange(ClosedRange<Duration>)
  /// It is none of the allowed words.
  case notOneOf([String], nearest: String?)
  /// It is neither an `https` nor an `http` URL.
  case notAURL
  /// It is a key and not the path of one.
  case keyInsteadOfPath(remedy: String)
  /// It is a key, and something else belongs there.
  case misplacedKey(remedy: String)
}
