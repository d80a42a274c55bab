import Platform

extension WebhookURL {
  /// Most URLs are in normal form already, which one pass over their bytes can tell; the rules are for the rest.
  static func normalize(_ text: String) throws(ParseError) -> String {
    isNormal(text) ? text : try normalizeByRules(text)
  }

  /// Whether a URL is plainly valid and in normal form. If not, the rules decide.
  static func isNormal(_ text: String) -> Bool {
    let start = "https://"
    guard text.hasPrefix(start) else { return false }
    var text = text
    return text.withUTF8 { bytes in
      var position = start.utf8.count
      var label = position
      while position < bytes.count, bytes[position] != UInt8(ascii: "/") {
        switch bytes[position] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
          break
        case UInt8(ascii: "-"): if position == label { return false }
        case UInt8(ascii: "."):
          guard isLabel(bytes, label, position) else { return false }
          label = position + 1
        default: return false
        }
        position += 1
      }
      guard isLabel(bytes, label, position), position - start.utf8.count <= 253, position < bytes.count else {
        return false
      }
      let standsForItself = standsForItself
      var previous: UInt8 = 0
      while position < bytes.count {
        let byte = bytes[position]
        guard standsForItself[Int(byte)], byte != UInt8(ascii: ".") || previous != UInt8(ascii: "/") else {
          return false
        }
        previous = byte
        position += 1
      }
      return true
    }
  }

  private static func isLabel(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    1...63 ~= end - start && bytes[end - 1] != UInt8(ascii: "-")
  }

  /// The bytes that a path or query may hold and that normalisation never changes.
  private static let standsForItself: [Bool] = (0...255 as ClosedRange<UInt8>).map { byte in
    0x21...0x7E ~= byte && !"\"#%<>\\^`{|}".utf8.contains(byte)
  }

  static func normalizeByRules(_ text: String) throws(ParseError) -> String {
    guard !text.isEmpty else { throw .empty }
    try checkCharacters(text)
    guard let schemeEnd = text.utf8.firstIndex(of: UInt8(ascii: ":")),
      text[schemeEnd...].hasPrefix("://"), schemeEnd != text.startIndex
    else { throw .notAbsolute }
    let scheme = text[..<schemeEnd].lowercased()
    guard scheme == "https" || scheme == "http" else { throw .scheme(scheme) }
    let rest = text[text.utf8.index(schemeEnd, offsetBy: 3)...]
    guard !rest.utf8.contains(UInt8(ascii: "#")) else { throw .fragment }
    let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let authority = rest[..<authorityEnd]
    guard !authority.utf8.contains(UInt8(ascii: "@")) else { throw .userInfo }
    let (host, port) = try splitAuthority(authority)
    if scheme == "http", !Loopback.isHost(host) { throw .insecure(host: host) }

    var result = "\(scheme)://\(host)"
    if let port, port != (scheme == "https" ? 443 : 80) { result += ":\(port)" }
    let tail = rest[authorityEnd...]
    let pathEnd = tail.firstIndex(of: "?") ?? tail.endIndex
    let path = removeDotSegments(normalizePercentEncoding(tail[..<pathEnd]))
    result += path.isEmpty ? "/" : path
    result += normalizePercentEncoding(tail[pathEnd...])
    return result
  }

  /// RFC 3986 allows only ASCII, and not all of it.
  private static func checkCharacters(_ text: String) throws(ParseError) {
    var hexadecimalDue = 0
    for scalar in text.unicodeScalars {
      if hexadecimalDue > 0 {
        guard scalar.properties.isASCIIHexDigit else { throw .invalidCharacter("%") }
        hexadecimalDue -= 1
        continue
      }
      switch scalar {
      case "%": hexadecimalDue = 2
      case "\"", "<", ">", "\\", "^", "`", "{", "|", "}": throw .invalidCharacter(scalar)
      case "!"..."~": break
      default: throw .invalidCharacter(scalar)
      }
    }
    if hexadecimalDue > 0 { throw .invalidCharacter("%") }
  }

  private static func splitAuthority(_ authority: Substring) throws(ParseError) -> (String, Int?) {
    var host = authority
    var portText: Substring?
    let searchFrom: Substring.Index
    if authority.first == "[" {
      guard let bracket = authority.firstIndex(of: "]") else { throw .host(String(authority)) }
      searchFrom = authority.index(after: bracket)
    } else {
      searchFrom = authority.startIndex
    }
    if let colon = authority[searchFrom...].firstIndex(of: ":") {
      host = authority[..<colon]
      portText = authority[authority.index(after: colon)...]
    } else if searchFrom != authority.startIndex, searchFrom != authority.endIndex {
      throw .host(String(authority))
    }
    let name = host.lowercased()
    guard isPlausible(host: name) else { throw .host(String(host)) }
    guard let portText, !portText.isEmpty else { return (name, nil) }
    guard portText.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let port = Int(portText), 1...65535 ~= port
    else { throw .port(String(portText)) }
    return (name, port)
  }

  private static func isPlausible(host: String) -> Bool {
    if host.hasPrefix("[") {
      let address = host.dropFirst().dropLast()
      return host.hasSuffix("]") && address.contains(":")
        && address.unicodeScalars.allSatisfy { $0.properties.isASCIIHexDigit || $0 == ":" || $0 == "." }
    }
    guard !host.isEmpty, host.utf8.count <= 253 else { return false }
    let labels = (host.hasSuffix(".") ? host.dropLast() : host[...])
      .split(separator: ".", omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
          default: false
          }
        }
    }
  }

  /// Upper-case hexadecimal digits, and unreserved characters written as themselves (6.2.2.1, 6.2.2.2).
  private static func normalizePercentEncoding(_ text: Substring) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "%" else {
        result.append(character)
        continue
      }
      let digits = rest.prefix(2)
      rest = rest.dropFirst(2)
      if let byte = UInt8(digits, radix: 16), PercentEncoding.isUnreserved(byte) {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        result += "%" + digits.uppercased()
      }
    }
    return result
  }

  /// RFC 3986, section 5.2.4, for a path that is empty or begins with a slash.
  private static func removeDotSegments(_ path: String) -> String {
    guard path.contains("/.") else { return path }
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    var kept: [Substring] = []
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".": if isLast { kept.append("") }
      case "..":
        _ = kept.popLast()
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return "/" + kept.joined(separator: "/")
  }
}
