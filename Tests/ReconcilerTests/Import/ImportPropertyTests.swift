import AppStoreConnect
import PlanningSupport
import Simulator
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// Whatever is live, the file made of it is valid, its plan is empty, and it is always the same.
@Suite struct ImportPropertyTests {
  private static let words: [String] = [
    "Bot", "bot", "A", "A*", "?", "no", "1e3", "{x}", "{bundleId}", "com.example.app1", "1000000001", "é",
    "e\u{301}", "日本", "\u{202E}", "\u{7}", "\n", "\"", "'", ": ", " #", "  ", "", "<<", "\u{FFFE}",
    "\u{E000}", "{\u{301}", "\u{D4E}}", "\u{711}",
    String(repeating: "long", count: 400),
  ]
  private static let urls: [String] = [
    "https://a.example.com/", "https://a.example.com", "HTTPS://A.example.com:443/", "http://a.example.com/",
    "https://a.example.com/BUNDLE", "https://a.example.com/?id=ID", "https://a.example.com/x?y=*",
    "https://a.example.com/{x}", "https://a.example.com/é", "https://u:p@a.example.com/", "", "ftp://x", "#",
    "nonsense",
    "https://a.example.com/com.example.app1/1000000001", "http://localhost:8080/BUNDLE",
  ]
  private static let events: [EventType] = [
    Event.build, Event.crash, Event.state, Event.future, "odd.event", "TRUE", "NULL", "A",
  ]

  private func apps(_ random: inout SeededGenerator) -> [ReadApp] {
    let count = Int.random(in: 0...4, using: &random)
    return (1...max(1, count)).prefix(count).map { number in
      let id = "\(1_000_000_000 + number)"
      let bundleIds = [
        "com.example.app\(number)", "com.example.app\(number)", nil, "odd id \(number)", "\(number)",
      ]
      let bundleId = bundleIds.randomElement(using: &random) ?? nil
      let webhooks = (0..<Int.random(in: 0...10, using: &random)).map { index in
        let name = (0..<Int.random(in: 1...2, using: &random)).map { _ in
          Self.words.randomElement(using: &random) ?? ""
        }.joined()
        let url = (Self.urls.randomElement(using: &random) ?? "")
          .replacing("BUNDLE", with: bundleId ?? "none").replacing("ID", with: id)
        if Int.random(in: 0..<3, using: &random) == 0 {
          return shared(number, index, url: bundleId ?? id, &random)
        }
        let events = Self.events.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
        return LiveWebhook(
          id: "w\(number)-\(index)", name: name, url: url, events: Array(events),
          enabled: Int.random(in: 0..<3, using: &random) > 0)
      }
      let name = Self.words.randomElement(using: &random)
      return ReadApp(facts: AppFacts(id: id, bundleId: bundleId, name: name), webhooks: webhooks)
    }
  }

  /// A webhook that other apps probably have, too.
  private func shared(
    _ number: Int, _ index: Int, url: String, _ random: inout SeededGenerator
  ) -> LiveWebhook {
    let names = ["Bot", "no", "{x}", "日本"]
    let urls = ["https://a.example.com/hook", "https://a.example.com/\(url)"]
    return LiveWebhook(
      id: "w\(number)-\(index)", name: names.randomElement(using: &random) ?? "",
      url: urls.randomElement(using: &random) ?? "", events: [Event.build], enabled: .random(using: &random))
  }

  @Test func anyAccount() {
    var (described, skipped, templates) = (0, 0, 0)
    for seed in RandomCases.seeds(70) {
      var random = SeededGenerator(seed: seed)
      let apps = apps(&random)
      let options = ImportOptions.random(&random)
      let imported = Importer(options).file(for: apps)
      let problems = imported.problems(against: apps)
      #expect(problems.isEmpty, "seed \(seed): \(problems)\n\(imported.files.map(\.yaml))")
      let live = apps.reduce(0) { $0 + $1.webhooks.count }
      #expect(imported.webhooks + imported.skipped.count == live, "seed \(seed)")
      #expect(Set(imported.variables.map(\.name)).count == imported.variables.count, "seed \(seed)")
      let shuffled = apps.shuffled(using: &random).map { app in
        ReadApp(facts: app.facts, webhooks: app.webhooks.shuffled(using: &random))
      }
      #expect(Importer(options).file(for: shuffled).files == imported.files, "seed \(seed)")
      described += imported.webhooks
      skipped += imported.skipped.count
      templates += imported.templates
    }
    #expect(described > 35)
    #expect(skipped > 35)
    #expect(templates > 1)
  }

  /// Fleets made by hand: nearly equal names, URLs with the app's IDs, copies.
  @Test func anyFleetMadeByHand() {
    var (rules, renames, templates, overrides, files, groups) = (0, 0, 0, 0, 0, 0)
    for seed in RandomCases.seeds(70) {
      var random = SeededGenerator(seed: seed)
      let apps = HandMadeFleet(&random).apps
      let options = ImportOptions.random(&random)
      let imported = Importer(options).file(for: apps)
      let problems = imported.problems(against: apps)
      #expect(problems.isEmpty, "seed \(seed): \(problems)\n\(imported.files.map(\.yaml).joined())")
      let shuffled = apps.shuffled(using: &random).map { app in
        ReadApp(facts: app.facts, webhooks: app.webhooks.shuffled(using: &random))
      }
      #expect(Importer(options).file(for: shuffled).files == imported.files, "seed \(seed)")
      rules += imported.rules
      renames += imported.renames
      templates += imported.templates
      files += imported.files.count - 1
      overrides += imported.yaml.contains("{ template: ") ? 1 : 0
      groups += imported.yaml.contains("eventGroups:") ? 1 : 0
    }
    #expect(rules > 35 && renames > 17 && templates > 130 && overrides > 17 && files > 35 && groups > 17)
  }

  /// Rules match only imported apps, and nothing of the account is left out.
  @Test func whatIsPlannedIsWhatWasImported() async throws {
    for seed in RandomCases.seeds(14) {
      var random = SeededGenerator(seed: seed)
      let fleet = HandMadeFleet(&random)
      var options = ImportOptions.random(&random)
      options.split = .none
      options.normalizes = false
      let pipeline = Pipeline(fleet.fleetApps)
      let selected =
        options.isWholeAccount ? fleet.apps : Array(fleet.apps.shuffled(using: &random).prefix(3))
      let imported = Importer(options).file(for: selected)
      let plan = try await pipeline.plan(imported.yaml)
      #expect(plan.failedApps.isEmpty, "seed \(seed)")
      #expect(plan.steps.isEmpty, "seed \(seed)\n\(imported.yaml)")
      #expect(plan.apps.count == selected.count, "seed \(seed)")
      let secrets = plan.apps.flatMap(\.webhooks).compactMap(\.secret)
      #expect(secrets.allSatisfy { $0 != .set && $0 != .changed }, "seed \(seed)")
    }
  }

  @Test func itsWorkGrowsWithTheApps() {
    func apps(_ count: Int) -> [ReadApp] {
      var random = SeededGenerator(seed: 7)
      return (0..<count / 40).flatMap { HandMadeFleet(&random, count: 40, first: $0 * 40).apps }
    }
    #expect(growsLess(than: 9, from: apps(80), to: apps(320)) { _ = Importer().file(for: $0) })
  }

  /// The same through client and simulator, which read the file as they would a user's.
  @Test func anyFleet() async throws {
    let configuration = AppStoreConnectSimulator.Configuration(
      eventTypes: Set(EventType.known + [Event.future]))
    for seed in RandomCases.seeds(14) {
      let pipeline = Pipeline(RandomFleet(seed: seed).apps, configuration: configuration)
      let reader = AccountReader(client: pipeline.client)
      let apps = await reader.read(try await reader.apps(.all))
      let read = try apps.map { ReadApp(facts: $0.facts, webhooks: try $0.webhooks.get()) }
      let imported = Importer().file(for: read)
      let plan = try await pipeline.plan(imported.yaml)
      #expect(plan.failedApps.isEmpty, "seed \(seed)")
      #expect(plan.steps.isEmpty, "seed \(seed)\n\(imported.yaml)")
    }
  }
}
