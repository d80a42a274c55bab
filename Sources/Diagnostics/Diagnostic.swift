/// Every stage collects these instead of stopping at the first; ``DiagnosticRenderer`` sorts and prints them.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable {
    case error
    /// The input can be used, but probably not as meant.
    case warning
  }

  /// A second place that belongs to a diagnostic, such as the first of two duplicates.
  package struct Note: Hashable, Sendable {
    package var message: String
    package var range: SourceRange

    package init(_ message: String, at range: SourceRange) {
      self.message = message
      self.range = range
    }
  }

  package var severity: Severity
  /// One line, lower case, without a full stop.
  package var message: String
  /// Printed after the message and a semicolon.
  package var remedy: String?
  /// `nil` for what belongs to no place in a file.
  package var range: SourceRange?
  package var notes: [Note]
  /// Its lines may hold a secret: they are never shown, not even by other diagnostics.
  package var isSensitive = false

  package init(
    _ severity: Severity, _ message: String, at range: SourceRange?, remedy: String? = nil, notes: [Note] = []
  ) {
    self.severity = severity
    self.message = message
    self.remedy = remedy
    self.range = range
    self.notes = notes
  }

  package static func error(
    _ message: String, at range: SourceRange?, remedy: String? = nil, notes: [Note] = []
  ) -> Self {
    Self(.error, message, at: range, remedy: remedy, notes: notes)
  }

  package static func warning(_ message: String, at range: SourceRange?, remedy: String? = nil) -> Self {
    Self(.warning, message, at: range, remedy: remedy)
  }
}
