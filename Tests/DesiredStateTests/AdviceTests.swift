import Diagnostics
import PlanningSupport
import Testing

@testable import DesiredState

/// Warnings of what is valid but probably not meant.
@Suite struct AdviceTests {
  private func advice(_ yaml: String) throws -> String {
    DiagnosticRenderer().render(try desiredState("version: 1\n" + yaml).advice()).split(separator: "\n")
      .filter { $0.hasPrefix("webhooks.yaml:") }.joined(separator: "\n")
  }

  @Test func whatNothingNames() throws {
    let yaml = """
      variables: { host: h.example.com, zap: { sensitive: true }, _later: x, used: u.example.com }
      eventGroups: { feedback: [BETA_*], _kept: [BETA_*], builds: [BUILD_*] }
      templates:
        bot: { url: "https://{used}/{bundleId}", events: [builds], secret: { env: S } }
        old: { url: "https://a.example.com/{bundleId}", events: [BUILD_*], secret: { env: S } }
        _spare: { url: "https://a.example.com/{bundleId}", events: [BUILD_*], secret: { env: S } }
      apps: { com.example.a: { use: [bot] } }
      """
    #expect(
      try advice(yaml) == """
        webhooks.yaml:2:14: warning: variable 'host' is not used; remove it, or begin its name with '_' to keep it
        webhooks.yaml:2:35: warning: variable 'zap' is not used; remove it, or begin its name with '_' to keep it
        webhooks.yaml:3:16: warning: event group 'feedback' is not used; remove it, or begin its name with '_' to keep it
        webhooks.yaml:6:3: warning: template 'old' is not used; remove it, or begin its name with '_' to keep it
        """)
  }

  @Test(arguments: [
    "defaults: [{ apps: [\"*\"], use: [bot] }]\napps: {}",
    "apps: { com.example.a: { webhooks: { Own: { template: bot } } } }",
  ])
  func rulesAndOverridesNameTemplates(_ rest: String) throws {
    let bot =
      "templates: { bot: { url: \"https://b.example.com/{appId}\", events: [BUILD_*], secret: { env: S } } }\n"
    #expect(try advice(bot + rest) == "")
  }

  @Test(arguments: [
    "{ T: { template: T, events: [+BETA_FEEDBACK_*] } }",
    "{ \"Bot com.example.a\": { template: N, enabled: true } }",
  ])
  func anOverrideOfADefaultTakesItsPlace(_ webhooks: String) throws {
    let yaml = """
      templates:
        T: { url: "https://t.example.com/{appId}", events: [BUILD_*], secret: { env: S } }
        N: { name: "Bot {bundleId}", url: "https://n.example.com/{appId}", events: [BUILD_*], secret: { env: S } }
      defaults: [{ apps: ["*"], use: [T, N] }]
      apps: { com.example.a: { webhooks: \(webhooks) } }
      """
    #expect(try advice(yaml) == "")
    #expect(try desiredState("version: 1\n" + yaml).apps[0].wantedWebhooks.count == 2)
  }

  @Test func aRuleForOneAppSharesNothing() throws {
    func yaml(_ pattern: String) -> String {
      """
      templates: { T: { url: "https://t.example.com/", events: [BUILD_*], secret: { env: S } } }
      defaults: [{ apps: ["\(pattern)"], use: [T] }]
      apps: {}
      """
    }
    #expect(try advice(yaml("com.example.a")) == "")
    #expect(try advice(yaml("com.example.?")).contains("several apps share this URL"))
  }

  /// Which names an app's own webhook and a rule's get shows only with the app's other ID, or its name.
  @Test(arguments: [
    "com.example.a: { use: [N] }", "com.example.a: { webhooks: { Bot 1: { template: N, enabled: true } } }",
    "com.example.a: { webhooks: { \"Bot A\": { template: N, url: \"https://n.example.com/x\" } } }",
    "\"1234567890\": { webhooks: { Bot com.example.a: { template: N, enabled: true } } }",
  ])
  func whatMayBeTheSameWebhookIsNotTwo(app: String) throws {
    for placeholder in ["appId", "appName"] {
      let yaml = """
        templates:
          N: { name: "Bot {\(placeholder)}", url: "https://n.example.com/x?a={appId}", events: [BUILD_*], secret: { env: S } }
        defaults: [{ apps: ["*"], use: [N] }]
        apps: { \(app) }
        """
      #expect(try advice(yaml) == "")
    }
    let other = """
      templates:
        N: { name: "Bot {appId}", url: "https://n.example.com/x?a={appId}", events: [BUILD_*], secret: { env: S } }
      defaults: [{ apps: ["*"], use: [N] }]
      apps: { com.example.a: { webhooks: { Own: { template: N, enabled: true } } } }
      """
    #expect(try advice(other).contains("it arrives twice"))
  }

  /// Rules meet only in apps of the account.
  @Test func twoRulesThatBringTheSameEventToAnApp() throws {
    let state = try desiredState(
      """
      version: 1
      templates:
        A: { url: "https://a.example.com/{bundleId}", events: [BUILD_*], secret: { env: S } }
        B: { url: "https://a.example.com/{bundleId}", events: [BUILD_*], secret: { env: S } }
      defaults:
        - { apps: ["com.*"], use: [A] }
        - { apps: ["com.example.*"], use: [B] }
      apps: {}
      """)
    #expect(state.advice().isEmpty)
    var rules = DefaultsMatcher(state)
    let others = ["com.example.a", "com.example.b", "com.x"].compactMap {
      rules.app(AppFacts(id: "1", bundleId: $0))
    }
    let advice = state.advice(others: others)
    #expect(advice.count == 1)
    #expect(advice.first?.message.hasPrefix("'A' and 'B' of com.example.a and 1 other send ") == true)
  }

  @Test func aPatternThatMatchesNoApp() throws {
    let state = try desiredState(
      """
      version: 1
      templates: { A: { url: "https://a.example.com/{bundleId}", events: [BUILD_*], secret: { env: S } } }
      defaults: [{ apps: ["com.exmaple.*", "com.example.notes"], use: [A] }, { apps: ["*"], use: [A] }]
      apps: {}
      """)
    let apps = ["com.example.notes", "com.example.tasks", "org.x"].map { AppFacts(id: "1", bundleId: $0) }
    #expect(
      state.defaults.unmatched(by: apps).map { "\($0.message); \($0.remedy ?? "")" } == [
        "the pattern 'com.exmaple.*' matches no app that the API key sees; did you mean 'com.example.*'?"
      ])
  }

  @Test func theSameEventTwice() throws {
    let yaml = """
      templates:
        A: { url: "https://a.example.com/{appId}", events: [BUILD_*], secret: { env: S } }
        B: { url: "https://a.example.com/{appId}", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
        C: { url: "https://a.example.com/{appId}", events: [BETA_*], secret: { env: S } }
        D: { url: "https://a.example.com/{appId}", events: [BETA_*], secret: { env: S }, enabled: false }
      apps:
        com.example.a: { use: [A, B, C, D] }
        com.example.b: { use: [A, B] }
        com.example.c: { use: [A, C] }
      """
    #expect(
      try advice(yaml) == """
        webhooks.yaml:4:54: warning: 'A' and 'B' of com.example.a and 1 other send BUILD_UPLOAD_STATE_UPDATED to the same URL: it arrives twice; take it out of one of them
        """)
  }

  @Test func aURLOfSeveralApps() throws {
    func yaml(_ url: String, apps: String, enabled: Bool = true) -> String {
      "templates: { A: { url: \"\(url)\", events: [BUILD_*], secret: { env: S }, enabled: \(enabled) } }\n"
        + apps
    }
    let two = "apps: { com.example.a: { use: [A] }, com.example.b: { use: [A] } }"
    let expected =
      "webhooks.yaml:2:24: warning: several apps share this URL, and few events name their app; tell them apart with"
      + " {bundleId} or {appId} in the URL, such as '?app={bundleId}'"
    #expect(try advice(yaml("https://a.example.com/", apps: two)) == expected)
    #expect(try advice(yaml("https://a.example.com/{appName}", apps: two)) == expected)
    #expect(
      try advice(yaml("https://a.example.com/", apps: "defaults: [{ apps: [\"*\"], use: [A] }]\napps: {}"))
        == expected)
    #expect(try advice(yaml("https://a.example.com/?app={bundleId}", apps: two)) == "")
    #expect(try advice(yaml("https://{appId}.example.com/", apps: two)) == "")
    #expect(try advice(yaml("https://a.example.com/", apps: two, enabled: false)) == "")
    #expect(try advice(yaml("https://a.example.com/", apps: "apps: { com.example.a: { use: [A] } }")) == "")
  }
}
