import Diagnostics
import TestSupport
import Testing

@testable import DesiredState

/// Files that are large in one respect. None of these tests measures time: each would hang if the time grew
/// with the square of the size, and takes a moment if it doesn't.
@Suite struct LargeInputTests {
  private static func decode(_ text: String) -> DesiredStateReader.Result {
    DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)])
  }

  private static func webhook(_ name: String, url: String = "https://h.example.com/a") -> String {
    "      \(name): { url: '\(url)', events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }\n"
  }

  @Test func thousandsOfErrorsArePrintedUpToAHundredAndCounted() {
    let pairs = (0..<8_000).map { _ in "  same: 1\n" }.joined()
    let result = Self.decode("version: 1\napps:\n" + pairs)
    #expect(result.state == nil)
    #expect(result.diagnostics.count >= 7_999)
    let output = DiagnosticRenderer().render(result.diagnostics)
    #expect(output.hasSuffix("… and 7,900 more errors\n"), "\(output.suffix(60))")
  }

  @Test func thousandsOfErrorsOnOneLine() {
    let items = (0..<8_000).map { "*a\($0)" }.joined(separator: ", ")
    let result = Self.decode("version: 1\nsecrets: [\(items)]\napps: {}\n")
    #expect(result.diagnostics.count >= 8_000)
    #expect(result.diagnostics.filter(\.isSensitive).count >= 8_000, "the line speaks of a secret")
    #expect(!DiagnosticRenderer().render(result.diagnostics).contains("[*a0"))
  }

  @Test func misspeltNamesAreNotComparedForEver() {
    let templates = (0..<400).map {
      "  template-\($0): { url: 'https://h.example.com/', events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }\n"
    }.joined()
    let apps = (0..<400).map { "  com.example.a\($0): { use: [tmplate-\($0)] }\n" }.joined()
    var decoder = DesiredStateDecoder()
    decoder.comparisonsLeft = 100_000
    _ = decoder.decode([
      SourceFile(path: "webhooks.yaml", text: "version: 1\ntemplates:\n\(templates)apps:\n\(apps)")
    ])
    #expect(decoder.comparisonsLeft >= 0 && decoder.comparisonsLeft < 400, "what may be compared was")
    #expect(decoder.diagnostics.count == 400)
    #expect(decoder.diagnostics[7].remedy == "did you mean 'template-7'?")
    #expect(
      decoder.diagnostics[399].remedy == "none of the 400 templates has a similar name",
      "a long list would help nobody")
  }

  @Test func thousandsOfWebhooksInOneApp() {
    let webhooks = (0..<4_000).map { Self.webhook("Hook \($0)") }.joined()
    let result = Self.decode("version: 1\napps:\n  com.example.a:\n    webhooks:\n" + webhooks)
    #expect(result.diagnostics.map(\.message) == ["app 'com.example.a' has 4000 webhooks"])
  }

  @Test func aNameOfAMegabyteIsCutInMessages() {
    let name = String(repeating: "n", count: 1 << 20)
    let keys = (0..<5_000).map { "k\($0): 1" }.joined(separator: ", ")
    let result = Self.decode(
      "version: 1\napps:\n  com.example.a:\n    webhooks:\n      ? \(name)\n      : { \(keys) }\n")
    #expect(result.diagnostics.count >= 5_000)
    #expect(result.diagnostics.allSatisfy { $0.message.utf8.count < 300 })
  }

  @Test func aHugeTextIsNotRepeatedForEver() {
    let url = "https://h.example.com/" + String(repeating: "a", count: 4 << 20)
    let webhooks = (0..<40).map { "    W\($0): { url: *long }\n" }.joined()
    let result = Self.decode("version: 1\ntemplates:\n    W: { url: &long '\(url)' }\n" + webhooks)
    #expect(result.diagnostics.map(\.message) == ["aliases repeat more than 134,217,728 bytes of text"])
  }

  @Test func aURLOfThousandsOfPlaceholders() {
    let url = "https://h.example.com/" + String(repeating: "{appId}/", count: 20_000)
    let result = Self.decode(
      "version: 1\napps:\n  '1234567890':\n    webhooks:\n" + Self.webhook("Hook", url: url))
    let target = result.state?.apps.first?.targets(for: AppFacts(id: "1234567890")).webhooks.first
    #expect(target?.url.text.utf8.count == 22 + 20_000 * 11)
  }

  @Test func appsShareThePolicysRules() {
    let rules = (0..<2_000).map { "    - { name: 'n\($0)' }\n" }.joined()
    let apps = (0..<2_000).map { "  com.example.a\($0): {}\n" }.joined()
    let result = Self.decode("version: 1\npolicy:\n  ignore:\n\(rules)apps:\n\(apps)")
    let addresses = Set(
      (result.state?.apps ?? []).map { app in app.ignore.withUnsafeBufferPointer { $0.baseAddress } })
    #expect(result.state?.apps.count == 2_000)
    #expect(addresses.count == 1, "one copy for all")
  }
}
