import DesiredState
import Diagnostics
import TestSupport
import Testing

/// Most apps are checked at a glance when a file is read; what that check accepts, the whole check accepts, too.
@Suite struct OfflineCheckTests {
  private static let pieces = [
    "/", "//", "%", "%4", "1", "a", "{bundleId}", "{appId}", "{appName}", "{webhookName}", "{{", "}}", "?",
    "#", ":", ":443",
    "@", ".", "..", "é", " ",
  ]
  private static let names = [
    "Bot", "B{{o}}t", "B{o}t", "Bo\u{301}t", "B\u{F3}t", "{appId}", "com.example.a", "%", "é",
  ]

  private static func text(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
      .joined()
  }

  private static func webhook(_ url: String, _ indent: String) -> String {
    "\(indent)url: '\(url)'\n\(indent)events: [BUILD_UPLOAD_STATE_UPDATED]\n\(indent)secret: { env: SECRET }\n"
  }

  @Test func whatIsAcceptedHasNoFaultThatCanBeKnown() throws {
    let seed = RandomCases.seed()
    var random = SeededGenerator(seed: seed)
    var accepted = 0
    for _ in 0..<RandomCases.count(1_000) {
      let start = ["https://h.example.com/", "https://h.example.com", "https://", "http://127.0.0.1/"]
      func url() -> String { (start.randomElement(using: &random) ?? "") + Self.text(&random) }
      let name = Self.names.randomElement(using: &random) ?? ""
      var yaml =
        "version: 1\ntemplates:\n  t:\n    name: '\(name)'\n" + Self.webhook(url(), "    ") + "apps:\n"
      let key = ["com.example.a", "1000000001", "a-b.c"].randomElement(using: &random) ?? ""
      yaml += "  '\(key)':\n    use: [t]\n    webhooks:\n"
      yaml += "      '\(Self.names.randomElement(using: &random) ?? "")':\n" + Self.webhook(url(), "        ")
      let result = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: yaml)])
      guard let app = result.state?.apps.first else { continue }
      accepted += 1
      let faults = app.targets(for: app.key.facts).diagnostics
      #expect(faults.isEmpty, "seed \(seed): \(faults.map(\.message))\n\(yaml)")
    }
    #expect(accepted > 33, "seed \(seed): \(accepted)")
  }
}
