extension WebhookURL {
  /// A URL as it may be shown: `https://user:…@host/` where it holds a password. A user name without a password
  /// may be a token, and is left out, too.
  ///
  /// The file can't hold such URLs, but other tools may have made webhooks with them.
  public static func shown(_ text: String) -> String {
    guard let userInfo = userInfo(of: text) else { return text }
    let name = text.unicodeScalars[userInfo].firstIndex(of: ":").map { text[userInfo.lowerBound...$0] } ?? ""
    return text[..<userInfo.lowerBound] + name + "…" + text[userInfo.upperBound...]
  }

  /// Where user name and password stand in a URL, be it valid or not; `nil` where there is no `@` before the host.
  static func userInfo(of text: String) -> Range<String.Index>? {
    // By scalars: an `@` with a combining mark behind it is another character, and ends the password all the same.
    let scalars = text.unicodeScalars
    let start = scalars.firstRange(of: "://".unicodeScalars)?.upperBound ?? scalars.startIndex
    let end = scalars[start...].firstIndex { "/?#".unicodeScalars.contains($0) } ?? scalars.endIndex
    return scalars[start..<end].lastIndex(of: "@").map { start..<$0 }
  }
}
