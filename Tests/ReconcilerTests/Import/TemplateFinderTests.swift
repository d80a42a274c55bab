import AppStoreConnect
import DesiredState
import Planning
import PlanningSupport
import Testing

@testable import Reconciler

@Suite struct TemplateFinderTests {
  private func webhook(
    _ app: Int, _ name: String, _ url: String, _ events: [EventType] = [Event.build], enabled: Bool = true
  ) -> ImportedWebhook {
    ImportedWebhook(
      live("w\(app)-\(name)", name, url, events, enabled: enabled), app: app,
      PlaceholderFinder(Self.facts[app]))
  }

  private static let facts = (0..<100).map { AppFacts(id: "100\($0)", bundleId: "com.example.app\($0)") }

  private func find(_ webhooks: [ImportedWebhook]) -> TemplateFinder {
    TemplateFinder(webhooks.sorted { ($0.app, $0.live.order) < ($1.app, $1.live.order) }, facts: Self.facts)
  }

  @Test func whatIsAloneStandsForItself() {
    let webhooks = [
      webhook(1, "A", "https://a.example.com/"), webhook(2, "A", "https://b.example.com/"),
      webhook(3, "B", "https://c.example.com/"), webhook(4, "C", "https://a.example.com/", [Event.crash]),
    ]
    let found = find(webhooks)
    #expect(found.templates.isEmpty)
    #expect(found.rest.map(\.app) == [1, 2, 3, 4], "in their order")
  }

  @Test func whatIsTheSameLetterForLetterNeedsNoPlaceholder() throws {
    // With placeholders, the first and the third would be the same, too.
    let found = find([
      webhook(1, "A", "https://a.example.com/com.example.app1"),
      webhook(2, "A", "https://a.example.com/com.example.app1"),
      webhook(3, "B", "https://a.example.com/com.example.app3"),
    ])
    let template = try #require(found.templates.first)
    #expect(found.templates.count == 1)
    #expect(template.url == "https://a.example.com/com.example.app1")
    #expect(template.members.map(\.webhook.app) == [1, 2])
    #expect(found.rest.map(\.app) == [3])
  }

  @Test func whatMostHaveIsTheTemplate() throws {
    // The second was copied from the first.
    let found = find([
      webhook(1, "A", "https://a.example.com/com.example.app1"),
      webhook(2, "A", "https://a.example.com/com.example.app1"),
      webhook(3, "A", "https://a.example.com/com.example.app3"),
      webhook(4, "A", "https://a.example.com/com.example.app4"),
    ])
    let template = try #require(found.templates.first)
    #expect(found.templates.count == 1)
    #expect(template.url == "https://a.example.com/{bundleId}")
    #expect(template.members.map(\.url) == [nil, "https://a.example.com/com.example.app1", nil, nil])
    #expect(found.rest.isEmpty)
  }

  @Test func whatDiffersAloneInEventsInBeingEnabledOrInItsNameIsAnOverride() throws {
    let found = find([
      webhook(1, "Release bot", "https://a.example.com/1001"),
      webhook(2, "Release bot", "https://a.example.com/1002", enabled: false),
      webhook(3, "Release bot", "https://a.example.com/1003", [Event.crash]),
      webhook(4, "release-bot", "https://a.example.com/1004"),
      webhook(5, "Something else", "https://a.example.com/1005"),
      webhook(6, "Release Bot", "https://a.example.com/1006", [Event.crash], enabled: false),
      webhook(7, "Release bot", "https://a.example.com/old"),
    ])
    let template = try #require(found.templates.first)
    #expect(found.templates.count == 1)
    #expect((template.key, template.url) == ("Release bot", "https://a.example.com/{appId}"))
    #expect(template.events == [Event.build])
    #expect(template.members.map(\.isPlain) == [true, false, false, false, false, false, false])
    #expect(template.members.map(\.hasTemplateName) == [true, true, true, false, false, false, true])
    #expect(template.members.map(\.isNear) == [true, true, true, true, false, true, true])
    #expect(template.members.map(\.enabled) == [nil, false, nil, nil, nil, false, nil])
    #expect(template.members.map { $0.events == nil } == [true, true, false, true, true, false, true])
    #expect(template.members.compactMap(\.url) == ["https://a.example.com/old"])
    #expect(found.rest.isEmpty)
  }

  @Test func oneRoleUnderSeveralNamesIsOneTemplate() throws {
    let found = find([
      webhook(1, "crashes", "https://a.example.com/1001"), webhook(2, "Triage", "https://a.example.com/1002"),
      webhook(3, "Other", "https://a.example.com/1003", [Event.crash]),
    ])
    let template = try #require(found.templates.first)
    #expect((template.key, template.url) == ("Triage", "https://a.example.com/{appId}"))
    #expect(template.members.map(\.name) == ["crashes", "Triage"])
    #expect(template.members.map(\.isPlain) == [false, true])
    #expect(found.rest.map(\.live.name) == ["Other"])
  }

  @Test func twoRolesAtOneReceiverAreTwoTemplates() {
    let found = find(
      (1...3).flatMap { app in
        [
          webhook(app, "Builds", "https://a.example.com/100\(app)"),
          webhook(app, "Crashes", "https://a.example.com/100\(app)", [Event.crash]),
        ]
      })
    #expect(found.templates.map(\.key) == ["Builds", "Crashes"])
    #expect(found.templates.flatMap(\.members).filter { !$0.isPlain }.isEmpty)
  }

  @Test func URLsThatHaveNothingInCommonAreEachAppsOwn() throws {
    let found = find((1...4).map { webhook($0, "Zap", "https://zap.example.com/\($0 * 7919)x") })
    let template = try #require(found.templates.first)
    #expect(template.url == nil)
    #expect(template.members.compactMap(\.url).count == 4)
    #expect(
      find((1...2).map { webhook($0, "Zap", "https://zap.example.com/\($0 * 7919)x") }).templates.isEmpty)
  }

  @Test func eventsThatManyHaveInsteadAreATemplateOfTheirOwn() {
    func webhooks(_ others: Int) -> [ImportedWebhook] {
      (0..<50).map {
        webhook($0, "Bot", "https://a.example.com/100\($0)", $0 < others ? [Event.crash] : [Event.build])
      }
    }
    #expect(find(webhooks(11)).templates.map(\.key) == ["Bot"])
    let found = find(webhooks(12))
    #expect(found.templates.map(\.key) == ["Bot", "Bot 2"])
    #expect(found.templates.flatMap(\.members).filter { !$0.isPlain }.isEmpty)
  }

  @Test func theAppsIDsBecomePlaceholders() throws {
    let found = find([
      webhook(1, "{com.example.app1}", "https://a.example.com/1001"),
      webhook(2, "{com.example.app2}", "https://a.example.com/1002"),
    ])
    let template = try #require(found.templates.first)
    #expect((template.key, template.name) == ("{{{bundleId}}}", "{{{bundleId}}}"))
    #expect(template.url == "https://a.example.com/{appId}")
    #expect(found.rest.isEmpty)
  }

  @Test(arguments: [([true, true, false], true), ([true, false], true), ([true, false, false], false)])
  func theTemplateIsEnabledAsMostOfItsWebhooksAre(enabled: [Bool], expected: Bool) {
    let found = find(
      enabled.enumerated().map { webhook($0, "A", "https://a.example.com/", enabled: $1) })
    #expect(found.templates.map(\.enabled) == [expected])
  }

  @Test func eachTemplateHasAKeyOfItsOwnWhateverTheOrder() {
    // One has the name that another would get because its own is taken.
    let shapes = [
      ("A", "https://a.example.com/x"), ("A", "https://b.example.com/"), ("A", "https://a.example.com/y"),
      ("A 2", "https://c.example.com/"), ("Z", "https://d.example.com/"),
    ]
    let webhooks = shapes.enumerated().flatMap { index, shape in
      (0..<(index == 2 ? 6 : 5)).map { webhook(10 * index + $0, shape.0, shape.1) }
    }
    for webhooks in [webhooks, webhooks.reversed()] {
      let templates = find(webhooks).templates
      #expect(
        templates.map { "\($0.key): \($0.name) \($0.url ?? "")" } == [
          "A: A https://a.example.com/y", "A (b.example.com): A https://b.example.com/",
          "A 2: A 2 https://c.example.com/", "A 3: A https://a.example.com/x", "Z: Z https://d.example.com/",
        ])
    }
  }
}
