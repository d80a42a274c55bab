import Reports

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    output: Output, isTerminal: Bool = isatty(0) == 1,
    readLine: @escaping @Sendable () -> String? = { Self.readLine(from: 0) }
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

  /// Reads a line byte by byte, so that what follows it stays unread.
  static func readLine(from descriptor: Int32) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < 4_096 {
      let count = read(descriptor, &byte, 1)
      if count == -1, errno == EINTR { continue }
      guard count == 1 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }
}
