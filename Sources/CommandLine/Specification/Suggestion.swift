/// Something that completion offers.
package struct Suggestion: Equatable, Sendable {
  /// The text, unquoted.
  package var text: String
  /// What it is; for shells that show it. May be empty.
  package var says: String

  package init(_ text: String, says: String = "") {
    self.text = text
    self.says = says
  }
}
