struct URLScanner {
  let text: [UInt8]
  /// Whether a URL goes on after line breaks and tabs, as in browsers.
  let crossesLines: Bool

  func passwords() -> [Range<Int>] {
    guard text.contains(UInt8(ascii: "@")) else { return [] }
    var places: [Range<Int>] = []
    var index = 0
    while let start = nextAuthority(from: &index) {
      guard let userInfo = userInfo(from: start) else { continue }
      index = max(index, userInfo.upperBound)
      if let place = hidden(of: userInfo) { places.append(place) }
    }
    return places
  }

  /// What follows two slashes or more, or a scheme and its colon with one slash or none.
  private func nextAuthority(from index: inout Int) -> Int? {
    while index < text.count {
      let start = index
      if Self.isSlash(text[start]) {
        index = text[start...].firstIndex { !Self.isSlash($0) } ?? text.count
        if index - start > 1 || scheme(endingAt: start - 1) != nil { return index }
      } else {
        index += 1
        if text[start] == UInt8(ascii: ":"), index < text.count, !Self.isSlash(text[index]),
          let scheme = scheme(endingAt: start), Self.webSchemes.contains(scheme)
        {
          return index
        }
      }
    }
    return nil
  }

  /// Without slashes, only these make a URL: `mailto:me@example.com` is another matter.
  private static let webSchemes: Set = ["http", "https", "ws", "wss", "ftp", "ftps"]

  private func scheme(endingAt colon: Int) -> String? {
    guard colon > 0, text[colon] == UInt8(ascii: ":") else { return nil }
    let letters = text[..<colon].suffix(8).reversed().prefix {
      ComparedText.isNarrowLetter($0) || $0 == UInt8(ascii: "+")
    }
    return letters.count < 2
      ? nil : String(decoding: letters.reversed().map(ComparedText.folded), as: UTF8.self)
  }

  func userInfo() -> Range<Int>? {
    var index = 0
    while let start = nextAuthority(from: &index) {
      if let userInfo = userInfo(from: start) { return userInfo }
    }
    return nil
  }

  func userInfo(from start: Int, to limit: Int? = nil) -> Range<Int>? {
    let end = limit ?? self.end(from: start)
    let url = text[start..<end]
    guard let lastAt = url.lastIndex(of: UInt8(ascii: "@")) else { return nil }
    let authority = url.prefix { !Self.isSlash($0) && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    let ownAt = authority.lastIndex(of: UInt8(ascii: "@"))
    let isHost = Self.isHost(authority[(ownAt.map { $0 + 1 } ?? start)...])
    guard let at = isHost ? ownAt : lastAt, at > start else { return nil }
    return start..<at
  }

  /// The password; the user name, too, if it stands alone or may be a token.
  func hidden(of userInfo: Range<Int>) -> Range<Int>? {
    var place = userInfo
    if let colon = text[userInfo].firstIndex(of: UInt8(ascii: ":")), colon + 1 < userInfo.upperBound {
      let name = text[userInfo.lowerBound..<colon]
      let isToken = name.count >= 20 && name.contains { (0x30...0x39).contains($0) }
      if !isToken { place = (colon + 1)..<userInfo.upperBound }
    }
    let isHiddenAlready =
      text[place].elementsEqual(URLPassword.mark.utf8) || text[place].allSatisfy { $0 == UInt8(ascii: "*") }
    return isHiddenAlready ? nil : place
  }

  /// Before a blank, an angle bracket, or a quote that isn't part of the URL.
  private func end(from start: Int) -> Int {
    var index = start
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: " "), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "`"), 0x01...0x08,
        0x0B...0x0C,
        0x0E...0x1F:
        return index
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"):
        if !crossesLines { return index }
      case UInt8(ascii: "\""):
        let isEscaped = text[index - 1] == UInt8(ascii: "\\")
        let next = index + 1 < text.count ? text[index + 1] : UInt8(ascii: "}")
        if !isEscaped || ",:}]".utf8.contains(next) { return index }
      default: break
      }
      index += 1
    }
    return index
  }

  /// Whether it is plainly a host, perhaps with a port, and not a user name and the beginning of a password.
  private static func isHost(_ text: ArraySlice<UInt8>) -> Bool {
    let name: ArraySlice<UInt8>
    if text.first == UInt8(ascii: "["), let bracket = text.firstIndex(of: UInt8(ascii: "]")) {
      name = text[...bracket]
    } else {
      name = text.prefix { $0 != UInt8(ascii: ":") }
      let isLocal = name.map(ComparedText.folded).elementsEqual("localhost".utf8)
      let hasDot = name.dropFirst().dropLast().contains(UInt8(ascii: "."))
      let isName = name.allSatisfy {
        ComparedText.isLetter($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: "_")
      }
      guard isName, hasDot || isLocal else { return false }
    }
    let port = text[name.endIndex...]
    return port.isEmpty
      || port.first == UInt8(ascii: ":") && port.count <= 6
        && port.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func isSlash(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
  }
}
