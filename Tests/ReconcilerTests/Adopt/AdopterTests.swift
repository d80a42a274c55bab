import AppStoreConnect
import Diagnostics
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// What `adopt` makes of one app's webhooks.
@Suite struct AdopterTests {
  private static let head = """
    version: 1
    variables: { host: hooks.example.com, zap: { sensitive: true } }
    eventGroups: { feedback: [BETA_FEEDBACK_*] }
    templates:
      Bot: { url: "https://{host}/bot/{bundleId}", events: [BUILD_*], secret: { env: BOT }, formerly: [Robot] }
      Chat: { url: https://chat.example.com, events: [feedback], secret: { env: CHAT } }
    apps:

    """
  private static let builds = EventType.known.filter { $0.rawValue.hasPrefix("BUILD_") }
  private static let feedback = EventType.known.filter { $0.rawValue.hasPrefix("BETA_FEEDBACK_") }
  private static let bot = "https://hooks.example.com/bot/com.example.a"

  /// The entries of the apps afterwards, and what wasn't adopted: `name: reason`.
  private func adopted(
    _ apps: String, _ live: [LiveWebhook], acceptsMissing: Bool = false
  ) throws -> (apps: String, left: [String]) {
    let reader = DesiredStateReader(
      values: VariableValues(environment: ["STOREHOOKS_VAR_ZAP": "hidden-part-of-a-path"]))
    let file = SourceFile(path: "webhooks.yaml", text: Self.head + apps)
    let result = reader.decode([file])
    let state = try #require(result.state, "\(DiagnosticRenderer().render(result.diagnostics))")
    let readings = state.apps.filter { $0.key.text == "com.example.a" }.map { app in
      let facts = AppFacts(id: "12", bundleId: "com.example.a", name: "A")
      let webhooks = live.masked(by: result.mask, facts, app)
      return PreparedApp(AppReading(desired: app, facts: facts, webhooks: .success(webhooks)))
    }
    let adoption = Adopter(
      state, apps: readings, drift: DriftDetector().compare(readings, plan: Planner().plan(readings)),
      scope: AdoptionScope(acceptsMissing: acceptsMissing), decode: { reader.decode($0) }
    ).adoption()
    let edits = adoption.files.first?.edits ?? []
    let text = String(decoding: edits.applied(to: file.bytes), as: UTF8.self)
    return (
      String(text.split(separator: "apps:\n", maxSplits: 1).last ?? ""),
      adoption.left.map { item in
        "\(item.webhook ?? ""): \(item.reason.map { "\($0)".prefix { $0 != "(" } } ?? "")"
      }
    )
  }

  private func hook(
    _ id: String, _ name: String, _ url: String, _ events: [EventType] = builds, enabled: Bool = true
  ) -> LiveWebhook { LiveWebhook(id: id, name: name, url: url, events: events, enabled: enabled) }

  @Test func aURLKeepsItsVariablesAndPlaceholders() throws {
    let moved = Self.bot.replacing("/bot/", with: "/robot/")
    let (apps, left) = try adopted(
      "  com.example.a: { use: [Bot] }\n  com.example.b: { use: [Bot] }\n", [hook("1", "Bot", moved)])
    #expect(left.isEmpty)
    #expect(
      apps.contains("{ webhooks: { Bot: { template: Bot, url: \"https://{host}/robot/{bundleId}\" } } }"),
      "\(apps)")
  }

  @Test func aNewWebhookIsWrittenAsTheFileWritesOthers() throws {
    let (apps, left) = try adopted(
      "  com.example.a:\n    use: [Bot]\n",
      [
        hook("1", "Bot", Self.bot),
        hook("2", "Triage", "https://hooks.example.com/triage/com.example.a", Self.builds + Self.feedback),
        hook("3", "Chat", "https://chat.example.com", Self.feedback),
      ])
    #expect(left.isEmpty)
    #expect(
      apps == """
          com.example.a:
            use: [Bot, Chat]
            webhooks:
              Triage:
                url: https://hooks.example.com/triage/{bundleId}
                events: [feedback, BUILD_*]
                secret: { env: BOT }

        """, "\(apps)")
  }

  @Test func aNameThatIsBackIsNoFormerOne() throws {
    let own = """
        com.example.a:
          use: [Bot]
          webhooks:
            New: { url: https://n.example.com, events: [BUILD_*], secret: { env: N }, formerly: [Old, Older] }

      """
    let live = [hook("1", "Bot", Self.bot), hook("2", "New", "https://n.example.com")]
    let (apps, left) = try adopted(own, live + [hook("3", "Old", "https://o.example.com")])
    #expect(left.isEmpty)
    #expect(apps.contains("formerly: [Older] }\n      Old:\n"), "\(apps)")
    let robot = try adopted(own, live + [hook("3", "Robot", "https://o.example.com")])
    #expect(robot.apps == own && robot.left == ["Robot: formerName"], "\(robot)")
  }

  @Test func oneNameGoesToOneWebhook() throws {
    let own = """
        com.example.a:
          webhooks:
            One: { url: https://1.example.com, events: [BUILD_*], secret: { env: N } }
            Two: { url: https://2.example.com, events: [BUILD_*], secret: { env: N } }

      """
    let (apps, left) = try adopted(
      own,
      [
        hook("1", "Same", "https://1.example.com"),
        hook("2", "Same", "https://2.example.com", enabled: false),
        hook("3", "Same", "https://3.example.com"),
      ])
    #expect(left == ["Two: undescribable", "Same: undescribable"])
    #expect(apps.contains("      Same: { url: https://1.example.com,"))
    #expect(apps.contains("      Two: { url: https://2.example.com,") && apps.contains("enabled: false"))
  }

  @Test func noMoreThanTen() throws {
    let names = (1...9).map { "Hook \($0)" } + ["Tenth"]
    let own =
      "  com.example.a:\n    webhooks:\n"
      + names.map {
        "      \($0): { url: \"https://h.example.com/\($0.last ?? "0")\", events: [BUILD_*], secret: { env: N } }\n"
      }.joined()
    let live =
      names.dropLast().enumerated().map { hook("\($0)", $1, "https://h.example.com/\($1.last ?? "0")") }
      + [hook("new", "Eleventh", "https://new.example.com")]
    let (apps, left) = try adopted(own, live)
    #expect(apps == own && left == ["Tenth: notAccepted", "Eleventh: full"])
    let all = try adopted(own, live, acceptsMissing: true)
    #expect(all.left.isEmpty && all.apps.contains("Eleventh:") && !all.apps.contains("Tenth:"))
  }

  /// A field that can't be written doesn't hold up the others.
  @Test func aSensitiveURLStays() throws {
    let own = """
        com.example.a:
          webhooks:
            Zap: { url: "https://zap.example.com/{zap}", events: [BUILD_*], secret: { env: N } }

      """
    let (apps, left) = try adopted(
      own, [hook("1", "Zap", "https://zap.example.com/another-hidden-path", enabled: false)])
    #expect(left == ["Zap: confidential"])
    #expect(apps.contains("url: \"https://zap.example.com/{zap}\"") && apps.contains("enabled: false }"))
  }

  /// A key would hide what comes from a merge. What needs no key is still adopted.
  @Test func oneEditThatCannotBeMadeKeepsNoneOfTheOthers() throws {
    let own = """
        com.example.b: &b
          webhooks:
            Own: { url: https://own.example.com, events: [BUILD_*], secret: { env: N } }
        com.example.a:
          <<: *b
          use: [Bot]

      """
    let (apps, left) = try adopted(
      own,
      [
        hook("1", "Bot", Self.bot), hook("2", "Own", "https://own.example.com"),
        hook("3", "Chat", "https://chat.example.com", Self.feedback),
        hook("4", "Odd", "https://odd.example.com"),
      ])
    #expect(left == ["Odd: noPlace"])
    #expect(apps == own.replacing("use: [Bot]", with: "use: [Bot, Chat]"), "\(apps)")
  }
}
