import AppStoreConnect
import DesiredState
import PlanningSupport
import Simulator
import TestSupport

/// A random account, and a random file for it with variables, former names, protection, signed events, careful pruning
/// and apps that were handed over. Names, URLs and event types come from small alphabets, so that they collide often.
struct LanguageFleet {
  private(set) var apps: [Fleet.App] = []
  /// The names of webhooks that are on record, by app and webhook.
  private(set) var recorded: [String: [String: String]] = [:]
  private(set) var environment = [
    "STOREHOOKS_VAR_ZAP": "https://zap.example.com/catch/\(canary)/1", "STOREHOOKS_VAR_PATH": "p/q?r=1",
  ]
  static let canary = "canary-4711-c0ffee"
  static let variables = ["zap", "path", "team"]

  private var random: SeededGenerator
  private var templates: [String] = []
  private var listed: [(head: String, webhooks: [String])] = []
  private var tail = ""

  private static let events = [
    "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED", "BUILD_UPLOAD_STATE_UPDATED",
    "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED",
  ]
  private static let urls = [
    "{zap}", "https://{host}/a", "https://a.example.com/", "https://b.example.com/{path}",
    "https://{host}/{path}/{bundleId}",
  ]
  private static let liveURLs = [
    "https://zap.example.com/catch/\(canary)/1", "https://host.example.com/a", "https://a.example.com",
    "https://b.example.com/p/q?r=1", "https://vendor.example.com/",
  ]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    var id = 0
    for index in 0..<Int.random(in: 1...4, using: &random) {
      let webhooks = (0..<[0, 3, 6, 9][number(0...3)]).map { _ -> Fleet.Webhook in
        id += 1
        let name = one(of: ["A", "B", "C", "Blue T0", "T1", "O0", "O1", "O2", "O3", "P1", "V"])
        return fleetWebhook(
          "w\(id * 37 % 101)-\(id)", name, one(of: Self.liveURLs), events().map(EventType.init(rawValue:)),
          enabled: chance(75))
      }
      let app = fleetApp(index, nil, webhooks)
      apps.append(app)
      for webhook in webhooks where chance(60) {
        let name = chance(85) ? webhook.name : one(of: ["A", "B", "O0", "gone"])
        recorded[app.id, default: [:]][webhook.id] = name
      }
    }
    write()
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }
  private mutating func one(of list: [String]) -> String { list.randomElement(using: &random) ?? "" }
  private mutating func events() -> [String] {
    Array(Self.events.shuffled(using: &random).prefix(number(1...3)))
  }

  private mutating func body(formerly: [String] = [], name: String? = nil) -> String {
    var parts = [
      "url: \"\(one(of: Self.urls))\"", "events: [\(events().joined(separator: ", "))]", "secret: { env: S }",
    ]
    if let name { parts.append("name: \"\(name)\"") }
    if chance(20) { parts.append("enabled: false") }
    if !formerly.isEmpty { parts.append("formerly: [\(formerly.joined(separator: ", "))]") }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  private mutating func write() {
    templates = [
      "T0: \(body(formerly: chance(60) ? ["O0"] : [], name: "{team} T0"))",
      "T1: \(body(formerly: chance(60) ? ["O1"] : []))",
      "base: { url: \"https://{host}/a\", events: [\(Self.events[0]), \(Self.events[1])], secret: { env: S } }",
    ]
    var forgotten: [String] = []
    for app in apps.shuffled(using: &random) {
      if chance(15) {
        forgotten.append(chance(50) ? app.id : app.bundleId)
        continue
      }
      var head = "  \"\(chance(40) ? app.id : app.bundleId)\":\n"
      let prune = one(of: ["", "prune: false", "prune: managed", "prune: true"])
      if !prune.isEmpty { head += "    \(prune)\n" }
      let used = ["T0", "T1"].filter { _ in chance(50) }
      head += "    use: [\(used.joined(separator: ", "))]\n"
      var former = ["O2", "O3"].shuffled(using: &random)
      let webhooks = ["A", "B", "C", "P1"].filter { _ in chance(45) }.map { name -> String in
        let formerly = chance(40) ? former.popLast().map { [$0] } ?? [] : []
        guard chance(30) else { return "\(name): \(body(formerly: formerly))" }
        let signs = ["+\(Self.events[2])", "-\(Self.events[0])"].filter { _ in chance(70) }
        return
          "\(name): { template: base\(signs.isEmpty ? "" : ", events: [\(signs.joined(separator: ", "))]") }"
      }
      listed.append((head, webhooks))
    }
    var policy = ["maxChanges: 500"]
    if chance(60) { policy.append("prune: \(one(of: ["true", "false", "managed"]))") }
    if chance(60) { policy.append("protect: [{ name: \"P*\" }, { url: \"https://a.example.com*\" }]") }
    if chance(40) { policy.append("ignore: [{ url: \"https://vendor.example.com/*\" }]") }
    tail = "policy: { \(policy.joined(separator: ", ")) }\nforget: [\(forgotten.joined(separator: ", "))]\n"
  }

  /// The file; with a seed, in another order.
  func yaml(shuffledBy seed: UInt64? = nil) -> String {
    var random = SeededGenerator(seed: seed ?? 0)
    func order<Element>(_ list: [Element]) -> [Element] { seed == nil ? list : list.shuffled(using: &random) }
    var text = "version: 1\nvariables:\n"
    for line in order([
      "host: host.example.com", "zap: { sensitive: true }", "path: {}", "team: { default: Blue }",
    ]) {
      text += "  \(line)\n"
    }
    text += "templates:\n"
    for template in order(templates) { text += "  \(template)\n" }
    text += tail + "apps:\(listed.isEmpty ? " {}" : "")\n"
    for (head, webhooks) in order(listed) {
      text += head + "    webhooks:\(webhooks.isEmpty ? " {}" : "")\n"
      for webhook in order(webhooks) { text += "      \(webhook)\n" }
    }
    return text
  }

  /// The values of all variables except one; `team` has a default that another value replaces.
  func values(without unset: String? = nil) -> VariableValues {
    var environment = environment
    if let unset { environment["STOREHOOKS_VAR_" + unset.uppercased()] = nil }
    return VariableValues(environment: environment)
  }
}
