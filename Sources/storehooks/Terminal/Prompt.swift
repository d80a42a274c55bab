import Platform
import Reports

/// Asks for confirmation: the question on standard error, the answer from standard input.
struct Prompt: Sendable {
  enum Answer: Equatable, Sendable {
    case confirmed
    case declined
    case notATerminal
  }

  let isTerminal: Bool
  private let readLine: @Sendable () -> String?
  private let output: Output

  init(
    output: Output, isTerminal: Bool = OpenFile.standardInput.isTerminal,
    readLine: @escaping @Sendable () -> String? = { OpenFile.standardInput.line(atMost: 4_096) }
  ) {
    (self.output, self.isTerminal, self.readLine) = (output, isTerminal, readLine)
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
