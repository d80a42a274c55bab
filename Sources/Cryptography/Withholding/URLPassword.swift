/// Finds passwords in the URLs of texts, valid or not. A password may break the rules: it has a `/`, `?` or `#`
/// in it, there are too few or too many slashes before it, or its `@` is a full-width one. So everything up to
/// the last `@` counts that may be meant as user name and password, unless a host stands plainly before it.
package enum URLPassword {
  package static let mark = "…"

  /// `https://user:…@host/`.
  package static func hidden(in url: String) -> String {
    let shown = Withholding().shown(url)
    guard let userInfo = userInfo(in: shown), shown == url else { return shown }
    // Without a scheme, or with blanks, a search for URLs in a text finds none.
    let start = shown.utf8.distance(from: shown.startIndex, to: userInfo.lowerBound)
    let count = shown.utf8.distance(from: userInfo.lowerBound, to: userInfo.upperBound)
    let scanner = URLScanner(text: Array(shown.utf8), crossesLines: true)
    guard let place = scanner.hidden(of: start..<(start + count)) else { return shown }
    var bytes = Array(shown.utf8)
    bytes.replaceSubrange(place, with: mark.utf8)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// User name and password, even of a text that was only meant as a URL.
  package static func userInfo(in url: String) -> Range<String.Index>? {
    let text = Array(url.utf8)
    let scanner = URLScanner(text: text, crossesLines: true)
    let slashes = text.indices.first { text[$0...].starts(with: "//".utf8) }
    let whole = scanner.userInfo(from: slashes.map { $0 + 2 } ?? 0, to: text.count)
    guard let place = whole ?? scanner.userInfo() else { return nil }
    let start = url.utf8.index(url.startIndex, offsetBy: place.lowerBound)
    return start..<url.utf8.index(start, offsetBy: place.count)
  }

  /// The bytes of a password, or of a user name that may be a token; none touches another.
  static func places(in text: [UInt8], isLines: Bool) -> [Range<Int>] {
    guard text.contains(where: mayBeAt) else { return [] }
    var places: [Range<Int>] = []
    var view: DecodedText? = DecodedText(text)
    for layer in 0...Withholding.layers {
      guard let current = view else { break }
      for place in URLScanner(text: current.bytes, crossesLines: layer > 0 || !isLines).passwords() {
        places.append(current.origin(of: place))
      }
      view = current.decoded()
    }
    return places
  }

  private static func mayBeAt(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "@"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "\\"), 0xEF: true
    default: false
    }
  }
}
