import Platform

/// Scheme, host and port of a URL: who gets the token.
struct Origin: Sendable, Hashable {
  var scheme: String
  /// In lower case; an IPv6 address keeps its brackets.
  var host: String
  var port: Int?
  var authority: String { port.map { "\(host):\($0)" } ?? host }
  var text: String { "\(scheme)://\(authority)" }

  /// What follows is path, query and fragment.
  static func split(_ url: Substring) throws(APIBaseURLError) -> (origin: Origin, rest: Substring) {
    guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { throw .notAbsolute }
    let scheme = url[..<colon].lowercased()
    guard scheme == "https" || scheme == "http" else { throw .schemeNotHTTPS }
    let afterScheme = url[colon...].dropFirst(3)
    let end = afterScheme.firstIndex { "/?#\\".contains($0) } ?? afterScheme.endIndex
    let (host, port) = try splitAuthority(afterScheme[..<end])
    guard scheme == "https" || Loopback.isHost(host) else { throw .httpBeyondLoopback(host: host) }
    let ownPort = scheme == "https" ? 443 : 80
    let origin = Origin(scheme: scheme, host: host, port: port == ownPort ? nil : port)
    return (origin, afterScheme[end...])
  }

  private static func splitAuthority(
    _ authority: Substring
  ) throws(APIBaseURLError) -> (host: String, port: Int?) {
    guard !authority.contains("@") else { throw .userInfo }
    var host = authority
    var port: Int?
    let bracket = authority.lastIndex(of: "]")
    guard authority.hasPrefix("[") == (bracket != nil) else { throw .malformedHost }
    let search = bracket ?? authority.startIndex
    if let colon = authority[search...].firstIndex(of: ":") {
      host = authority[..<colon]
      let digits = authority[colon...].dropFirst()
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .malformedPort }
      if !digits.isEmpty {
        guard let number = Int(digits), (1...65_535).contains(number) else { throw .malformedPort }
        port = number
      }
    }
    guard !host.isEmpty else { throw .hostMissing }
    guard isWellFormed(host) else { throw .malformedHost }
    return (host.lowercased(), port)
  }

  private static func isWellFormed(_ host: Substring) -> Bool {
    if host.hasPrefix("[") {
      guard host.hasSuffix("]"), host.utf8.count > 3 else { return false }
      return host.dropFirst().dropLast().utf8.allSatisfy { byte in
        byte == 0x3A || byte == 0x2E || isHexDigit(byte)
      }
    }
    return host.utf8.allSatisfy { PercentEncoding.isUnreserved($0) && $0 != 0x7E }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
  }
}
