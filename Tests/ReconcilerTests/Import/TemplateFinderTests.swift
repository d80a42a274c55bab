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
      facts: AppFacts(id: "100\(app)", bundleId: "com.example.app\(app)"))
  }

  @Test func whatIsAloneStandsForItself() {
    let webhooks = [
      webhook(1, "A", "https://a.example.com/"), webhook(2, "A", "https://b.example.com/"),
      webhook(3, "B", "https://a.example.com/"), webhook(4, "A", "https://a.example.com/", [Event.crash]),
    ]
    let found = TemplateFinder(webhooks)
    #expect(found.templates.isEmpty)
    #expect(found.rest.map(\.app) == [1, 2, 3, 4], "in their order")
  }

  @Test func whatIsTheSameLetterForLetterNeedsNoPlaceholder() throws {
    // With placeholders, the first and the third would be the same, too.
    let found = TemplateFinder([
      webhook(1, "A", "https://a.example.com/com.example.app1"),
      webhook(2, "A", "https://a.example.com/com.example.app1"),
      webhook(3, "A", "https://a.example.com/com.example.app3"),
    ])
    let template = try #require(found.templates.first)
    #expect(found.templates.count == 1)
    #expect(template.url == "https://a.example.com/com.example.app1")
    #expect(template.webhooks.map(\.app) == [1, 2])
    #expect(found.rest.map(\.app) == [3])
  }

  @Test func theAppsIDsBecomePlaceholders() throws {
    let found = TemplateFinder([
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
    let found = TemplateFinder(
      enabled.enumerated().map { webhook($0, "A", "https://a.example.com/", enabled: $1) })
    #expect(found.templates.map(\.enabled) == [expected])
  }

  @Test func eachTemplateHasAKeyOfItsOwnWhateverTheOrder() {
    // The third has the name that the second of the first name would get.
    let shapes =
      [("A", "https://b.example.com/"), ("A", "https://a.example.com/")] + [
        ("A 2", "https://a.example.com/"), ("Z", "https://a.example.com/"),
      ]
    let webhooks = shapes.enumerated().flatMap { index, shape in
      [webhook(2 * index, shape.0, shape.1), webhook(2 * index + 1, shape.0, shape.1)]
    }
    for webhooks in [webhooks, webhooks.reversed()] {
      let templates = TemplateFinder(webhooks).templates
      #expect(
        templates.map { "\($0.key): \($0.name) \($0.url)" } == [
          "A: A https://a.example.com/", "A 3: A https://b.example.com/",
          "A 2: A 2 https://a.example.com/", "Z: Z https://a.example.com/",
        ])
    }
  }
}
