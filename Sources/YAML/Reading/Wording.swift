/// Small helpers for messages.
enum Wording {
  /// A text short enough to stand in a message.
  static func short(_ text: String) -> String {
    let limit = 80
    let head = text.unicodeScalars.prefix(limit)
    return head.endIndex == text.unicodeScalars.endIndex ? text : String(head) + "…"
  }
}
