/// Small helpers for messages.
package enum Wording {
  /// A text short enough to stand in a message: at most 80 Unicode scalars, and an ellipsis where some are cut.
  package static func short(_ text: String) -> String { short(text, to: 80) }

  /// The beginning of a text: at most so many Unicode scalars, and an ellipsis where some are
  /// cut. Not characters: one of these can have any number of combining marks.
  package static func short(_ text: String, to limit: Int) -> String {
    let head = text.unicodeScalars.prefix(limit)
    return head.endIndex == text.unicodeScalars.endIndex ? text : String(head) + "…"
  }
}
