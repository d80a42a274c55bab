import AppStoreConnect
import PlanningSupport
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

@Suite struct ImporterTests {
  private func app(
    _ number: Int, _ webhooks: [LiveWebhook], bundleId: String? = nil, name: String? = nil
  ) -> ReadApp {
    ReadApp(
      facts: AppFacts(
        id: "\(1_000_000_000 + number)", bundleId: bundleId ?? "com.example.app\(number)", name: name),
      webhooks: webhooks)
  }

  private func file(_ apps: ReadApp...) throws -> ImportedState {
    var options = ImportOptions()
    options.secrets = .webhook
    options.isWholeAccount = false
    let imported = Importer(options).file(for: apps)
    #expect(imported.problems(against: apps).isEmpty, "\(imported.yaml)")
    return imported
  }

  @Test func whatRecursBecomesATemplate() throws {
    let imported = try file(
      app(
        2,
        [
          live("a2", "Bot", "https://bot.example.com/com.example.app2"), live("b2", "Same"),
          live("c2", "Ours", "https://two.example.com/"),
          live("d2", "Id", "https://id.example.com/?app=1000000002&x=v1000000002"),
        ], name: "Two # 2"),
      app(
        1,
        [
          live("a1", "Bot", "https://bot.example.com/com.example.app1"), live("b1", "Same", enabled: false),
          live("c1", "Ours", "https://one.example.com/", [Event.build, Event.crash, Event.screenshot]),
          live("d1", "Id", "https://id.example.com/?app=1000000001&x=v1000000002"),
        ]),
      app(3, []), app(4, [live("b4", "Same")]))
    try Golden.check(imported.yaml, named: "import/templates.yaml")
    #expect(imported.templates == 3)
    #expect(imported.apps == 4)
    #expect(imported.webhooks == 9)
    #expect(
      imported.variables.map(\.name) == [
        "BOT_SECRET", "COM_EXAMPLE_APP1_OURS_SECRET", "COM_EXAMPLE_APP2_OURS_SECRET", "ID_SECRET",
        "SAME_SECRET",
      ])
    #expect(imported.variables.map(\.apps.count) == [2, 1, 1, 2, 3])
  }

  @Test func namesThatNeedCareKeepTheirMeaning() throws {
    let names = [
      "no", "true", "null", "1e3", "2024-01-01", "a: b", "#x", "- x", "{braces}", "{bundleId}", "{{x}}", "<<",
      "*",
      "日本語", "é", "Bot 🤖", "  spaced ", String(repeating: "long ", count: 400), "'quoted' \"twice\"", "<b>",
    ]
    for start in stride(from: 0, to: names.count, by: 10) {
      let own = names[start..<min(start + 10, names.count)].enumerated()
      let imported = try file(
        app(1, own.map { live("a\($0)", $1, "https://a.example.com/\($0)") }),
        app(2, own.map { live("b\($0)", $1, "https://a.example.com/\($0)") }),
        app(3, own.map { live("c\($0)", $1, "https://c.example.com/\($0)") }))
      #expect(imported.skipped.isEmpty)
      #expect(imported.templates == own.count)
    }
  }

  @Test func anIDInANameIsAPlaceholder() throws {
    let imported = try file(
      app(1, [live("a", "{x} com.example.app1", "https://a.example.com/1000000001")]),
      app(2, [live("b", "{x} com.example.app2", "https://a.example.com/1000000002")]))
    #expect(imported.templates == 1)
    #expect(imported.yaml.contains("  \"{{x}} {bundleId}\":\n    url: https://a.example.com/{appId}\n"))
  }

  @Test func templatesOfOneNameGetKeysOfTheirOwn() throws {
    let imported = try file(
      app(1, [live("a", "Bot", "https://a.example.com/"), live("x", "Bot 2", "https://x.example.com/")]),
      app(2, [live("b", "Bot", "https://a.example.com/"), live("y", "Bot 2", "https://x.example.com/")]),
      app(3, [live("c", "Bot", "https://c.example.com/")]),
      app(4, [live("d", "Bot", "https://c.example.com/")]))
    #expect(imported.templates == 3)
    #expect(
      imported.yaml.contains("  Bot (c.example.com):\n    name: Bot\n    url: https://c.example.com/\n"))
    #expect(imported.variables.map(\.name) == ["BOT_2_SECRET", "BOT_C_EXAMPLE_COM_SECRET", "BOT_SECRET"])
  }

  @Test func unknownEventTypesAreKept() throws {
    let imported = try file(app(1, [live("a", "A", "https://a.example.com/", [Event.future, Event.build])]))
    #expect(imported.yaml.contains("\nallowUnknownEvents: true # "))
    #expect(imported.yaml.contains("events: [BUILD_UPLOAD_STATE_UPDATED, SOMETHING_NEW_CREATED]"))
  }

  @Test func appsWithoutAUsableBundleIDHaveTheirAppleID() throws {
    let imported = Importer().file(for: [
      ReadApp(facts: AppFacts(id: "7", name: "Seven\n# x"), webhooks: [live("a", "A")]),
      ReadApp(
        facts: AppFacts(id: "8", bundleId: "odd id"), webhooks: [live("b", "B", "https://b.example.com/")]),
      ReadApp(facts: AppFacts(id: "9", bundleId: "12345"), webhooks: []),
    ])
    #expect(imported.yaml.contains("\n  \"7\": # Seven\\n# x\n    webhooks:\n"))
    #expect(imported.yaml.contains("\n  \"8\": # odd id\n"))
    #expect(imported.yaml.contains("\n  \"9\": {} # 12345\n"))
    let state = try desiredState(imported.yaml)
    #expect(state.apps.map(\.key) == [.appleId("7"), .appleId("8"), .appleId("9")])
  }

  @Test(arguments: [
    (live("x", " ", "https://x.example.com/"), "its name has only white space"),
    (live("x", "a\u{1B}", "https://x.example.com/"), "its name has a control character"),
    (live("x", "", ""), "its name is empty"),
    (live("x", "X", "http://x.example.com/"), "'url' must be https;"),
    (live("x", "X", "https://user:pw@x.example.com/"), "'url' must not contain a user name"),
    (live("x", "X", "https://x.example.com/{bundleId}"), "'url' has the character '{'"),
    (live("x", "X", ""), "'url' is empty"),
    (live("x", "X", "https://x.example.com/", []), "it has no event types"),
    (
      live("x", "X", "https://x.example.com/", ["odd.event"]),
      "its event type 'odd.event' isn't spelled like Apple's"
    ),
    (live("x", "A", "https://x.example.com/"), "webhook a has the same name"),
    (live("x", "A", "https://x.example.com/?q=*"), "webhook a has the same name"),
  ])
  func whatCantBeDescribedIsLeftAlone(webhook: LiveWebhook, reason: String) throws {
    let imported = try file(app(1, [webhook, live("a", "A", "https://a.example.com/")]))
    let skipped = try #require(imported.skipped.first)
    #expect(imported.skipped.count == 1)
    #expect(skipped.webhook == webhook)
    #expect(skipped.reason.summary.hasPrefix(reason))
    #expect(imported.webhooks == 1)
    if webhook.name.isEmpty, webhook.url.isEmpty {
      #expect(imported.yaml.contains("\n    prune: false\n"))
    } else {
      #expect(imported.yaml.contains("      # Left alone, because a file can't describe it: \(reason)"))
    }
  }

  @Test func aPasswordInAURLIsNotWrittenDown() throws {
    let url = "https://someone:not-a-p@ssword@x.example.com/a@b"
    let imported = try file(app(1, [live("x", "X", url)]))
    #expect(imported.yaml.contains("url: \"https://*@x.example.com/a@b\""))
    #expect(!imported.yaml.contains("p@ssword"))
  }

  @Test func aRuleThatCoversAnotherWebhookTakesItAlong() throws {
    let imported = try file(
      app(
        1,
        [
          live("a", "Ab", "https://a.example.com/"), live("b", "A*", "https://a.example.com/", []),
          live("c", "C", "https://a.example.com/"),
        ]))
    #expect(imported.skipped.map(\.webhook.id) == ["b", "a"])
    #expect(imported.skipped.last?.reason == .coveredByRule)
    #expect(imported.webhooks == 1)
  }

  @Test func twinsOfNameAndURLAreBothLeftAlone() throws {
    let imported = try file(
      app(1, [live("a", "A", enabled: false), live("b", "A"), live("c", "A", "https://c.example.com/")]))
    #expect(imported.skipped.map(\.webhook.id) == ["a", "b", "c"])
    let other = try file(
      app(1, [live("a", "A", enabled: false), live("c", "A", "https://c.example.com/")]))
    #expect(other.skipped.map(\.webhook.id) == ["a"], "the one that delivers is kept")
  }

  @Test func moreThanAppleAllowsIsNoticed() {
    let apps = [app(1, (0..<11).map { live("w\($0)", "W\($0)", "https://w.example.com/\($0)") })]
    let problems = Importer().file(for: apps).problems(against: apps)
    #expect(problems.count == 1)
    #expect(problems.first?.hasSuffix(": app 'com.example.app1' has 11 webhooks") == true)
  }

  @Test func noApps() throws {
    let imported = try file()
    #expect(
      imported.yaml == "# Made by 'storehooks import' from the live webhooks.\nversion: 1\n\napps: {}\n")
  }

  @Test func aFileThatIsNotWhatItSeemsIsNoticed() {
    let apps = [app(1, [live("a", "A")])]
    var imported = Importer().file(for: apps)
    #expect(imported.problems(against: [app(1, [live("a", "A", enabled: false)])]).count == 1)
    #expect(imported.problems(against: [app(2, [])]) == ["the file lacks an app"])
    #expect(
      imported.problems(against: [app(1, (0..<26).map { live("\($0)", "\($0)") })])
        == ["app 'com.example.app1' can't be planned"])
    imported.files[0].yaml += "x: 1\n"
    #expect(imported.problems(against: apps).first?.hasPrefix("line ") == true)
  }

  @Test(arguments: [
    ("Release bot", "RELEASE_BOT_SECRET"), ("日本語", "WEBHOOK_SECRET"), ("2nd try", "WEBHOOK_2ND_TRY_SECRET"),
    ("--a--", "A_SECRET"),
    (String(repeating: "x", count: 200), String(repeating: "X", count: 60) + "_SECRET"),
  ])
  func variables(webhook: String, name: String) {
    #expect(VariableNames([.init(text: webhook, app: "com.example.a")]).names == [name])
  }

  @Test func variablesThatCollide() {
    let names = VariableNames([
      .init(text: "a b", app: nil), .init(text: "a-b", app: nil), .init(text: "A B", app: "com.x"),
      .init(text: "A_B", app: "com.x"), .init(text: "c", app: "com.x"),
      .init(text: "A b 2", app: "com.x"),
    ]).names
    #expect(
      names == [
        "A_B_SECRET", "A_B_3_SECRET", "COM_X_A_B_SECRET", "COM_X_A_B_2_SECRET", "C_SECRET", "A_B_2_SECRET",
      ])
  }
}
