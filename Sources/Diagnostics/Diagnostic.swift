/// What is wrong with the user's input, where, and what to do about it.
///
/// Every stage collects its diagnostics instead of stopping at the first; ``DiagnosticRenderer``
/// sorts and prints them in one place.
package struct Diagnostic: Hashable, Sendable {
  /// How much a diagnostic matters.
  package enum Severity: String, Hashable, Sendable {
    /// The input can't be used.
    case error
    /// The input can be used, but probably not as meant.
    case warning
  }

  /// A second place that belongs to a diagnostic, such as the first of two duplicates.
  package struct Note: Hashable, Sendable {
    /// What is to be seen there.
    package var message: String
    /// Where it is.
    package var range: SourceRange

    /// Creates a note.
    package init(_ message: String, at range: SourceRange) {
      self.message = message
      self.range = range
    }
  }

  /// How much it matters.
  package var severity: Severity
  /// What is wrong: one line, lower case, without a full stop.
  package var message: String
  /// What to do about it: printed after the message and a semicolon.
  package var remedy: String?
  /// Where it is; `nil` for what belongs to no place in a file.
  package var range: SourceRange?
  /// Further places that belong to it.
  package var notes: [Note]
  /// Whether what stands there may be a secret, so that its lines are never shown as an excerpt, not even
  /// by other diagnostics of the same run.
  package var isSensitive = false

  /// Creates a diagnostic.
  package init(
    _ severity: Severity, _ message: String, at range: SourceRange?, remedy: String? = nil,
    notes: [Note] = []
  ) {
    self.severity = severity
    self.message = message
    self.remedy = remedy
    self.range = range
    self.notes = notes
  }

  /// An error at a place.
  package static func error(
    _ message: String, at range: SourceRange?, remedy: String? = nil, notes: [Note] = []
  ) -> Self {
    Self(.error, message, at: range, remedy: remedy, notes: notes)
  }

  /// A warning at a place.
  package static func warning(_ message: String, at range: SourceRange?, remedy: String? = nil) -> Self {
    Self(.warning, message, at: range, remedy: remedy)
  }
}
