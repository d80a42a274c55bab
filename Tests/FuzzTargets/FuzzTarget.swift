import Platform

/// What is fed with hostile input: by `scripts/fuzz` with whatever libFuzzer thinks of, and by the tests with the
/// inputs that are kept under `Tests/FuzzTests/Corpus/<name>`.
package enum FuzzTarget: String, CaseIterable, Sendable {
  /// The YAML reader, its tree and the diagnostics.
  case yaml
  /// The desired-state decoder, and what `validate` prints.
  case desiredState = "desired-state"
  /// Values written as YAML, which must be read back as they were.
  case yamlWriter = "yaml-writer"
  /// Answers of App Store Connect: documents, pages, errors, header fields.
  case answers
  /// Webhook deliveries: the signature and the notification.
  case notification
  /// Bytes that come in over a connection of the loopback server.
  case requests
  /// Requests to the simulated API.
  case simulator
  /// State files, fleet files and fault rules.
  case files
  /// Private and public keys.
  case keys
  /// Texts from elsewhere that repeat secrets, in all forms.
  case foreignText = "foreign-text"
  /// Plans that somebody has edited, with a seal that fits again.
  case savedPlans = "saved-plans"

  /// The size up to which inputs are worth trying, in bytes.
  package var largestInput: Int {
    switch self {
    // More would fill the socket's buffer with answers that nobody takes.
    case .requests: 4_096
    case .notification, .yamlWriter, .keys, .foreignText: 4_096
    case .yaml, .desiredState, .answers, .simulator, .files, .savedPlans: 16_384
    }
  }

  /// Feeds an input. Whatever it is, the program must neither crash nor hang, and what it makes of the input
  /// must keep to the target's rules.
  package func run(_ input: [UInt8]) throws(Violation) {
    switch self {
    case .yaml: try YAMLTarget.run(input)
    case .desiredState: try DesiredStateTarget.run(input)
    case .yamlWriter: try YAMLWriterTarget.run(input)
    case .answers: try AnswersTarget.run(input)
    case .notification: try NotificationTarget.run(input)
    case .requests: try RequestsTarget.run(input)
    case .simulator: try SimulatorTarget.run(input)
    case .files: try FilesTarget.run(input)
    case .keys: try KeysTarget.run(input)
    case .foreignText: try ForeignTextTarget.run(input)
    case .savedPlans: try SavedPlansTarget.run(input)
    }
  }
}

/// A rule that an input broke.
package struct Violation: Error, Equatable, CustomStringConvertible {
  /// Which rule, and how.
  package var description: String

  /// Creates a violation.
  package init(_ description: String) { self.description = description }

  /// Fails unless a rule holds.
  static func unless(_ holds: Bool, _ description: @autoclosure () -> String) throws(Violation) {
    guard holds else { throw Violation(description()) }
  }

  /// Fails where a text could move a terminal's cursor, change its colors, reorder what is read or hide something. Texts
  /// of several lines may show excerpts of a file, with its tabs.
  package static func unlessPrintable(_ text: String, multiline: Bool = false) throws(Violation) {
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      if multiline, scalar == "\n" || scalar == "\t" { continue }
      guard !TerminalText.isEscaped(at: index, of: scalars) else {
        throw Violation("U+\(String(scalar.value, radix: 16)) is shown unescaped in \(text.debugDescription)")
      }
    }
  }
}
