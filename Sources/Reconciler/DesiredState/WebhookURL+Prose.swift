extension WebhookURL.ParseError {
  /// The error in words, and what to do about it.
  var prose: (message: String, remedy: String?) {
    switch self {
    case .empty: ("'url' is empty", nil)
    case .invalidCharacter("%"):
      ("'url' has a '%' without two hexadecimal digits", "a literal '%' is written %25")
    case .invalidCharacter(let scalar):
      (
        "'url' has the character '\(scalar)'",
        "percent-encode it: \(WebhookURL.percentEncoded(String(scalar)))"
      )
    case .notAbsolute: ("'url' must be absolute", "begin it with https://")
    case .scheme(let scheme): ("'url' has the scheme '\(scheme)'", "App Store Connect delivers to https only")
    case .insecure(let host):
      ("'url' must be https; http is accepted for loopback hosts only, not for '\(host)'", nil)
    case .userInfo:
      ("'url' must not hold a user name or password", "receivers check the signature instead; see 'secret'")
    case .host(""): ("'url' has no host", nil)
    case .host(let host): ("'\(host)' is not a valid host", nil)
    case .port(let port): ("'\(port)' is not a valid port", "ports are numbers from 1 to 65535")
    case .fragment: ("'url' must not have a fragment", "drop '#' and what follows; it is never sent")
    }
  }
}
