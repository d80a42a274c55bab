import AppStoreConnect
import Cryptography
import DesiredState
import Diagnostics
import Simulator
import TestSupport

/// A random fleet and a random desired-state file for it. Names, URLs and event types come from small alphabets, so
/// that they collide often; every app has room for what is wanted.
struct Scenario {
  /// The file's secrets.
  static let secrets = ["S": "a-secret-that-is-none", "T": "another-secret-that-is-none"]
  /// The live webhooks' secrets, which are in the environment again if somebody goes back to them.
  static let formerSecrets = secrets.mapValues { _ in former }
  static let former = "live-secret-that-is-none"

  private(set) var fleet = Fleet()
  private(set) var yaml = "version: 1\n"
  private var random: SeededGenerator

  private static let names = ["Alpha", "Beta", "Gamma", "Delta", "1e3", "no"]
  private static let urls = [
    "https://a.example.com/", "https://b.example.com/hook", "https://c.example.com/hook?x=1",
    "https://d.example.com/%7Ea",
  ]

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    let hasRule = chance(40)
    if hasRule { addRule() }
    yaml += "apps:\n"
    for index in 1...Int.random(in: 1...3, using: &random) {
      let prunes = chance(70)
      let count = prunes ? (chance(30) ? 10 : number(0...6)) : number(0...4)
      let app = Fleet.App(
        id: "\(1_000_000_000 + index)", bundleId: "com.example.app\(index)", name: "App \(index)",
        webhooks: (0..<count).map { liveWebhook(id: "w\(index)-\($0)") })
      fleet.apps.append(app)
      yaml += "  \(app.bundleId):\n    prune: \(prunes)\n    ignore: [{ name: Vendor }]\n    webhooks:\n"
      let wanted = Self.names.shuffled(using: &random).prefix(number(1...(hasRule ? 4 : 5)))
      for name in wanted { yaml += "      \(name): \(body())\n" }
    }
  }

  /// Gives every app two webhooks by a rule, and adds an app that only the rule brings in.
  private mutating func addRule() {
    yaml += "templates:\n  Alpha: \(body())\n  Rule: \(body())\n"
    let prune = ["true", "managed", "false"].randomElement(using: &random) ?? ""
    yaml += "defaults: [{ apps: [\"com.example.*\"], use: [Alpha, Rule], prune: \(prune) }]\n"
    yaml += "policy: { ignore: [{ name: Vendor }] }\n"
    let webhooks = (0..<number(0...4)).map { liveWebhook(id: "w0-\($0)") }
    fleet.apps.append(
      Fleet.App(id: "1000000000", bundleId: "com.example.app0", name: "App 0", webhooks: webhooks))
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
  private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

  private mutating func events() -> [EventType] {
    Array(EventType.known.prefix(4).shuffled(using: &random).prefix(number(1...3)))
  }

  private mutating func liveWebhook(id: String) -> Fleet.Webhook {
    // One in ten is somebody else's.
    let name = chance(10) ? "Vendor" : (Self.names + ["Other"]).randomElement(using: &random) ?? ""
    return Fleet.Webhook(
      id: id, name: name, url: Self.urls.randomElement(using: &random) ?? "", enabled: chance(70),
      eventTypes: events(), secret: Secret(Self.former))
  }

  private mutating func body() -> String {
    let events = events().map(\.rawValue).joined(separator: ", ")
    let url = Self.urls.randomElement(using: &random) ?? ""
    let enabled = chance(80)
    let secret = chance(50) ? "S" : "T"
    return "{ url: \"\(url)\", events: [\(events)], enabled: \(enabled), secret: { env: \(secret) } }"
  }

  func desiredState() throws -> DesiredState {
    let result = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: yaml)])
    guard let state = result.state else {
      throw SoakFailure(description: DiagnosticRenderer().render(result.diagnostics))
    }
    return state
  }
}

/// Why a soak run failed.
struct SoakFailure: Error {
  var description: String
}
