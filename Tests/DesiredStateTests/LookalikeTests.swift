import Diagnostics
import Testing

@testable import DesiredState

/// What other tools write for a variable.
@Suite struct LookalikeTests {
  /// What is said of a URL or of a template's name, places apart.
  private func said(url: String = "https://a.example.com/{appId}", name: String = "Bot") -> [String] {
    let text = """
      version: 1
      variables: { _zap: { sensitive: true }, zap: { sensitive: true }, _host: x }
      templates:
        _bot: { name: "\(name)", url: "\(url)", events: [BUILD_*], secret: { env: S } }
        _zap: { url: "{zap}", events: [BUILD_*], secret: { env: S } }
      apps: {}
      """
    let result = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)])
    return (result.diagnostics + (result.state?.advice() ?? [])).map {
      "\($0.severity.rawValue): \($0.message); \($0.remedy ?? "")"
    }
  }

  @Test(arguments: [
    ("${zap}", "'${zap}' leaves a '$' in the URL; write {zap}"),
    ("https://a.example.com/${bundleId}", "'${bundleId}' leaves a '$' in the URL; write {bundleId}"),
    ("https://a.example.com/$(zap)", "'$(zap)' stays in the URL as it is; write {zap}"),
    ("https://a.example.com/$(bundle_id)", "'$(bundle_id)' stays in the URL as it is; write {bundleId}"),
    ("https://a.example.com/?a=$zap&b", "'$zap' stays in the URL as it is; write {zap}"),
    (
      "https://a.example.com/$ZAPIER_KEY",
      "'$ZAPIER_KEY' stays in the URL as it is; declare 'ZAPIER_KEY' under 'variables', set STOREHOOKS_VAR_ZAPIER_KEY, and"
        + " write {ZAPIER_KEY}"
    ),
  ])
  func aDollarThatStaysIsDoubted(url: String, message: String) {
    #expect(said(url: url) == ["warning: \(message); write %24 for a '$' that is meant"])
  }

  @Test(arguments: [
    "https://a.example.com/%24{bundleId}", "https://a.example.com/a$",
    "https://a.example.com/?$filter=x&$top=1",
    "https://a.example.com/$5", "https://a.example.com/$", "https://a.example.com/$()",
    "https://a.example.com/(zap)",
  ])
  func aDollarThatIsMeantIsNot(url: String) { #expect(said(url: url).isEmpty) }

  @Test(arguments: [
    ("https://a.example.com/{{zap}}", "write {zap}"),
    ("https://a.example.com/${{ secrets.ZAP }}", "write {zap}"),
    ("https://a.example.com/<zap>", "write {zap}"), ("<https://a.example.com>", "remove it"),
    ("https://a.example.com/%C3%<", "write a literal '%' as %25"),
    ("https://a.example.com/%zap%", "write {zap}"),
    ("https://a.example.com/#{zap}", "write {zap}"),
    ("${{ vars.TEAM }}", "declare 'TEAM' under 'variables', set STOREHOOKS_VAR_TEAM, and write {TEAM}"),
    (
      "https://${HOST_NAME}/",
      "declare 'HOST_NAME' under 'variables', set STOREHOOKS_VAR_HOST_NAME, and write {HOST_NAME}"
    ),
    ("https://a.example.com/${zapp}", "write {zap}"),
    // What is wrong is something else.
    ("ftp://a.example.com/<zap>", "percent-encode it: %3C"),
    ("https://a.example.com/<zap>/ x", "percent-encode it: %3C"),
  ])
  func whatMakesAURLInvalidSaysWhatIsMeant(url: String, remedy: String) {
    let said = said(url: url)
    #expect(said.count == 1 && said.first?.hasPrefix("error: ") == true, "\(said)")
    #expect(said.first?.hasSuffix("; \(remedy)") == true, "\(said)")
  }

  @Test(arguments: [
    ("ignore: [{ url: \"https://{host}/*\" }]", "{host}"),
    ("ignore: [{ name: \"H {bundleId}\" }]", "{bundleId}"),
    ("webhooks: { \"Bot {appId}\": *bot }", "{appId}"),
    ("webhooks: { Bot: { <<: *bot, formerly: [\"H {appName}\"] } }", "{appName}"),
  ])
  func whatIsNotFilledInIsDoubted(entry: String, placeholder: String) throws {
    let text = """
      version: 1
      variables: { host: x }
      templates: { _T: &bot { url: "https://{host}.example.com/{appId}", events: [BUILD_*], secret: { env: S } } }
      apps: { com.example.a: { \(entry) } }
      """
    let result = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)])
    #expect(result.state?.advice().map(\.message) == ["'\(placeholder)' stands for itself here"])
  }

  @Test func signsThatChangeNothingAreDoubted() {
    let text = """
      version: 1
      templates: { T: { url: "https://a.example.com/{appId}", events: [BUILD_*], secret: { env: S } } }
      apps: { com.example.a: { webhooks: { A: { template: T, events: [-BETA_*] }, B: { template: T, events: [+BETA_*] } } } }
      """
    let result = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)])
    #expect(
      result.state?.advice().map(\.message).filter { !$0.contains("twice") } == [
        "this changes nothing of the template's events"
      ])
  }

  @Test(arguments: ["https://{zap}.example.com/x", "https://a.{zap}"])
  func aSensitiveHostIsDoubted(url: String) {
    #expect(said(url: url).map { $0.prefix(40) } == ["warning: a sensitive variable is a part "])
  }

  @Test func aNameIsDoubtedToo() {
    #expect(
      said(name: "${bundleId} bot") == [
        "warning: '${bundleId}' leaves a '$' in the name; write {bundleId}; a '$' that is meant can be a variable's value"
      ])
    #expect(said(name: "Bot for 5 $").isEmpty)
    #expect(said(name: "Bot {{bundleId}} <zap> %zap%").isEmpty)
  }
}
