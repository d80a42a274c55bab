import Cryptography

extension WebhookURL {
  /// A URL as it may be shown: `https://user:…@host/` where it holds a password. A user name without a password
  /// may be a token, and is left out, too.
  ///
  /// The file can't hold such URLs, but other tools may have made webhooks with them.
  package static func shown(_ text: String) -> String { URLPassword.hidden(in: text) }

  /// Where user name and password stand in a URL, be it valid or not; `nil` if there is neither.
  package static func userInfo(of text: String) -> Range<String.Index>? { URLPassword.userInfo(in: text) }
}
