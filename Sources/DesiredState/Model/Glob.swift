/// A pattern in which `*` stands for any run of characters and `?` for any single one; all else is itself.
package struct Glob: Sendable, Hashable {
  package let pattern: String

  package init(_ pattern: String) { self.pattern = pattern }

  /// Whether it matches itself alone.
  package var isLiteral: Bool { !pattern.contains { "*?".contains($0) } }

  /// Goes back to the last `*` only: the time is at most the product of the lengths, so a pattern with many
  /// stars can't stall a run.
  package func matches(_ text: String) -> Bool {
    var (pattern, text) = (pattern, text)
    return pattern.withUTF8 { pattern in text.withUTF8 { Self.matches(pattern, $0) } }
  }

  /// Whether it matches a URL as it is spelt, or both do in normal form.
  package func matches(url: String) -> Bool {
    matches(url) || Glob(WebhookURL.comparable(pattern)).matches(WebhookURL.comparable(url))
  }

  private static func matches(_ pattern: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>)
    -> Bool
  {
    /// The place after the character at a place.
    func next(_ t: Int) -> Int {
      var next = t + 1
      while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
      return next
    }
    var p = 0
    var t = 0
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
        star = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") {
        p += 1
        t = next(t)
      } else if p < pattern.count, pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = star {
        t = next(last.text)
        star = (last.pattern, t)
        p = last.pattern + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
