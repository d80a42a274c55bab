import TestSupport

/// Random changes to JSON values that keep them near to a desired-state file.
struct Mutations {
  var generator: SeededGenerator

  private static let words = [
    "", " ", "a", "5", "true", "null", "{appId}", "{bundleId}", "{{x}}", "{webhookName}", "BUILD_*",
    "BUILD_UPLOAD_STATE_UPDATED",
    "NEW_EVENT", "x", "*", "Empty", "Release bot", "com.example.z", "123", "a b", "é", "A_1", "a\u{7}b", "-",
    "\u{A0}",
    "https://a.example.com", "https://{bundleId}.example.com:8443/%41?q={appName}", "http://localhost",
    "http://a.example.com",
    "https://a..b", "https://[::{appId}]:443/", "https://u@a", "https://a#b", "HTTPS://A_B-c.example./",
    "ftp://a", "https://a:99999",
    "http://127.0.{appId}.1:/", "https://-a", "https://a/%4{appId}", "https://a/%zz", "https://a/\"",
  ]
  private static let keys = [
    "url", "events", "secret", "enabled", "template", "name", "use", "webhooks", "prune", "ignore", "env",
    "file", "command",
    "policy", "maxDeletes", "version", "apps", "templates", "eventGroups", "allowUnknownEvents", "x", "a b",
    "",
  ]

  /// The value with a change somewhere.
  mutating func change(_ value: AnyJSON, times: Int) -> AnyJSON {
    var value = value
    for _ in 0..<times { value = change(value) }
    return value
  }

  private mutating func change(_ value: AnyJSON) -> AnyJSON {
    switch value {
    case .list(var items) where !items.isEmpty && draw(5) > 0:
      let index = Int.random(in: items.indices, using: &generator)
      switch draw(8) {
      case 0: items.remove(at: index)
      case 1: items.append(leaf())
      case 2: items.append(items[index])
      default: items[index] = change(items[index])
      }
      return .list(items)
    case .object(var entries) where !entries.isEmpty && draw(12) > 0:
      let keys = entries.keys.sorted()
      let key = keys[draw(keys.count)]
      switch draw(12) {
      case 0: entries[key] = nil
      case 1: entries[Self.keys[draw(Self.keys.count)]] = leaf()
      case 2: entries[Self.words[draw(Self.words.count)]] = entries[key]
      default: entries[key] = entries[key].map { change($0) }
      }
      return .object(entries)
    default: return leaf()
    }
  }

  private mutating func leaf() -> AnyJSON {
    switch draw(10) {
    case 0: .null
    case 1: .flag(draw(2) == 0)
    case 2: .number(Double(draw(4)) - 1)
    case 3: .number(1.5)
    case 4: .list([.text(Self.words[draw(Self.words.count)])])
    case 5: .object([Self.keys[draw(Self.keys.count)]: .text(Self.words[draw(Self.words.count)])])
    default: .text(Self.words[draw(Self.words.count)])
    }
  }

  private mutating func draw(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }
}
