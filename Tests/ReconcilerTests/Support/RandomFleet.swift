import AppStoreConnect
import Simulator
import TestSupport

/// A random fleet and a random desired-state file for it. Names, URLs and event types come from small
/// alphabets, so that they collide often.
struct RandomFleet {
  private(set) var apps: [Fleet.App] = []
  private(set) var yaml = ""
  private var random: SeededGenerator

  /// Names that the file may use; wherever a rule says so, those that begin with `V` are ignored.
  private static let names = ["A", "B", "C", "D", "1e3", "no"]
  private static let liveNames = names + ["T0", "T1", "app 1 T2", "V1", "V2", "Other"]
  private static let urls = [
    "https://a.example.com/", "https://a.example.com", "HTTPS://A.Example.com:443/x/../",
    "https://b.example.com/hook", "https://c.example.com/hook?x=1", "https://d.example.com/%7ea",
  ]
  private static let events = [
    "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED", "BUILD_UPLOAD_STATE_UPDATED", "SOMETHING_NEW_CREATED",
  ]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...3, using: &random)
    var next = 0
    apps = (0..<count).map { index in
      // Full apps, empty ones and those in between are equally likely.
      let webhooks = [0, 10, 9, self.number(in: 1...8)].randomElement(using: &random) ?? 0
      return fleetApp(
        index, nil,
        (0..<webhooks).map { _ in
          next += 1
          return liveWebhook(id: "w\(next * 37 % 101)-\(next)")
        })
    }
    yaml = file()
  }

  private mutating func number(in range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
  private mutating func chance(_ percent: Int) -> Bool { number(in: 1...100) <= percent }
  private mutating func one(of list: [String]) -> String { list.randomElement(using: &random) ?? "" }

  private mutating func some(of list: [String], atMost most: Int) -> [String] {
    Array(list.shuffled(using: &random).prefix(number(in: 0...most)))
  }

  private mutating func eventList() -> [String] {
    Array(Self.events.shuffled(using: &random).prefix(number(in: 1...3)))
  }

  private mutating func liveWebhook(id: String) -> Fleet.Webhook {
    let url = chance(15) ? "https://vendor.example.com/\(number(in: 1...3))" : one(of: Self.urls)
    return fleetWebhook(
      id, one(of: Self.liveNames), url, eventList().map(EventType.init(rawValue:)), enabled: chance(70))
  }

  private mutating func body() -> String {
    var parts = [
      "url: \"\(one(of: Self.urls))\"", "events: [\(eventList().joined(separator: ", "))]",
      "secret: { env: S }",
    ]
    if chance(40) { parts.append("enabled: \(chance(50))") }
    return "{ \(parts.shuffled(using: &random).joined(separator: ", ")) }"
  }

  private mutating func file() -> String {
    var text = "version: 1\nallowUnknownEvents: true\ntemplates:\n  T0: \(body())\n  T1: \(body())\n"
    text += """
        named:
          name: "app {appId} T2"
          url: "https://t.example.com/{bundleId}?n={webhookName}"
          events: [BUILD_*]
          secret: { env: T }

      """
    if chance(50) {
      text += "policy: { prune: \(chance(50)), ignore: [{ url: \"https://vendor.example.com/*\" }] }\n"
    }
    text += "apps:\n"
    for app in apps.shuffled(using: &random) {
      text += "  \"\(chance(50) ? app.id : app.bundleId)\":\n"
      if chance(50) { text += "    prune: \(chance(60))\n" }
      if chance(50) { text += "    ignore: [{ name: \"V*\" }]\n" }
      text += "    use: [\(some(of: ["T0", "T1", "named"], atMost: 3).joined(separator: ", "))]\n"
      text += "    webhooks:\n"
      let own = some(of: Self.names, atMost: 6)
      if own.isEmpty { text += "      {}\n" }
      for name in own {
        text += "      \(name): \(chance(20) ? "{ template: T0, enabled: true }" : body())\n"
      }
    }
    return text
  }
}
