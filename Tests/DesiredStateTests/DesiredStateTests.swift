import AppStoreConnect
import DesiredState
import Diagnostics
import PlanningSupport
import Testing

/// What valid files mean.
@Suite struct DesiredStateTests {
  private static let templates = """
    version: 1
    templates:
      bot:
        url: https://hooks.example.com/{bundleId}
        events: [BUILD_UPLOAD_STATE_UPDATED]
        secret: { env: BOT_SECRET }
        enabled: false
      named:
        name: "{appName} bot {{1}}"
        url: https://hooks.example.com/{webhookName}
        events: [BUILD_UPLOAD_STATE_UPDATED]
        secret: { env: BOT_SECRET }

    """

  /// The webhooks of the only app of a file.
  private func targets(
    _ yaml: String, facts: AppFacts = AppFacts(id: "12", bundleId: "com.example.a", name: "A & B")
  ) throws -> [TargetWebhook] {
    let app = try #require(try desiredState(yaml).apps.first)
    let (targets, diagnostics) = app.targets(for: facts)
    #expect(diagnostics.isEmpty)
    return targets
  }

  /// The only webhook of an app that has this body.
  private func webhook(_ body: String, before: String = "") throws -> TargetWebhook {
    let lines = body.split(separator: "\n").map { "        \($0)\n" }.joined()
    let targets = try targets(
      "version: 1\n\(before)\napps:\n  com.example.a:\n    webhooks:\n      Hook:\n\(lines)")
    #expect(targets.count == 1)
    return try #require(targets.first)
  }

  private static let rest = "url: https://a.example.com\nsecret: { env: S }\n"

  @Test func useTakesTemplatesWhole() throws {
    let targets = try targets(Self.templates + "apps: { com.example.a: { use: [named, bot] } }")
    #expect(targets.map(\.name) == ["A & B bot {1}", "bot"])
    #expect(
      targets.map(\.url.text) == [
        "https://hooks.example.com/A%20%26%20B%20bot%20%7B1%7D", "https://hooks.example.com/com.example.a",
      ])
    #expect(targets.map(\.enabled) == [true, false])
    #expect(targets.map(\.secret) == [.environment("BOT_SECRET"), .environment("BOT_SECRET")])
  }

  @Test(arguments: [
    ("url", "url: https://other.example.com/{appId}"),
    ("events", "events: [BETA_FEEDBACK_CRASH_SUBMISSION_CREATED]"),
    ("secret", "secret: { file: s.txt }"),
    ("enabled", "enabled: true"),
    ("", ""),
  ]) func aTemplateIsOverriddenKeyByKey(key: String, line: String) throws {
    let hook = try #require(
      try targets(
        Self.templates + "apps:\n  com.example.a:\n    webhooks:\n      Mine:\n        template: bot\n"
          + (line.isEmpty ? "" : "        \(line)\n")
      ).first)
    #expect(hook.name == "Mine")
    #expect(
      hook.url.text
        == (key == "url" ? "https://other.example.com/12" : "https://hooks.example.com/com.example.a"))
    #expect(hook.events == (key == "events" ? [Event.crash] : [Event.build]))
    #expect(
      hook.secret == (key == "secret" ? .file(path: "s.txt", directory: "") : .environment("BOT_SECRET")))
    #expect(hook.enabled == (key == "enabled"))
  }

  @Test func aWebhookKeepsItsOwnNameWhenItsTemplateHasOne() throws {
    let yaml = Self.templates + "apps: { com.example.a: { webhooks: { '{x}': { template: named } } } }"
    let hook = try #require(try targets(yaml).first)
    #expect(hook.name == "{x}", "a webhook's key is no template's name: braces stand for themselves")
    #expect(hook.url.text == "https://hooks.example.com/%7Bx%7D")
  }

  @Test func placeholdersWithoutFactsAreKeptForLater() throws {
    let app = try #require(
      try desiredState(Self.templates + "apps: { com.example.a: { use: [named, bot] } }").apps.first)
    #expect(app.neededPlaceholders == [.appName, .webhookName, .bundleId])
    #expect(app.targets(for: AppFacts(bundleId: "com.example.a")).webhooks.map(\.name) == ["bot"])
  }

  @Test(
    arguments: [
      ("[BUILD_UPLOAD_STATE_UPDATED]", [Event.build]),
      ("[BUILD_UPLOAD_STATE_UPDATED, BUILD_UPLOAD_STATE_UPDATED]", [Event.build]),
      (
        "[BUILD_UPLOAD_STATE_UPDATED, APP_STORE_VERSION_APP_VERSION_STATE_UPDATED]",
        [Event.state, Event.build]
      ),
      (
        "[APP_STORE_VERSION_APP_VERSION_STATE_UPDATED, BUILD_UPLOAD_STATE_UPDATED]",
        [Event.state, Event.build]
      ),
      ("[BUILD_*]", [Event.beta, Event.build]),
      ("[feedback]", [Event.crash, Event.screenshot]),
      ("[feedback, BETA_FEEDBACK_CRASH_SUBMISSION_CREATED, BETA_*]", [Event.crash, Event.screenshot]),
      ("[mixed]", [Event.state, Event.crash, Event.screenshot]),
      ("[\"BUILD_UPLOAD_STATE_UPDATED\"]", [Event.build]),
    ] as [(String, [EventType])]) func eventsAreASet(written: String, expected: [EventType]) throws
  {
    let groups = """
      eventGroups:
        feedback: [BETA_FEEDBACK_*]
        mixed: [APP_STORE_VERSION_APP_VERSION_STATE_UPDATED, BETA_FEEDBACK_*]
      """
    #expect(try webhook(Self.rest + "events: \(written)", before: groups).events == expected)
  }

  @Test func aStarIsEveryKnownEvent() throws {
    #expect(try webhook(Self.rest + "events: ['*']").events == EventType.known)
  }

  @Test func unknownEventsCanBeAllowed() throws {
    let events = "events: [SOMETHING_NEW_CREATED, BUILD_UPLOAD_STATE_UPDATED]"
    let hook = try webhook(Self.rest + events, before: "allowUnknownEvents: true")
    #expect(hook.events == [Event.build, Event.future])
  }

  @Test(
    arguments: [
      ("{ env: MY_SECRET }", .environment("MY_SECRET")),
      ("{ env: _s1 }", .environment("_s1")),
      ("{ file: secrets/a.txt }", .file(path: "secrets/a.txt", directory: "conf/")),
      ("{ file: ../a.txt }", .file(path: "../a.txt", directory: "conf/")),
      ("{ file: /run/secrets/a }", .file(path: "/run/secrets/a", directory: "conf/")),
      ("{ command: [op, read, 'op://ci/asc/secret'] }", .command(["op", "read", "op://ci/asc/secret"])),
      ("{ command: [print, 1, yes, 0x10, ''] }", .command(["print", "1", "yes", "0x10", ""])),
    ] as [(String, SecretSource)]) func secretsNameTheirSource(written: String, source: SecretSource) throws
  {
    let yaml = """
      version: 1
      apps: { a.b: { webhooks: { H: { url: https://a.example.com, events: ['*'], secret: \(written) } } } }
      """
    let state = try desiredState(yaml, path: "conf/webhooks.yaml")
    #expect(state.apps.first?.webhooks.first?.secret == source)
  }

  @Test func summariesOfSourcesShowNoArguments() {
    #expect(SecretSource.environment("A").summary == "env A")
    #expect(SecretSource.file(path: "a/b", directory: "c/").summary == "file a/b")
    #expect(SecretSource.command(["op", "--token", "canary"]).summary == "command op")
  }

  @Test func aliasesAndMergesShareParts() throws {
    let targets = try targets(
      """
      version: 1
      apps:
        com.example.a:
          webhooks:
            One: &one
              url: https://one.example.com
              events: &events [BUILD_UPLOAD_STATE_UPDATED]
              secret: &secret { env: S }
              enabled: false
            Two: { url: https://two.example.com, events: *events, secret: *secret }
            Three:
              <<: *one
              url: https://three.example.com
            Four:
              enabled: true
              <<: [{ url: https://four.example.com, enabled: false }, *one]
            Five: *one
      """)
    #expect(targets.map(\.name) == ["One", "Two", "Three", "Four", "Five"])
    #expect(
      targets.map(\.url.text)
        == ["one", "two", "three", "four", "one"].map { "https://\($0).example.com" })
    #expect(targets.map(\.enabled) == [false, true, false, true, false])
    #expect(targets.allSatisfy { $0.events == [Event.build] && $0.secret == .environment("S") })
  }

  @Test(arguments: [
    "1e3", "no", "on", "yes", "null-ish", "0x10", "1.5", "0o7", "12", "true story", "ä 👩‍🚀", "a: b", "a#b",
  ]) func namesStayWhatTheyAre(name: String) throws {
    let written = name.contains(": ") ? "'\(name)'" : name
    let yaml = Self.templates.replacing("  bot:", with: "  \(written):")
    let used = try targets(yaml + "apps: { com.example.a: { use: [\(written)] } }")
    #expect(used.map(\.name) == [name])
    let own = try targets(
      yaml + "apps:\n  com.example.a:\n    webhooks:\n      \(written): { template: named }\n")
    #expect(own.map(\.name) == [name])
  }

  @Test func appsAreNamedByBundleOrAppleID() throws {
    let apps = try desiredApps("apps: { 1e3: {}, 1234567890: {}, '42': {}, com.example.a: {}, no: {} }")
    #expect(
      apps.map(\.key) == [
        .bundleId("1e3"), .appleId("1234567890"), .appleId("42"), .bundleId("com.example.a"), .bundleId("no"),
      ])
  }

  @Test func flowAndBlockStyleMeanTheSame() throws {
    let block = try targets(
      """
      version: 1
      apps:
        com.example.a:
          webhooks:
            Hook:
              url: "https://a.example.com"
              events:
              - BUILD_UPLOAD_STATE_UPDATED
              - 'BETA_FEEDBACK_*'
              secret:
                command:
                  - op
                  - |-
                    two
                    lines
              enabled: false
      """)
    let flow = try targets(
      #"{"version": 1, "apps": {"com.example.a": {"webhooks": {"Hook": {"url": "https://a.example.com", "events": ["BETA_FEEDBACK_*", "BUILD_UPLOAD_STATE_UPDATED"], "secret": {"command": ["op", "two\nlines"]}, "enabled": false}}}}}"#
    )
    for targets in [block, flow] {
      #expect(targets.map(\.name) == ["Hook"])
      #expect(targets.first?.events == [Event.crash, Event.screenshot, Event.build])
      #expect(targets.first?.secret == .command(["op", "two\nlines"]))
      #expect(targets.first?.enabled == false)
    }
  }

  @Test func placesLeadToTheLine() throws {
    let app = try #require(
      try desiredState(
        """
        version: 1
        templates:
          bot:
            url: https://a.example.com
            events: [BUILD_UPLOAD_STATE_UPDATED]
            secret: { env: S }
        apps:
          a.b:
            use: [bot]
            webhooks:
              Own:
                template: bot
                enabled: false
        """
      ).apps.first)
    #expect(app.location.start == SourcePosition(line: 8, column: 3))
    let places = app.webhooks.map(\.locations)
    #expect(places.map(\.webhook.start.line) == [9, 11])
    #expect(places.map(\.url.start.line) == [4, 4])
    #expect(places.map(\.events.start.line) == [5, 5])
    #expect(places.map(\.secret.start.line) == [6, 6])
    #expect(places.map { $0.enabled?.start.line } == [nil, 13])
  }

  @Test func tenWebhooksAreNotTooMany() throws {
    let hooks = (1...10).map { "H\($0): { template: bot }" }.joined(separator: ", ")
    let targets = try targets(Self.templates + "apps: { com.example.a: { webhooks: { \(hooks) } } }")
    #expect(targets.count == 10)
  }

  @Test func namesThatMeetOnceFilledAreAnError() throws {
    let app = try #require(
      try desiredState(
        Self.templates + "apps: { '12': { use: [named], webhooks: { 'A bot {1}': { template: bot } } } }"
      ).apps.first)
    let (targets, diagnostics) = app.targets(for: AppFacts(id: "12", bundleId: "a.b", name: "A"))
    #expect(targets.map(\.name) == ["A bot {1}"])
    #expect(diagnostics.map(\.message) == ["app '12' has two webhooks named 'A bot {1}'"])
    #expect(diagnostics.first?.notes.count == 1)
  }
}
