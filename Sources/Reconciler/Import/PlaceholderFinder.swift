import DesiredState
import Planning
import Platform

/// Finds an app's bundle ID, Apple ID and name in the names and URLs of its webhooks, so that several apps can share
/// one text.
struct PlaceholderFinder {
  /// A text as a template could have it.
  struct Candidate: Hashable {
    /// The same for all that share it; of a URL, whatever its spelling.
    var key: String
    var text: String
    /// How much it says by placeholders, and what can change it: the app's IDs that stand by themselves, all of them,
    /// its name.
    var rank: Int
  }

  private struct Needle {
    var placeholder: [UInt8]
    var inNames: [UInt8]
    var inURLs: [UInt8]
    var isNumber: Bool
    var mayFollowLetters = false
  }

  private let facts: AppFacts
  private var levels: [[Needle]] = []

  init(_ facts: AppFacts) {
    self.facts = facts
    var words: [Needle] = []
    if let id = facts.bundleId, AppKey(id) == .bundleId(id) { words.append(Self.needle(.bundleId, id)) }
    if let id = facts.id, !id.isEmpty { words.append(Self.needle(.appId, id)) }
    var ids = words
    // Nothing else looks like the long number that an Apple ID is.
    for index in ids.indices where ids[index].isNumber {
      ids[index].mayFollowLetters = ids[index].inNames.count > 5
    }
    var all = ids
    if let name = facts.name, name.count > 1 { all.append(Self.needle(.appName, name)) }
    levels = [words, ids, all]
  }

  private static func needle(_ placeholder: PlaceholderText.Placeholder, _ value: String) -> Needle {
    Needle(
      placeholder: Array("{\(placeholder.rawValue)}".utf8), inNames: Array(value.utf8),
      inURLs: Array(PercentEncoding.encode(value).utf8), isNumber: placeholder == .appId)
  }

  /// What the name could be in a template; first the text itself.
  func candidates(name: String) -> [Candidate] {
    let escaped = ImportedWebhook.escaped(name)
    var found = [Candidate(key: escaped, text: escaped, rank: 0)]
    for (rank, needles) in levels.enumerated() {
      guard let text = Self.replaced(escaped, needles, \.inNames), text != found.last?.text,
        filled(text, encoded: false) == name
      else { continue }
      found.append(Candidate(key: text, text: text, rank: rank + 1))
    }
    return found
  }

  /// What the URL could be in a template; first the URL itself. Each stands for exactly this URL.
  func candidates(url webhook: LiveWebhook) -> [Candidate] {
    let comparable = webhook.comparableURL
    var found = [Candidate(key: comparable, text: webhook.url, rank: 0)]
    for (rank, needles) in levels.enumerated() {
      guard let key = Self.replaced(comparable, needles, \.inURLs, isURL: true), key != found.last?.key,
        isSame(key, comparable)
      else { continue }
      var text = key
      if webhook.url != comparable,
        let written = Self.replaced(webhook.url, needles, \.inURLs, isURL: true), isSame(written, comparable),
        Self.placeholders(of: written) == Self.placeholders(of: key)
      {
        text = written
      }
      found.append(Candidate(key: key, text: text, rank: rank + 1))
    }
    return found
  }

  private static func placeholders(of text: String) -> [PlaceholderText.Part] {
    ((try? PlaceholderText(parsing: text))?.parts ?? []).filter {
      if case .placeholder = $0 { true } else { false }
    }
  }

  private func isSame(_ text: String, _ comparable: String) -> Bool {
    filled(text, encoded: true).map(WebhookURL.comparable) == comparable
  }

  private func filled(_ text: String, encoded: Bool) -> String? {
    (try? PlaceholderText(parsing: text))?.filled { placeholder in
      let value = facts.value(placeholder, webhook: nil)
      return encoded ? value.map(PercentEncoding.encode) : value
    }
  }

  /// `nil` if none of the needles is there.
  private static func replaced(
    _ text: String, _ needles: [Needle], _ form: KeyPath<Needle, [UInt8]>, isURL: Bool = false
  ) -> String? {
    let bytes = Array(text.utf8)
    let host = isURL ? hostRange(bytes) : 0..<0
    let needles = needles.map { (bytes: $0[keyPath: form], needle: $0) }
    var result: [UInt8] = []
    var isFound = false
    var index = host.lowerBound
    result += bytes[..<index]
    while index < bytes.count {
      let found = needles.first { pair in
        stands(pair.bytes, pair.needle, at: index, in: bytes, host)
      }
      if let found {
        result += found.needle.placeholder
        index += found.bytes.count
        isFound = true
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return isFound ? String(decoding: result, as: UTF8.self) : nil
  }

  /// Whether a value stands alone here: `com.example.app` isn't in `com.example.app2`, nor `7` in `v7`. Case doesn't
  /// matter in a host.
  private static func stands(
    _ value: [UInt8], _ needle: Needle, at start: Int, in bytes: [UInt8], _ host: Range<Int>
  ) -> Bool {
    let end = start + value.count
    guard end <= bytes.count else { return false }
    let isInHost = host.contains(start) && end <= host.upperBound
    for (offset, byte) in value.enumerated() {
      let other = bytes[start + offset]
      guard byte == other || isInHost && lowercased(byte) == lowercased(other) else { return false }
    }
    func isPart(_ byte: UInt8) -> Bool {
      if needle.mayFollowLetters { return isDigit(byte) }
      return isDigit(byte) || 0x61...0x7A ~= lowercased(byte) || byte >= 0x80
    }
    // The digits of a percent-encoded character aren't part of a word.
    let isBehindEscape = start > 2 && bytes[start - 3] == UInt8(ascii: "%")
    if start > 0, !isBehindEscape, isPart(bytes[start - 1]) { return false }
    return end == bytes.count || !isPart(bytes[end])
  }

  /// Where the host is, with its port.
  private static func hostRange(_ bytes: [UInt8]) -> Range<Int> {
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon + 3 <= bytes.count else { return 0..<0 }
    let start = colon + 3
    let end = bytes[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
    return start..<(end ?? bytes.count)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }

  private static func lowercased(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }
}
