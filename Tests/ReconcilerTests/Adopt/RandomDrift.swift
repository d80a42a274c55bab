import AppStoreConnect
import Diagnostics
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// Random files, and what somebody changed by hand of what they want.
struct RandomDrift {
  let files: [SourceFile]
  let features: Set<RandomDesiredFiles.Feature>
  let state: DesiredState
  private(set) var readings: [AppReading] = []
  /// Apps that no file lists.
  private(set) var others: [LiveApp] = []
  private let movesReceiver: Bool
  private let mask: URLMask
  private var generator: SeededGenerator
  private var number = 0

  init(seed: UInt64) throws {
    let random = RandomDesiredFiles(seed: seed)
    (files, features) = (random.files, random.features)
    let result = Self.decode(files)
    let texts = files.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: "-----\n")
    state = try #require(
      result.state, "seed \(seed)\n\(DiagnosticRenderer().render(result.diagnostics))\n\(texts)")
    mask = result.mask
    generator = SeededGenerator(seed: seed ^ 0xD21F7)
    movesReceiver = seed.isMultiple(of: 4)
    var rules = DefaultsMatcher(state)
    let byRule = AppFacts(id: "3000000000", bundleId: "com.example.ruled", name: "Ruled")
    for app in state.apps + [rules.app(byRule)].compactMap({ $0 }) {
      let facts =
        (random.apps + [byRule]).first { $0.id == app.key.text || $0.bundleId == app.key.text } ?? byRule
      var app = app
      if app.isListed { rules.complete(&app, as: facts) }
      let live = webhooks(of: app, facts).masked(by: mask, facts, app)
      readings.append(AppReading(desired: app, facts: facts, webhooks: .success(live)))
    }
    let prefix = state.defaults.isEmpty ? "com.example.app" : "org.example.app"
    for index in 0..<Int.random(in: 0...2, using: &generator) {
      let facts = AppFacts(
        id: "\(2_000_000_000 + index)", bundleId: "\(prefix)\(index)5", name: "New \(index)")
      others.append(LiveApp(facts: facts, webhooks: .success(webhooks(ofNew: facts))))
    }
  }

  static func decode(_ files: [SourceFile]) -> DesiredStateReader.Result {
    DesiredStateReader(values: RandomDesiredFiles.values).decode(files)
  }

  // MARK: What is made by hand

  private mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 1...100, using: &generator) <= percent
  }

  private mutating func events() -> [EventType] {
    let count = Int.random(in: 1...4, using: &generator)
    let known = Array(EventType.known.shuffled(using: &generator).prefix(count))
    return chance(4) ? known + [EventType(rawValue: "FROM_TOMORROW")] : known
  }

  private mutating func url(_ facts: AppFacts) -> String {
    let path =
      chance(20) ? "/\(facts.bundleId ?? "")" : RandomDesiredFiles.paths.randomElement(using: &generator)
    return "https://live\(Int.random(in: 0...3, using: &generator)).example.com\(path ?? "")"
  }

  private mutating func name() -> String {
    "\(RandomDesiredFiles.names.randomElement(using: &generator) ?? "") \(number)"
  }

  private mutating func hook(_ name: String, _ url: String, _ events: [EventType], _ enabled: Bool)
    -> LiveWebhook
  {
    number += 1
    return LiveWebhook(id: "w\(number)", name: name, url: url, events: events, enabled: enabled)
  }

  private mutating func webhooks(of app: DesiredApp, _ facts: AppFacts) -> [LiveWebhook] {
    var live: [LiveWebhook] = []
    let targets = app.targets(for: facts).webhooks
    let formerNames = targets.flatMap(\.formerly)
    for target in targets {
      if chance(12) { continue }
      var (name, url) = (target.name, target.url.text)
      if movesReceiver { url = url.replacing("t0.example", with: "moved.example") }
      if chance(12) { name = self.name() }
      if let former = target.formerly.randomElement(using: &generator), chance(30) { name = former }
      if chance(12) { url = self.url(facts) }
      live.append(
        hook(
          name, url, chance(15) ? events() : target.events, chance(15) ? !target.enabled : target.enabled))
    }
    for _ in 0..<Int.random(in: 0...2, using: &generator) where live.count < 8 && chance(50) {
      var name = self.name()
      if chance(10), let other = live.randomElement(using: &generator) { name = other.name }
      if chance(20), let former = formerNames.randomElement(using: &generator) { name = former }
      live.append(hook(name, url(facts), events(), chance(70)))
    }
    // A full app with one webhook replaced.
    let isFull = chance(3)
    while isFull, live.count < APILimits.webhooksPerApp {
      live.append(hook("\(name()) more", url(facts), events(), true))
    }
    return live
  }

  private mutating func webhooks(ofNew facts: AppFacts) -> [LiveWebhook] {
    var live = [hook(name(), url(facts), events(), chance(70))]
    if chance(50) {
      live.append(hook("T0", "https://t0.example.com/\(facts.bundleId ?? "")", events(), true))
    }
    if chance(30) { live.append(hook("Bad", "ftp://x", events(), true)) }
    if chance(20) { live.append(hook(live[0].name, url(facts), events(), true)) }
    return live
  }
}
