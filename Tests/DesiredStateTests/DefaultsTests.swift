import Diagnostics
import PlanningSupport
import TestSupport
import Testing

@testable import DesiredState

/// What rules of `defaults` give an app.
@Suite struct DefaultsTests {
  private static let head = """
    version: 1
    templates:
      bot: { url: "https://bot.example.com/{bundleId}", events: [BUILD_*], secret: { env: S } }
      triage: { name: "Triage of {bundleId}", url: "https://t.example.com/", events: [BUILD_*], secret: { env: S } }
      old: { name: bot, url: "https://old.example.com/", events: [BUILD_*], secret: { env: S } }

    """

  /// The app of a bundle ID, listed or not.
  private func app(_ bundleId: String, _ yaml: String) throws -> DesiredApp? {
    let state = try desiredState(Self.head + yaml)
    var matcher = DefaultsMatcher(state)
    let facts = AppFacts(id: "7", bundleId: bundleId, name: "Seven")
    guard var listed = state.apps.first(where: { [bundleId, "7"].contains($0.key.text) }) else {
      return matcher.app(facts)
    }
    matcher.complete(&listed, as: facts)
    return listed
  }

  /// The names of an app's webhooks with their hosts.
  private func webhooks(_ bundleId: String, _ yaml: String) throws -> [String] {
    let (targets, diagnostics) =
      try app(bundleId, yaml)?.targets(for: AppFacts(id: "7", bundleId: bundleId, name: "Seven")) ?? ([], [])
    #expect(diagnostics.isEmpty)
    return targets.map { "\($0.name) \($0.url.text.split(separator: "/")[1])" }.sorted()
  }

  @Test(
    arguments: [
      ("com.example.notes", true), ("com.example.", true), ("com.example", false), ("com.examples.a", false),
      ("com.example.internal", false), ("com.example.x.internal", false), ("net.other", true),
      ("net.others", false), ("COM.EXAMPLE.NOTES", false),
    ]) func aRuleMatchesItsPatternsButForExceptions(bundleId: String, isMatched: Bool) throws
  {
    let yaml = """
      defaults: [{ apps: ["com.example.*", net.other], except: ["*.internal"], use: [bot] }]
      apps: {}
      """
    let found = try app(bundleId, yaml)
    #expect((found != nil) == isMatched)
    #expect(found?.isListed != true)
    #expect(found.map(\.key.text) == (isMatched ? bundleId : nil))
  }

  @Test func anAppGetsTheUnionOfItsRulesAndItsOwn() throws {
    let rules = """
      defaults:
        - { apps: ["*"], use: [bot] }
        - { apps: ["a.*"], use: [triage, bot] }
        - { apps: ["b.*"], use: [triage] }

      """
    #expect(
      try webhooks("a.a", rules + "apps: {}") == ["Triage of a.a t.example.com", "bot bot.example.com"])
    #expect(
      try webhooks(
        "a.a",
        rules + """
          apps:
            a.a: { webhooks: { Own: { template: old } } }
          """) == ["Own old.example.com", "Triage of a.a t.example.com", "bot bot.example.com"])
  }

  @Test(arguments: [
    "a.a: { use: [old] }", "a.a: { webhooks: { bot: { template: old } } }", "7: { use: [old] }",
    "7: { webhooks: { bot: { template: old } } }",
  ])
  func itsOwnWebhookTakesTheDefaultsPlace(entry: String) throws {
    let yaml = "defaults: [{ apps: [\"*\"], use: [bot, triage] }]\napps: { \(entry) }"
    #expect(try webhooks("a.a", yaml) == ["Triage of a.a t.example.com", "bot old.example.com"])
  }

  /// It is known whose former names count before the URL is known.
  @Test(
    arguments: ["https://x.example.com/{appId}", "https://x.example.com/"],
    ["https://y.example.com/{appId}", "https://y.example.com/"])
  func aDefaultThatIsReplacedHasNoFormerNames(url: String, own: String) throws {
    let yaml = """
      version: 1
      templates:
        T: { url: "\(url)", events: [BUILD_*], secret: { env: S }, formerly: [Old] }
      defaults: [{ apps: ["*"], use: [T] }]
      apps: { a.a: { webhooks: { T: { template: T, url: "\(own)", formerly: [Old] } } } }
      """
    let app = try #require(try desiredState(yaml).apps.first)
    #expect(app.targets(for: AppFacts(id: "7", bundleId: "a.a")).webhooks.map(\.formerly) == [["Old"]])
  }

  @Test(arguments: ["a.a", "7"]) func itsNameMayBeKnownOnlyWithTheApp(key: String) throws {
    let yaml = """
      defaults: [{ apps: ["*"], use: [bot, triage] }]
      apps: { \(key): { webhooks: { Triage of a.a: { template: old } } } }
      """
    #expect(try webhooks("a.a", yaml) == ["Triage of a.a old.example.com", "bot bot.example.com"])
  }

  @Test(arguments: ["a.a", "7"]) func anAppOptsOut(key: String) throws {
    let rules = "policy: { prune: false }\ndefaults: [{ apps: [\"*\"], use: [bot], prune: true }]\n"
    #expect(try webhooks("a.a", rules + "apps: { \(key): { defaults: false, use: [triage] } }").count == 1)
    #expect(try app("a.a", rules + "apps: { \(key): { defaults: false } }")?.prune == .never)
    #expect(try app("a.a", rules + "apps: { \(key): { defaults: true } }")?.prune == .always)
  }

  @Test(
    arguments: [
      ([nil], nil, .managed), (["true"], nil, .always), (["false"], nil, .never),
      ([nil, "true"], nil, .always),
      (["true", "managed"], nil, .managed), (["true", "managed", "false"], nil, .never),
      (["managed", nil], nil, .managed), (["false"], "true", .always), (["true"], "managed", .managed),
    ] as [([String?], String?, Prune)])
  func theMostCarefulRuleWins(rules: [String?], own: String?, expected: Prune) throws {
    let items = rules.map { "{ apps: [\"*\"], use: [bot]\($0.map { ", prune: \($0)" } ?? "") }" }
    for policy in ["true", "false", "managed"] {
      let yaml =
        "policy: { prune: \(policy) }\ndefaults: [\(items.joined(separator: ", "))]\n"
        + (own.map { "apps: { a.a: { prune: \($0) }, 7: { prune: \($0) } }" } ?? "apps: {}")
      #expect(try app("a.a", yaml)?.prune == expected)
      #expect(
        try app("a.a", yaml.replacing("7:", with: "8:"))?.prune == expected, "listed by its bundle ID")
    }
    #expect(try app("b.b", "policy: { prune: false }\napps: { b.b: {} }")?.prune == .never, "no rule matches")
  }

  @Test func theFilesAreMergedAndTheirOrderIsNoMatter() throws {
    let texts = [
      Self.head, "version: 1\ndefaults: [{ apps: [\"a.*\"], use: [bot] }]\n",
      "version: 1\ndefaults: [{ apps: [\"*.a\"], use: [triage], prune: false }]\napps: {}\n",
    ]
    var found: Set<[String]> = []
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      let files = order.map { SourceFile(path: "\($0).yaml", text: texts[$0]) }
      let state = try #require(DesiredStateReader().decode(files).state)
      #expect(Set(state.defaultsFiles.map(\.path)) == ["1.yaml", "2.yaml"])
      var matcher = DefaultsMatcher(state)
      let matched = matcher.app(AppFacts(id: "7", bundleId: "a.a"))
      let app = try #require(matched)
      #expect(app.prune == .never)
      found.insert(app.targets(for: AppFacts(id: "7", bundleId: "a.a")).webhooks.map(\.name).sorted())
    }
    #expect(found == [["Triage of a.a", "bot"]])
  }

  @Test func whatShowsOnlyWithTheAccountIsAnErrorOfItsApps() throws {
    let wide = (0..<6).map { "T\($0)" }
    let templates = (wide + ["U0", "U1", "U2", "U3", "U4"]).map {
      "  \($0): { url: \"https://t/\", events: [BUILD_*], secret: { env: S } }\n"
    }.joined()
    let state = try desiredState(
      """
      version: 1
      templates:
      \(templates)
      defaults:
        - { apps: ["a.*"], use: [\(wide.joined(separator: ", "))] }
        - { apps: ["*.a"], use: [U0, U1, U2, U3, U4] }
      apps: {}
      """)
    var matcher = DefaultsMatcher(state)
    let found = matcher.app(AppFacts(id: "7", bundleId: "a.a"))
    let app = try #require(found)
    let diagnostics = app.targets(for: AppFacts(id: "7", bundleId: "a.a")).diagnostics
    #expect(diagnostics.map(\.message) == ["app 'a.a' has 11 webhooks, 11 of them by defaults"])
    #expect(diagnostics.first?.range == state.defaults.rules[0].location)
    #expect(diagnostics.first?.notes.map(\.range) == [state.defaults.rules[1].location])
    #expect(matcher.app(AppFacts(id: "8", bundleId: "a.b"))?.webhooks.count == 6)
  }
}
