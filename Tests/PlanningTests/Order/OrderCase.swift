import AppStoreConnect
import Diagnostics
import PlanningSupport
import TestSupport

@testable import DesiredState
@testable import Planning

/// One app's desired and live state, made small so that names, URLs and event types collide all the time.
struct OrderCase: CustomStringConvertible {
  var desired: DesiredApp
  var live: [LiveWebhook]
  /// What the state file knows: names by IDs.
  var recordedNames: [String: String] = [:]

  static let file = SourceFile(path: "webhooks.yaml", text: "")

  static var place: SourceRange {
    let start = SourcePosition(line: 1, column: 1)
    return SourceRange(file: file, start: start, end: start)
  }

  /// How many different values there are, and how many webhooks each side has at most.
  struct Alphabet {
    var names = 3
    var urls = 2
    var events = 2
    var most = 4
  }

  init(targets: [TargetWebhook], live: [LiveWebhook], prune: Prune = .always, ignore: [IgnoreRule] = []) {
    desired = DesiredApp(
      key: .bundleId("com.example.app"), location: Self.place,
      webhooks: targets.map { target in
        DesiredWebhook(
          name: PlaceholderText(literal: target.name), url: PlaceholderText(literal: target.url.text),
          events: target.events, enabled: target.enabled, secret: target.secret,
          locations: DesiredWebhook.Locations(
            webhook: Self.place, url: Self.place, events: Self.place, secret: Self.place))
      }, prune: prune, ignore: ignore)
    self.live = live
  }

  /// Draws a case.
  init(_ alphabet: Alphabet, using random: inout some RandomNumberGenerator) {
    let targets = (0..<alphabet.names).shuffled(using: &random)
      .prefix(Int.random(in: 0...min(alphabet.most, alphabet.names), using: &random))
      .map { name in
        Self.target(
          "n\(name)", url: Int.random(in: 0..<alphabet.urls, using: &random),
          events: Self.events(alphabet, &random), enabled: Int.random(in: 0..<6, using: &random) > 0)
      }
    let live = (0..<Int.random(in: 0...alphabet.most, using: &random)).map { id in
      Self.live(
        "w\(id)", "n\(Int.random(in: 0..<alphabet.names, using: &random))",
        url: Int.random(in: 0..<alphabet.urls, using: &random), events: Self.events(alphabet, &random),
        enabled: Int.random(in: 0..<6, using: &random) > 0)
    }
    self.init(
      targets: targets, live: live, prune: Int.random(in: 0..<5, using: &random) > 0 ? .always : .never)
    if Int.random(in: 0..<6, using: &random) == 0 {
      let name = "n\(Int.random(in: 0..<alphabet.names, using: &random))"
      if !targets.contains(where: { $0.name == name }) {
        desired.ignore = [IgnoreRule(name: Glob(name), location: Self.place)]
      }
    }
    if Int.random(in: 0..<5, using: &random) == 0 {
      protect("n\(Int.random(in: 0..<alphabet.names, using: &random))")
    }
    let others = (0..<alphabet.names).filter { name in !targets.contains { $0.name == "n\(name)" } }
    if !targets.isEmpty, Int.random(in: 0..<3, using: &random) == 0 {
      let formerly = others.shuffled(using: &random).prefix(Int.random(in: 0...2, using: &random))
      self.formerly(Int.random(in: targets.indices, using: &random), formerly.map { "n\($0)" })
    }
  }

  /// Protects the live webhooks of a name.
  mutating func protect(_ name: String) {
    desired.protect = [IgnoreRule(name: Glob(name), location: Self.place)]
  }

  /// Gives a webhook former names.
  mutating func formerly(_ index: Int, _ names: [String]) {
    desired.webhooks[index].formerly = names.map {
      FormerName(name: PlaceholderText(literal: $0), location: Self.place)
    }
  }

  /// Draws a case in which one webhook delivers each event type of a URL before, and another one after:
  /// nothing is spare, so that the plain order seldom works.
  static func contested(most: Int = 4, using random: inout some RandomNumberGenerator) -> Self {
    let count = Int.random(in: 2...most, using: &random)
    let events = Int.random(in: count...7, using: &random)
    func deal() -> [[Int]] {
      var hands: [[Int]] = Array(repeating: [], count: count)
      for event in (0..<events).shuffled(using: &random) {
        let hand = hands.firstIndex(of: []) ?? Int.random(in: 0..<count, using: &random)
        hands[hand].append(event)
      }
      return hands
    }
    let urls = Bool.random(using: &random) ? 1 : 2
    return Self(
      targets: deal().enumerated().map { target("n\($0.offset)", url: $0.offset % urls, events: $0.element) },
      live: deal().enumerated().map {
        live("w\($0.offset)", "n\($0.offset)", url: $0.offset % urls, events: $0.element)
      },
      prune: Bool.random(using: &random) ? .always : .never)
  }

  private static func events(_ alphabet: Alphabet, _ random: inout some RandomNumberGenerator) -> [Int] {
    let events = (0..<alphabet.events).filter { _ in Bool.random(using: &random) }
    return events.isEmpty ? [0] : events
  }

  static func target(_ name: String, url: Int, events: [Int], enabled: Bool = true) -> TargetWebhook {
    guard let url = try? WebhookURL("https://u\(url).example.com/") else { preconditionFailure("a URL") }
    return TargetWebhook(
      name: name, url: url, events: events.sorted().map { EventType(rawValue: "E\($0)") }, enabled: enabled,
      secret: .environment("S_\(name)"))
  }

  static func live(
    _ id: String, _ name: String, url: Int, events: [Int], enabled: Bool = true
  ) -> LiveWebhook {
    LiveWebhook(
      id: id, name: name, url: "https://u\(url).example.com",
      events: events.map { EventType(rawValue: "E\($0)") }, enabled: enabled)
  }

  static let facts = AppFacts(id: "1", bundleId: "com.example.app")

  var targets: [TargetWebhook] { desired.targets(for: Self.facts).webhooks }

  func plan(secrets: SecretFacts = .none) -> AppPlan {
    var reading = AppReading(desired: desired, facts: Self.facts, webhooks: .success(live))
    reading.recordedNames = recordedNames
    return Planner(secrets: secrets).plan([reading]).apps[0]
  }

  var description: String {
    let live = live.map { "\($0.id)=\($0.name) \(Self.short($0.url, $0.events, $0.enabled))" }
    let wanted = targets.map { "\($0.name) \(Self.short($0.url.text, $0.events, $0.enabled))" }
    return "live [\(live.joined(separator: ", "))] wanted [\(wanted.joined(separator: ", "))]"
      + (desired.prune == .always ? "" : " prune \(desired.prune.rawValue)")
      + (recordedNames.isEmpty ? "" : " recorded \(recordedNames.sorted { $0.key < $1.key })")
      + desired.ignore.map { " ignore \($0.summary)" }.joined()
      + desired.protect.map { " protect \($0.summary)" }.joined()
      + targets.filter { !$0.formerly.isEmpty }.map { " \($0.name) formerly \($0.formerly)" }.joined()
  }

  private static func short(_ url: String, _ events: [EventType], _ enabled: Bool) -> String {
    "\(url.dropFirst(8).prefix(2)) \(events.map(\.rawValue).joined())\(enabled ? "" : " off")"
  }
}

/// App Store Connect's side of one app, as far as plans need it: a list of webhooks that calls change.
struct ModelApp {
  var webhooks: [LiveWebhook]
  private var created = 0

  init(_ webhooks: [LiveWebhook]) { self.webhooks = webhooks }

  /// Makes a call, and returns which webhook it concerned.
  @discardableResult mutating func make(_ step: Step) -> String {
    switch step.call {
    case .create(let target):
      created += 1
      let id = "new\(created)-\(target.name)"
      webhooks.append(
        LiveWebhook(
          id: id, name: target.name, url: target.url.text, events: target.events, enabled: target.enabled))
      return id
    case .modify(let id, let change):
      webhooks = webhooks.map { webhook in
        webhook.id != id
          ? webhook
          : LiveWebhook(
            id: id, name: change.name ?? webhook.name, url: change.url?.text ?? webhook.url,
            events: change.events ?? webhook.events, enabled: change.enabled ?? webhook.enabled)
      }
      return id
    case .delete(let id):
      webhooks.removeAll { $0.id == id }
      return id
    }
  }

  /// What is delivered, as `URL event`.
  var delivered: Set<String> {
    Set(
      webhooks.filter(\.enabled).flatMap { webhook in
        webhook.events.map { "\(webhook.comparableURL) \($0.rawValue)" }
      })
  }
}
