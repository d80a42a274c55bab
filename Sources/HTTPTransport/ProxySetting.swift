/// The proxy that the environment names for requests over https, as libcurl reads it. But libcurl is lenient:
/// it takes `http://ci:Hunter#2@proxy` for a host `ci` whose port is `Hunter`, and shows it. This is strict,
/// and shows nothing of the setting.
package struct ProxySetting: Sendable {
  package let name: String
  private let value: String

  /// In the order in which libcurl looks at them; an empty one isn't set. It reads `http_proxy` for plain
  /// http alone, which goes to this machine only and never over a proxy.
  private static let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]

  /// `nil` if the host is asked directly.
  package static func effective(for host: String, environment: [String: String]) -> ProxySetting? {
    guard let setting = all(in: environment).first(where: { names.contains($0.name) }) else { return nil }
    let exceptions = ["no_proxy", "NO_PROXY"].compactMap { environment[$0] }.first { !$0.isEmpty }
    return isException(host, exceptions ?? "") ? nil : setting
  }

  private static func all(in environment: [String: String]) -> [ProxySetting] {
    (names + ["http_proxy", "HTTP_PROXY"]).compactMap { name in
      environment[name].flatMap { $0.isEmpty ? nil : ProxySetting(name: name, value: $0) }
    }
  }

  /// By `no_proxy`: `*` alone, or a domain that the host is or is in. Ranges of addresses are for libcurl to
  /// read: what may be one of them counts.
  private static func isException(_ host: String, _ list: String) -> Bool {
    if list == "*" { return true }
    let host = host.lowercased()
    let isAddress = host.hasPrefix("[") || host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
    return list.lowercased().split { $0 == "," || $0.isWhitespace }.contains { entry in
      if isAddress, entry.contains("/") { return true }
      var domain = entry.drop { $0 == "." }
      if domain.hasSuffix(".") { domain = domain.dropLast() }
      return !domain.isEmpty && (host == domain || host.hasSuffix("." + domain) || host == "[\(domain)]")
    }
  }

  /// The passwords of proxy settings, or what may be one, as written and decoded.
  package static func confidentialParts(in environment: [String: String]) -> [String] {
    all(in: environment).flatMap { setting -> [String] in
      guard let at = setting.value.lastIndex(of: "@") else { return [] }
      let start = setting.value.range(ofScheme: "://")?.upperBound ?? setting.value.startIndex
      guard start < at else { return [] }
      let userInfo = setting.value[start..<at]
      let password = userInfo.firstIndex(of: ":").map { userInfo[userInfo.index(after: $0)...] } ?? userInfo
      return [String(password), String(decoding: percentDecoded(password), as: UTF8.self)]
    }
  }

  package func check() throws(ProxyError) {
    let quotes: Set<Character> = ["\"", "'", "`", "“", "”", "‘", "’"]
    guard let first = value.first, let last = value.last else { return }
    guard !quotes.contains(first), !quotes.contains(last) else { throw .quotes }
    guard value.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }) else {
      throw .strangeCharacter
    }
    var rest = value[...]
    if let separator = value.range(ofScheme: "://") {
      guard Self.schemes.contains(value[..<separator.lowerBound].lowercased()) else { throw .scheme }
      rest = value[separator.upperBound...]
    } else if let colon = value.firstIndex(of: ":"),
      value[colon...].dropFirst().first.map({ "/\\".contains($0) }) == true
    {
      throw .slashes
    }
    guard !rest.hasPrefix("/") else { throw .slashes }
    let authority = rest.prefix { !"/?#\\".contains($0) }
    if let at = rest.lastIndex(of: "@"), at >= authority.endIndex {
      throw .reserved(rest[authority.endIndex])
    }
    let parts = authority.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count < 3 else { throw .reserved("@") }
    if parts.count == 2, Self.percentDecoded(parts[0]).contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw .strangeCharacter
    }
    try Self.checkHost(parts.last ?? "")
  }

  private static let schemes: Set = ["http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"]

  private static func checkHost(_ text: Substring) throws(ProxyError) {
    var host = text
    var port = text[text.endIndex...]
    if text.hasPrefix("[") {
      guard let bracket = text.lastIndex(of: "]") else { throw .brackets }
      host = text[...bracket]
      port = text[bracket...].dropFirst()
      let address = host.dropFirst().dropLast()
      guard address.contains(":"),
        address.prefix(while: { $0 != "%" }).allSatisfy({ $0.isHexDigit || ":.".contains($0) })
      else { throw .brackets }
    } else if let colon = text.firstIndex(of: ":") {
      host = text[..<colon]
      port = text[colon...]
      guard !port.dropFirst().contains(":") else { throw .brackets }
      guard !text.contains("]"), !text.contains("[") else { throw .brackets }
    }
    guard !host.isEmpty else { throw .noHost }
    let isName = host.hasPrefix("[") || host.utf8.allSatisfy(RequestURL.isNameByte)
    guard isName else { throw .host }
    guard !port.isEmpty, port != ":" else { return }
    guard port.hasPrefix(":"), port.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = UInt16(port.dropFirst()), number > 0
    else { throw .port }
  }

  private static func percentDecoded(_ text: Substring) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }
}

/// The rest of a sentence that begins with the variable. It repeats nothing.
package enum ProxyError: Error, Equatable, CustomStringConvertible {
  case quotes
  /// A blank, a line break or something else that no URL has.
  case strangeCharacter
  case scheme
  /// More slashes after the scheme than two, or fewer.
  case slashes
  /// A character of the user name or password that ends the host's part of a URL.
  case reserved(Character)
  /// Brackets and IPv6 addresses don't go together.
  case brackets
  case noHost, host, port

  package var description: String {
    problem + "; expected http://USER:…@HOST:PORT (the value isn't shown)"
  }

  private var problem: String {
    switch self {
    case .quotes: "has quotes around it: remove them"
    case .strangeCharacter:
      "has a space, a line break or another character that isn't allowed in URLs: remove it, or "
        + "percent-encode it in the user name or password"
    case .scheme: "has a scheme that isn't for proxies: use http, https, socks4, socks4a, socks5 or socks5h"
    case .slashes: "has too few or too many slashes before its host"
    case .reserved(let character):
      "has the character '\(character)' in its user name or password: write it as "
        + "%\(String(character.asciiValue ?? 0, radix: 16, uppercase: true))"
    case .brackets: "has a malformed IPv6 address: write it in brackets, as [::1]:8080"
    case .noHost: "has no host"
    case .host:
      "has a host with invalid characters; percent-encode special characters in the user name and password"
    case .port:
      "has a port that isn't a number from 1 to 65535; percent-encode special characters in the user name "
        + "and password ('#' as %23, '/' as %2F)"
    }
  }
}

extension String {
  fileprivate func range(ofScheme separator: String) -> Range<String.Index>? {
    unicodeScalars.firstRange(of: separator.unicodeScalars)
  }
}
