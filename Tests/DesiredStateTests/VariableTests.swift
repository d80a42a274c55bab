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
      nested.diagnostics.map(\.message) == ["'url' has the character '{' once its variables are filled in"])
    let braces = decode("https://a.example.com/%7B{{x}}", variables: "{ x: y }")
    #expect(braces.state == nil)
  }

  @Test func namesOfTemplatesMayHaveThem() throws {
    let result = decode(
      "https://a.example.com/", name: "{team} bot of {bundleId}", variables: "{ team: Blue }")
    #expect(try target(result).name == "Blue bot of com.example.a")
    let control = decode(
      "https://a.example.com/", name: "{team}", variables: "{ team: {} }", given: ["team": "a\u{7}"])
    #expect(control.diagnostics.map(\.message) == ["a webhook's name has a control character"])
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
      ("https://a.example.com/ \(Self.canary)", "'url' has a character that must be percent-encoded"),
      ("\(Self.canary)", "'url' must be absolute"), ("https://\(Self.canary)_.-/", "'url' has no valid host"),
    ] {
      let result = decode(
        "{zap}", variables: "{ zap: { sensitive: true } }", environment: ["STOREHOOKS_VAR_ZAP": value])
      #expect(result.diagnostics.map(\.message) == ["\(message) once its variables are filled in"])
      #expect(!DiagnosticRenderer().render(result.diagnostics).contains(Self.canary))
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
    #expect(unknown.mask.hiddenURLs(of: AppFacts(bundleId: "com.example.b"), nil).isEmpty)
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
        result.diagnostics.map(\.message) == ["the value of variable 'zap' is a private key or a token"])
      #expect(result.withheld == [Secret(value)])
    }
  }
}
