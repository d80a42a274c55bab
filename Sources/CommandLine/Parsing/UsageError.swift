/// Why a command line was refused: facts only; `UsageError+Message` has the prose.
///
/// It holds the user's texts as they may be shown, see ``Discretion``.
package struct UsageError: Error, Equatable, Sendable {
  package enum Reason: Error, Equatable, Sendable {
    /// Nothing was given at all; the answer is the overview help.
    case emptyInvocation
    case missingCommand
    case unknownCommand(String, nearest: String?)
    /// No option has this name. Names are spelled as given, with their dashes.
    case unknownOption(String, nearest: String?)
    case optionNotTaken(String, takenBy: [String])
    /// The option stands last, or another option follows where its value should be.
    case missingValue(String, placeholder: String, beforeOption: Bool)
    /// The value is the empty text, as of an unset variable in a CI job.
    case emptyValue(String, placeholder: String)
    case valueForFlag(String)
    case repeatedOption(String)
    case conflictingOptions(String, String)
    case invalidValue(String, of: ValueSource, ValueProblem)
    case unexpectedArgument(String, takesNone: Bool)
    case keyAsArgument(remedy: String)
    case missingArgument(placeholder: String)
  }

  package var reason: Reason
  /// The command that it is about, if one was recognised.
  package var command: String?

  package init(reason: Reason, command: String? = nil) {
    self.reason = reason
    self.command = command
  }
}

package enum ValueSource: Equatable, Sendable {
  case option(String)
  case environment(String)
}

package enum ValueProblem: Error, Equatable, Sendable {
  case notAnInteger(ClosedRange<Int>)
  case integerOutOfRange(ClosedRange<Int>)
  /// It isn't a length of time; a bare number comes with what was probably meant.
  case notADuration(nearest: String?)
  case durationOutOfRange(ClosedRange<Duration>)
  case notOneOf([String], nearest: String?)
  case notAURL
  /// It has no `=`, or nothing before it.
  case notAnAssignment
  case keyInsteadOfPath(remedy: String)
  /// It is a key, and something else belongs there.
  case misplacedKey(remedy: String)
}
