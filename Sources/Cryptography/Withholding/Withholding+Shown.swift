extension Withholding {
  /// The text without secrets, and without the passwords of URLs. `isLines`: each line stands by itself, so
  /// no URL goes on in the next.
  package func shown(_ text: String, isLines: Bool = false) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var isChanged = false
    for part in isLines ? Self.parts(of: bytes) : [bytes[...]] {
      let part = Array(part)
      if let changed = shown(part, isLines: isLines) {
        result += changed
        isChanged = true
      } else {
        result += part
      }
    }
    return isChanged ? String(decoding: result, as: UTF8.self) : text
  }

  /// The same for JSON documents, whose texts are looked at one by one: a secret made of ordinary words could
  /// otherwise match across the end of one text and the start of the next, and break the document.
  package func shown(json text: String) -> String {
    let bytes = Array(text.utf8)
    guard shown(bytes, isLines: true) != nil else { return text }
    let quote = UInt8(ascii: "\"")
    var result: [UInt8] = []
    var rest = bytes[...]
    while let start = rest.firstIndex(of: quote) {
      result += rest[...start]
      var end = start + 1
      while end < rest.endIndex, rest[end] != quote { end += rest[end] == UInt8(ascii: "\\") ? 2 : 1 }
      end = min(end, rest.endIndex)
      let content = Array(rest[(start + 1)..<end])
      result += shown(content, isLines: false) ?? content
      if end < rest.endIndex { result.append(quote) }
      rest = rest[end...].dropFirst()
    }
    return String(decoding: result + rest, as: UTF8.self)
  }

  /// The whole text or none of it: next to one secret there may be more of it, in a form that nobody thought of.
  package func whole(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard places(in: bytes).isEmpty else { return "(withheld: it repeats a secret)" }
    return Self.shown(bytes, without: [], isLines: false).map { String(decoding: $0, as: UTF8.self) } ?? text
  }

  private struct Gap {
    var range: Range<Int>
    var isSecret: Bool
  }

  /// `nil` if nothing is withheld.
  private func shown(_ text: [UInt8], isLines: Bool) -> [UInt8]? {
    Self.shown(text, without: places(in: text), isLines: isLines)
  }

  private static func shown(_ text: [UInt8], without secrets: [Range<Int>], isLines: Bool) -> [UInt8]? {
    let gaps =
      secrets.map { Gap(range: whole($0, in: text), isSecret: true) }
      + URLPassword.places(in: text, isLines: isLines).map {
        Gap(range: whole($0, in: text), isSecret: false)
      }
    guard !gaps.isEmpty else { return nil }
    var result: [UInt8] = []
    var position = 0
    for gap in joined(gaps, in: text) {
      result += text[position..<gap.range.lowerBound]
      result += (gap.isSecret ? mark : URLPassword.mark).utf8
      position = gap.range.upperBound
    }
    return result + text[position...]
  }

  /// Widened to whole characters.
  private static func whole(_ range: Range<Int>, in text: [UInt8]) -> Range<Int> {
    func isWithin(_ index: Int) -> Bool { index > 0 && index < text.count && text[index] & 0xC0 == 0x80 }
    var (start, end) = (range.lowerBound, range.upperBound)
    while isWithin(start) { start -= 1 }
    while isWithin(end) { end += 1 }
    return start..<end
  }

  /// Gaps that touch become one, and so do those that are apart by what stands between pieces of base64.
  private static func joined(_ gaps: [Gap], in text: [UInt8]) -> [Gap] {
    var result: [Gap] = []
    for gap in gaps.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard let last = result.last,
        gap.range.lowerBound <= last.range.upperBound
          || last.isSecret && gap.isSecret
            && text[last.range.upperBound..<gap.range.lowerBound].allSatisfy({ "+/=_-.".utf8.contains($0) })
      else {
        result.append(gap)
        continue
      }
      result[result.count - 1] = Gap(
        range: last.range.lowerBound..<max(last.range.upperBound, gap.range.upperBound),
        isSecret: last.isSecret || gap.isSecret)
    }
    return result
  }

  /// Cut after line feeds, so that a long text takes little memory besides its own.
  private static func parts(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    let size = 1 << 16
    var parts: [ArraySlice<UInt8>] = []
    var rest = text[...]
    while rest.count > size {
      let beyond = rest.dropFirst(size)
      let end = beyond.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
      parts.append(rest[..<end])
      rest = rest[end...]
    }
    return parts + [rest]
  }
}
