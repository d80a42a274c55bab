import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import Platform

struct ImportedWebhook {
  var app: Int
  var live: LiveWebhook
  /// The name with the app's IDs replaced by placeholders, written as a template has it.
  var name: String
  /// The URL with the app's IDs replaced by placeholders.
  var url: String

  init(_ live: LiveWebhook, app: Int, facts: AppFacts) {
    self.app = app
    self.live = live
    name = Self.generalized(Self.escaped(live.name), facts)
    // A URL that can be described has no braces.
    url = Self.generalized(live.url, facts)
  }

  /// A text in which braces stand for themselves, as a template's name has to be written.
  static func escaped(_ text: String) -> String {
    text.replacingScalars("{", with: "{{").replacingScalars("}", with: "}}")
  }

  private static func generalized(_ text: String, _ facts: AppFacts) -> String {
    var text = text
    if let id = facts.bundleId, AppKey(id) == .bundleId(id) { text = replaced(id, "{bundleId}", in: text) }
    if let id = facts.id { text = replaced(id, "{appId}", in: text) }
    return text
  }

  /// Replaces an ID where it stands by itself: `com.example.app` isn't in `com.example.app2`, nor `1` in
  /// `v1`.
  private static func replaced(_ id: String, _ placeholder: String, in text: String) -> String {
    let bytes = Array(text.utf8)
    let pattern = Array(id.utf8)
    guard !pattern.isEmpty, bytes.count >= pattern.count else { return text }
    func isPartOfWord(_ index: Int) -> Bool {
      bytes.indices.contains(index) && bytes[index] != UInt8(ascii: ".")
        && (PercentEncoding.isUnreserved(bytes[index]) || bytes[index] >= 0x80)
    }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let end = index + pattern.count
      if end <= bytes.count, bytes[index..<end].elementsEqual(pattern), !isPartOfWord(index - 1),
        !isPartOfWord(end)
      {
        result += placeholder.utf8
        index = end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

struct ImportedTemplate {
  var key: String
  var name: String
  var url: String
  var events: [EventType]
  /// What most of its webhooks have.
  var enabled: Bool
  var webhooks: [ImportedWebhook]
}
