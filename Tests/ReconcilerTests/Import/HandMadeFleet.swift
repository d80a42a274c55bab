import AppStoreConnect
import DesiredState
import Planning
import PlanningSupport
import Simulator
import TestSupport

@testable import Reconciler

/// Apps of a few teams whose webhooks were made by hand: most alike, some nearly, some copied from another app.
struct HandMadeFleet {
  private(set) var apps: [ReadApp] = []

  private static let prefixes = [
    "com.example", "com.example.games", "com.example.news", "com.Example.Tools", "org.acme",
  ]
  private static let roles: [(names: [String], url: String)] = [
    (
      ["Release bot", "Release bot", "Release Bot", "release-bot", "release bot "],
      "https://hooks.example.com/asc/BUNDLE"
    ),
    (["CI builds", "CI Builds", "Builds"], "https://ci.vendor.example/webhooks/app_ID?branch=main"),
    (["Crash triage", "Crash Triage"], "https://triage.example.com/asc-ID"),
    (["Channel"], "https://chat.example.net/hooks/TEAM"),
    (["NAME bot", "Bot"], "https://data.example.org/ingest?bundle=BUNDLE&name=NAME"),
    (["Zap", "zap"], "https://catch.zap.example/hooks/RANDOM/"),
    (["BUNDLE"], "https://BUNDLE.apps.example.com:8443/"),
    (["Pager"], "HTTPS://Pager.example.com:443/%7Eid/TEAM"),
  ]
  private static let lists: [[EventType]] = [
    EventType.known, [Event.state, Event.beta], [Event.beta, Event.build], [Event.crash], [Event.build],
    [Event.state, Event.crash, Event.screenshot], [Event.future, Event.build],
  ]

  init(_ random: inout SeededGenerator, count: Int? = nil, first: Int = 0) {
    let usual = Self.roles.map { _ in Self.lists.randomElement(using: &random) ?? [] }
    let isUsed = Self.roles.map { _ in Int.random(in: 0..<3, using: &random) > 0 }
    for number in 0..<(count ?? Int.random(in: 1...14, using: &random)) {
      let place = first + number
      let prefix = Self.prefixes[min(place % 7, Self.prefixes.count - 1)]
      let facts = AppFacts(
        id: "\(1_600_000_000 + place * 7)", bundleId: "\(prefix).App\(place)",
        name: ["App \(place)", "Ünï & \(place)", "App"].randomElement(using: &random))
      var webhooks: [LiveWebhook] = []
      for (index, role) in Self.roles.enumerated() where isUsed[index] {
        func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &random) <= percent }
        if chance(12) { continue }
        for copy in 0..<(chance(6) ? 2 : 1) {
          // Some were copied from another app, with its IDs.
          let source = chance(6) ? apps.randomElement(using: &random)?.facts ?? facts : facts
          webhooks.append(
            LiveWebhook(
              id: "w\(place)-\(index)-\(copy)",
              name: Self.filled(
                (chance(80) ? role.names[0] : role.names.randomElement(using: &random)) ?? "", facts, &random),
              url: Self.filled(role.url, source, &random),
              events: chance(80) ? usual[index] : Self.lists.randomElement(using: &random) ?? [],
              enabled: !chance(10)))
        }
      }
      apps.append(ReadApp(facts: facts, webhooks: Array(webhooks.prefix(10))))
    }
  }

  private static func filled(_ text: String, _ facts: AppFacts, _ random: inout SeededGenerator) -> String {
    let name = facts.name ?? ""
    let isURL = text.contains("://")
    let bundleId = facts.bundleId ?? ""
    let id = Int.random(in: 0..<8, using: &random) == 0 && isURL ? bundleId.lowercased() : bundleId
    return text.replacing("BUNDLE", with: id).replacing(
      "NAME", with: isURL ? PercentText.encoded(name) : name
    )
    .replacing("ID", with: facts.id ?? "").replacing("TEAM", with: bundleId.prefix { $0 != "A" })
    .replacing("RANDOM", with: "\(UInt16.random(in: 0...(.max), using: &random))")
  }

  /// The fleet for a simulator.
  var fleetApps: [Fleet.App] {
    apps.map { app in
      Fleet.App(
        id: app.facts.id ?? "", bundleId: app.facts.bundleId ?? "", name: app.facts.name ?? "",
        webhooks: app.webhooks.map {
          Fleet.Webhook(id: $0.id, name: $0.name, url: $0.url, enabled: $0.enabled, eventTypes: $0.events)
        })
    }
  }
}

private enum PercentText {
  static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      return scalar.properties.isAlphabetic && byte < 0x80 || 0x30...0x39 ~= byte
        ? String(scalar) : "%" + String(Int(byte) + 0x100, radix: 16).dropFirst()
    }.joined()
  }
}

extension ImportOptions {
  static func random(_ random: inout SeededGenerator) -> Self {
    var options = Self()
    options.secrets = SecretsChoice.allCases.randomElement(using: &random) ?? .host
    options.normalizes = .random(using: &random)
    options.isWholeAccount = Int.random(in: 0..<4, using: &random) > 0
    switch Int.random(in: 0..<4, using: &random) {
    case 0: options.split = .prefix
    case 1: options.split = .patterns([("games", Glob("*.games.*")), ("one", Glob("*.App1"))])
    default: break
    }
    return options
  }
}
