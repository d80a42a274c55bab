import AppStoreConnect
import Cryptography
import Diagnostics
import Testing

@testable import DesiredState

/// What variables stand for, and what is shown of them.
@Suite struct VariableTests {
  private static let canary = "canary-4711-c0ffee"

  private func decode(
    _ url: String, name: String = "Bot", variables: String, given: [String: String] = [:],
    environment: [String: String] = [:]
  ) -> DesiredStateReader.Result {
    let text = """
      version: 1
      variables: \(variables)
      templates:
        bot:
          name: "\(name)"
          url: "\(url)"
          events: [BUILD_UPLOAD_STATE_UPDATED]
          secret: { env: S }
      apps:
        com.example.a: { use: [bot] }
        com.example.b: {}
      """
    return DesiredStateReader(values: VariableValues(given: given, environment: environment))
      .decode([SourceFile(path: "webhooks.yaml", text: text)])
  }

  private func target(_ result: DesiredStateReader.Result) throws -> TargetWebhook {
    let app = try #require(result.state?.apps.first)
    return try #require(
      app.targets(for: AppFacts(id: "1", bundleId: "com.example.a", name: "A")).webhooks.first)
  }

  @Test func theCommandLineComesFirstThenTheEnvironmentThenTheDefault() throws {
    func host(_ given: [String: String], _ environment: [String: String]) throws -> String {
      try target(
        decode(
          "https://{host}/{bundleId}", variables: "{ host: a.example.com }", given: given,
          environment: environment)
      ).url.text
    }
    let environment = ["STOREHOOKS_VAR_HOST": "b.example.com"]
    #expect(try host([:], [:]) == "https://a.example.com/com.example.a")
    #expect(try host([:], environment) == "https://b.example.com/com.example.a")
    #expect(try host(["host": "c.example.com"], environment) == "https://c.example.com/com.example.a")
    #expect(try host([:], ["STOREHOOKS_VAR_HOST": ""]) == "https://a.example.com/com.example.a")
    #expect(
      try host([:], ["STOREHOOKS_VAR_host": "no", "HOST": "no"]) == "https://a.example.com/com.example.a")
  }

  @Test func aValueIsFilledInAsItIsAndNotExpandedAgain() throws {
    let encoded = decode("https://a.example.com/{path}", variables: "{ path: \"x/y%20z?q=1\" }")
    #expect(try target(encoded).url.text == "https://a.example.com/x/y%20z?q=1")
    let nested = decode("https://a.example.com/{path}", variables: "{ path: \"{bundleId}\", other: x }")
    #expect(nested.state == nil)
    #expect(
      nested.diagnostics.map(\.message) == [
        "variable 'path', set by webhooks.yaml:2, makes the URL invalid: 'url' has the character '{'"
      ])
    let braces = decode("https://a.example.com/%7B{{x}}", variables: "{ x: y }")
    #expect(braces.state == nil)
  }

  @Test func namesOfTemplatesMayHaveThem() throws {
    let result = decode(
      "https://a.example.com/", name: "{team} bot of {bundleId}", variables: "{ team: Blue }")
    #expect(try target(result).name == "Blue bot of com.example.a")
    let control = decode(
      "https://a.example.com/", name: "{team}", variables: "{ team: {} }", given: ["team": "a\u{7}"])
    #expect(
      control.diagnostics.map(\.message) == [
        "variable 'team', set by --var, makes the name invalid: a webhook's name has a control character"
      ])
    #expect(control.diagnostics.first?.remedy == "correct --var")
  }

  /// Names are known, though URLs aren't before the app's ID is.
  @Test func namesThatVariablesMakeTheSameAreFoundOffline() {
    func errors(_ names: String, _ webhooks: String = "{}") -> [String] {
      let text = """
        version: 1
        variables: { a: x, b: x, c: Cee }
        templates:
          A: { name: "{a}", url: "https://h.example.com/{appId}", events: [BUILD_*], secret: { env: S } }
          B: { name: "{b}", url: "https://h.example.com/2{appId}", events: [BUILD_*], secret: { env: S } }
          C: { name: "{c}", formerly: [x], url: "https://h.example.com/3{appId}", events: [BUILD_*], secret: { env: S } }
        apps: { com.example.a: { use: \(names), webhooks: \(webhooks) } }
        """
      return DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)]).diagnostics.map(
        \.message)
    }
    let twice = "app 'com.example.a' has two webhooks named"
    #expect(errors("[A, B]") == ["\(twice) 'x'"])
    #expect(errors("[C]", "{ Cee: { template: A } }") == ["\(twice) 'Cee'"])
    #expect(errors("[C]", "{ Cee: { template: A, url: \"https://a.example.com/\" } }") == ["\(twice) 'Cee'"])
    #expect(
      errors("[A, C]") == ["app 'com.example.a' has a webhook named 'x', so the name isn't a former one"])
    #expect(errors("[A]", "{ Cee: { template: B } }").isEmpty)
  }

  @Test func withoutAValueAFileIsValidAndItsAppHasNoTarget() throws {
    let result = decode("{zap}", variables: "{ zap: { sensitive: true } }")
    let app = try #require(result.state?.apps.first)
    #expect(app.targets(for: AppFacts(id: "1", bundleId: "com.example.a")).webhooks.isEmpty)
    #expect(app.unsetVariables.map(\.variable.name) == ["zap"])
    #expect(app.unsetVariables.map(\.location.start.line) == [6])
    #expect(app.unsetVariables.first?.error.remedy == "set STOREHOOKS_VAR_ZAP")
    #expect(result.state?.apps.last?.unsetVariables.isEmpty == true)
    for url in ["{base}/asc", "https://{host}:{port}/", "{scheme}://a.example.com/", "http://{host}/"] {
      let names = "{ base: {}, host: {}, port: {}, scheme: {} }"
      #expect(decode(url, variables: names).state != nil, "\(url)")
    }
  }

  @Test func theResultIsCheckedAsIfItWereWritten() throws {
    for (value, message) in [
      ("ftp://a.example.com/\(Self.canary)", "'url' must be https"),
      ("https://a.example.com/\(Self.canary)#x", "'url' must not have a fragment"),
      ("https://u:\(Self.canary)@a.example.com/", "'url' must not contain a user name or password"),
      ("https://a.example.com/ \(Self.canary)", "'url' has a space"),
      ("https://a.example.com/\(Self.canary)\n", "'url' has a line break"),
      ("https://a.example.com/\(Self.canary)\u{e4}", "'url' has a character that must be percent-encoded"),
      ("\(Self.canary)", "'url' must be absolute"), ("https://\(Self.canary)_.-/", "'url' has no valid host"),
    ] {
      let result = decode(
        "{zap}", variables: "{ zap: { sensitive: true } }", environment: ["STOREHOOKS_VAR_ZAP": value])
      #expect(
        result.diagnostics.map(\.message) == [
          "variable 'zap', set by STOREHOOKS_VAR_ZAP, makes the URL invalid: \(message)"
        ])
      #expect(result.diagnostics.allSatisfy { $0.remedy != nil })
      #expect(!DiagnosticRenderer().render(result.diagnostics).contains(Self.canary))
    }
  }

  /// The variable that is at fault, where its value comes from, and what to do.
  @Test func anInvalidValueIsNamedWithItsSource() throws {
    func said(
      _ url: String, _ variables: String, given: [String: String] = [:], environment: [String: String] = [:]
    ) -> String {
      let result = decode(url, variables: variables, given: given, environment: environment)
      return DiagnosticRenderer().render(result.diagnostics).split(separator: "\n")
        .filter { $0.contains(": error: ") || $0.contains(": note: ") }
        .map { $0.replacing("webhooks.yaml:6:10: error: ", with: "") }.joined(separator: "\n")
    }
    let makes = "makes the URL invalid: 'url' has the character"
    #expect(
      said("https://{host}/{path}", "{ host: a.example.com, path: a b }")
        == "variable 'path', set by webhooks.yaml:2, \(makes) ' '; percent-encode it: %20\n"
        + "webhooks.yaml:2:41: note: the default of 'path' is here")
    #expect(
      said("https://{host}/{path}", "{ host: a.example.com, path: { default: a } }", given: ["path": "<a>"])
        == "variable 'path', set by --var, \(makes) '<'; percent-encode it: %3C")
    #expect(
      said(
        "https://{host}/{path}", "{ host: {}, path: a }",
        environment: ["STOREHOOKS_VAR_HOST": "bad_-.host"])
        == "variable 'host', set by STOREHOOKS_VAR_HOST, makes the URL invalid: 'bad_-.host' is not a valid host; correct"
        + " STOREHOOKS_VAR_HOST")
    #expect(
      said("{a}://{b}/", "{ a: {}, b: {} }", given: ["a": "ftp"], environment: ["STOREHOOKS_VAR_B": "b c"])
        == "variables 'a', set by --var, and 'b', set by STOREHOOKS_VAR_B, make the URL invalid: 'url' has the character ' ';"
        + " percent-encode it: %20")
    #expect(
      said("ftp://{host}/", "{ host: a.example.com }")
        == "'url' has the scheme 'ftp'; App Store Connect delivers to https only", "the text is at fault")
    let password = "https://u:\(Self.canary)@a.example.com/"
    for url in [password, password + " x"] {
      let result = decode("{base}", variables: "{ base: \"\(url)\" }")
      let text = DiagnosticRenderer().render(result.diagnostics)
      #expect(
        text.contains("variable 'base', set by webhooks.yaml:2,") && !text.contains(Self.canary), "\(text)")
    }
  }

  @Test func aSensitiveURLShowsItsSchemeAndHost() throws {
    let variables = "{ zap: { sensitive: true } }"
    let value = "https://Hooks.Example.com:8443/catch/\(Self.canary)/"
    let result = decode("{zap}", variables: variables, environment: ["STOREHOOKS_VAR_ZAP": value])
    let url = try target(result).url
    #expect(url.text == value)
    #expect(url.shown == "https://hooks.example.com/…")
    #expect("\(url) \(String(reflecting: url))" == "https://hooks.example.com/… https://hooks.example.com/…")
    let withholding = Withholding()
    for secret in result.withheld { withholding.add(secret) }
    #expect(!withholding.shown("it was \(value)").contains("canary"))
    #expect(withholding.shown("https://hooks.example.com/…") == "https://hooks.example.com/…")
    // It can't be set from the command line.
    let given = decode("{zap}", variables: variables, given: ["zap": value])
    #expect(given.state?.apps.first?.unsetVariables.count == 1)
  }

  @Test func liveURLsWithItAreMaskedWhereverTheyAre() throws {
    let result = decode(
      "https://hooks.example.com/catch/{zap}/{bundleId}", variables: "{ zap: { sensitive: true } }",
      environment: ["STOREHOOKS_VAR_ZAP": Self.canary])
    #expect(result.mask.covers("https://other.example.com/?x=\(Self.canary)&y", ofWebhook: "1"))
    #expect(!result.mask.covers("https://hooks.example.com/catch/other", ofWebhook: "1"))
    var mask = URLMask.none
    mask.add(result.mask)
    mask.add(webhookIds: ["2"])
    #expect(mask.covers("https://other.example.com/\(Self.canary)", ofWebhook: "1"))
    #expect(mask.covers("https://other.example.com/", ofWebhook: "2"))
    #expect(!mask.covers("https://other.example.com/", ofWebhook: "1") && !mask.isEmpty)
    let app = try #require(result.state?.apps.first)
    let hidden = app.hiddenURLs(for: AppFacts(id: "1", bundleId: "com.example.a"))
    #expect(hidden.covers(name: "Bot", url: "https://old.example.com/former"))
    #expect(hidden.covers(name: "Other", url: "HTTPS://hooks.example.com/former"))
    #expect(!hidden.covers(name: "Other", url: "https://vendor.example.com/"))
    let unknown = decode("{zap}", variables: "{ zap: { sensitive: true } }")
    let all = try #require(unknown.state?.apps.first).hiddenURLs(for: AppFacts(bundleId: "com.example.a"))
    #expect(all.covers(name: "Other", url: "https://vendor.example.com/"))
    #expect(!unknown.mask.hiddenURLs(of: AppFacts(bundleId: "com.example.a"), nil).isEmpty)
    // Another app may have used it before.
    let others = unknown.mask.hiddenURLs(of: AppFacts(bundleId: "com.example.b"), nil)
    #expect(others.covers(name: "Bot", url: "https://vendor.example.com/"))
    #expect(result.mask.hiddenURLs(of: AppFacts(bundleId: "com.example.b"), nil).isEmpty)
  }

  @Test func withoutAValueOnlyWhatTheFilesStateIsShown() throws {
    let text = """
      version: 1
      variables: { zap: { sensitive: true } }
      templates:
        Zap: { name: "Zap of {bundleId}", url: "{zap}", events: [BUILD_*], secret: { env: S } }
        Bot: { url: "https://bot.example.com/{bundleId}", events: [BUILD_*], secret: { env: S }, formerly: [Old] }
      defaults: [{ apps: ["com.example.*"], use: [Bot] }]
      apps:
        com.example.a: { use: [Zap] }
        com.example.b: { webhooks: { Zap of com.example.b: { template: Bot, enabled: false } } }
      """
    let mask = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)]).mask
    func isHidden(_ app: String, _ name: String, _ url: String = "https://x.example.com/former") -> Bool {
      mask.hiddenURLs(of: AppFacts(id: "1", bundleId: app), nil).covers(name: name, url: url)
    }
    #expect(isHidden("com.example.a", "Bot", "https://bot.example.com/com.example.a"), "it uses the variable")
    for app in ["com.example.b", "com.example.c", "net.vault"] {
      #expect(!isHidden(app, "Bot", "https://BOT.example.com:8443/former"))
      #expect(isHidden(app, "Bot") && isHidden(app, "Other", "https://bot.example.com.evil.example/"))
      #expect(isHidden(app, "Bot", "http://bot.example.com/former"))
    }
  }

  /// What other URLs begin like is no secret.
  @Test func theWordsThatAURLBeginsWithAreNotWithheld() {
    let withholding = Withholding()
    for secret in decode(
      "{zap}", variables: "{ zap: { sensitive: true } }",
      environment: ["STOREHOOKS_VAR_ZAP": "https://hooks.zap.example.com/hooks/catch/1234567/abcdefg/"]
    ).withheld { withholding.add(secret) }
    let other = "https://hooks.zap.example.com/hooks/catch/7654321/gfedcba/"
    #expect(withholding.shown(other) == other)
    #expect(!withholding.shown("GET /hooks/catch/1234567/abcdefg/ was refused").contains("abcdefg"))
  }

  @Test func aShortValueCountsAsAWord() {
    let mask = decode(
      "https://make.example.com/{zap}", variables: "{ zap: { sensitive: true } }",
      environment: ["STOREHOOKS_VAR_ZAP": "KEY55"]
    ).mask
    for url in [
      "https://make.example.com/KEY55", "https://x.example.com/a?k=KEY55", "https://x.example.com/KEY55/b",
    ] {
      #expect(mask.covers(url, ofWebhook: "1"), "\(url)")
    }
    #expect(!mask.covers("https://make.example.com/MYKEY55", ofWebhook: "1"))
    #expect(!mask.covers("https://make.example.com/KEY556", ofWebhook: "1"))
  }

  @Test func aKeyIsRefusedAndNotShown() throws {
    let key = "-----BEGIN PRIVATE KEY-----\(Self.canary)-----END PRIVATE KEY-----"
    let token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.\(Self.canary)"
    for value in [key, token] {
      let result = decode(
        "{zap}", variables: "{ zap: { sensitive: true } }", environment: ["STOREHOOKS_VAR_ZAP": value])
      #expect(
        result.diagnostics.map(\.message) == [
          "the value of variable 'zap', set by STOREHOOKS_VAR_ZAP, is a private key or a token"
        ])
      #expect(result.withheld == [Secret(value)])
    }
  }
}
