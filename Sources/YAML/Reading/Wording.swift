/// Small helpers for messages.
public enum Wording {
  /// A text short enough to stand in a message: at most 80 Unicode scalars, and an ellipsis where some are cut.
  public static func short(_ text: String) -> String {
    let limit = 80
    let head = text.unicodeScalars.prefix(limit)
    return head.endIndex == text.unicodeScalars.endIndex ? text : String(head) + "…"
  }
}
