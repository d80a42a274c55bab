import Platform

extension WebhookURL.ParseError {
  /// `text`: the URL as written, if it is at hand.
  package func prose(on text: String = "") -> (message: String, remedy: String?) {
    switch self {
    case .empty: ("'url' is empty", nil)
    case .invalidCharacter("%"):
      ("'url' has a '%' without two hexadecimal digits", "write a literal '%' as %25")
    case .invalidCharacter(let scalar):
      (Self.message(about: scalar, in: text), Self.remedy(for: scalar, in: text))
    case .notAbsolute: ("'url' must be absolute", "begin it with https://")
    case .scheme(let scheme): ("'url' has the scheme '\(scheme)'", "App Store Connect delivers to https only")
    case .insecure(let host):
      ("'url' must be https; http is accepted for loopback hosts only, not for '\(host)'", nil)
    case .userInfo:
      (
        "'url' must not contain a user name or password",
        "receivers check the signature instead; see 'secret'"
      )
    case .host(""): ("'url' has no host", nil)
    case .host(let host):
      ("'\(host)' is not a valid host", Self.asciiHost(of: text).map { "write it as \($0)" })
    case .port(let port): ("'\(port)' is not a valid port", "ports are numbers from 1 to 65535")
    case .fragment: ("'url' must not have a fragment", "remove '#' and everything after it; it is never sent")
    }
  }

  /// What is wrong with a URL of which nothing may be shown.
  package var discreetMessage: String {
    switch self {
    case .empty, .notAbsolute, .userInfo, .fragment: prose().message
    // A blank tells nothing of what stands before and after it.
    case .invalidCharacter(let scalar) where " \n\r\t".unicodeScalars.contains(scalar):
      "'url' has a \(scalar == " " ? "space" : scalar == "\t" ? "tab" : "line break")"
    case .invalidCharacter: "'url' has a character that must be percent-encoded"
    case .scheme, .insecure: "'url' must be https"
    case .host: "'url' has no valid host"
    case .port: "'url' has no valid port"
    }
  }

  /// What to do about it.
  package var discreetRemedy: String? {
    switch self {
    case .empty, .notAbsolute, .userInfo, .fragment, .port: prose().remedy
    case .scheme, .insecure: "App Store Connect delivers to https only"
    case .invalidCharacter, .host: nil
    }
  }

  private static func message(about scalar: Unicode.Scalar, in text: String) -> String {
    switch scalar {
    case " " where text.hasPrefix(" "): return "'url' starts with a space"
    case " " where text.hasSuffix(" "): return "'url' ends with a space"
    case "\n", "\r":
      return text.unicodeScalars.last == scalar
        ? "'url' ends with a line break" : "'url' contains a line break"
    case "\t": return "'url' contains a tab"
    default: return "'url' has the character '\(scalar)'"
    }
  }

  /// A character that was copied along by accident is removed, a host is written in ASCII, and anything else
  /// is percent-encoded.
  private static func remedy(for scalar: Unicode.Scalar, in text: String) -> String {
    if isStray(scalar, in: text) { return "remove it" }
    if !scalar.isASCII, host(of: text)?.unicodeScalars.contains(scalar) == true {
      return asciiHost(of: text).map { "write the host as \($0)" } ?? "write the host in ASCII, as xn--…"
    }
    return "percent-encode it: \(PercentEncoding.encode(String(scalar)))"
  }

  private static func isStray(_ scalar: Unicode.Scalar, in text: String) -> Bool {
    let properties = scalar.properties
    switch properties.generalCategory {
    // Quotation marks, “ and ” among them; the plain ones aren't of these categories.
    case .initialPunctuation, .finalPunctuation: return true
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    case .spaceSeparator where scalar != " ": return true
    default: break
    }
    if properties.isDefaultIgnorableCodePoint || properties.isQuotationMark && !scalar.isASCII { return true }
    // Blanks and marks that enclose a URL in texts don't belong at its ends.
    let isAtAnEnd = text.unicodeScalars.first == scalar || text.unicodeScalars.last == scalar
    return isAtAnEnd && " \"<>`".unicodeScalars.contains(scalar)
  }

  /// What stands between the scheme (and user name) and the path, without the port.
  private static func host(of text: String) -> Substring? {
    let scalars = text.unicodeScalars
    guard let start = scalars.firstRange(of: "://".unicodeScalars)?.upperBound else { return nil }
    let end = scalars[start...].firstIndex { "/?#".unicodeScalars.contains($0) } ?? scalars.endIndex
    let authority = scalars[start..<end]
    let host = authority.lastIndex(of: "@").map { authority[scalars.index(after: $0)...] } ?? authority
    return Substring(host.prefix { $0 != ":" })
  }

  /// The host as `xn--…`, percent-encoding undone; `nil` if that is no valid host.
  private static func asciiHost(of text: String) -> String? {
    guard let host = host(of: text), let plain = percentDecoded(host), plain.contains(where: { !$0.isASCII }),
      let ascii = InternationalHost.ascii(plain)
    else { return nil }
    let sample = ascii.unicodeScalars.map { "{}".unicodeScalars.contains($0) ? "x" : String($0) }.joined()
    return (try? WebhookURL("https://\(sample)/")) == nil ? nil : ascii
  }

  private static func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
