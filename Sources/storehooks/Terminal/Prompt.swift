import Platform
import Reports

/// Asks for confirmation: the question on standard error, the answer from standard input.
struct Prompt: Sendable {
  /// What came of a question.
  enum Answer: Equatable, Sendable {
    /// The user typed `yes`.
    case confirmed
    /// The user typed anything else, or ended the input.
    case declined
    /// Standard input is no terminal, so nobody was asked.
    case notATerminal
  }

  /// Whether there is somebody to ask.
  let isTerminal: Bool
  private let readLine: @Sendable () -> String?
  private let output: Output

  /// Creates a prompt.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether standard input is a terminal.
  ///   - readLine: Reads a line without its line feed; `nil` at the end of the input.
  init(
    output: Output, isTerminal: Bool = OpenFile.standardInput.isTerminal,
    readLine: @escaping @Sendable () -> String? = { OpenFile.standardInput.line(atMost: 4_096) }
  ) {
    self.output = output
    self.isTerminal = isTerminal
    self.readLine = readLine
  }

  /// Asks, and accepts exactly `yes`.
  func confirm(_ question: String) -> Answer {
    guard isTerminal else { return .notATerminal }
    output.message(question + " Only 'yes' goes ahead: ")
    guard let line = readLine() else {
      output.message("\n")
      return .declined
    }
    return line == "yes" ? .confirmed : .declined
  }
}
