extension WebhookURL {
  /// The URL as it may be shown.
  package var shown: String { isSensitive ? Self.masked(text) : text }

  /// Scheme and host, as they are compared.
  var origin: String { Self.origin(of: normalized) }

  /// A URL with only its scheme and host shown: `https://hooks.example.com/…`.
  package static func masked(_ url: String) -> String { origin(of: url) + "/…" }

  /// Scheme and host of a URL, valid or not; empty if it has no scheme.
  static func origin(of url: String) -> String {
    let url = comparable(url)
    guard let start = url.firstRange(of: "://")?.upperBound else { return "" }
    let end = url[start...].firstIndex { "/?#\\".contains($0) } ?? url.endIndex
    let authority = url[start..<end]
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    let port = host.hasSuffix("]") ? nil : host.lastIndex(of: ":")
    return String(url[..<start] + (port.map { host[..<$0] } ?? host))
  }
}

extension WebhookURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { shown }
  package var debugDescription: String { shown }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
