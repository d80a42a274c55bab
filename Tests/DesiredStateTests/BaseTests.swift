import PlanningSupport
import Testing

@testable import DesiredState

/// What is left to compare if the state of another set of files is applied already.
@Suite struct BaseTests {
  private static let base = """
    version: 1
    templates:
      bot: { url: "https://bot.example.com/{bundleId}", events: [BUILD_*], secret: { env: S } }
    apps:
      com.example.a: { use: [bot] }
      com.example.b:
        webhooks:
          Own: { url: "https://b.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { file: s.txt } }
      com.example.c: { use: [bot], ignore: [{ name: "V*" }] }
    """

  private struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var old = ""
    var new = ""
    var changed: [String] = []
    var left: [String] = []
  }

  private static let cases = [
    Case(testDescription: "nothing"),
    Case(testDescription: "a comment", old: "apps:\n", new: "# Apps.\napps:\n"),
    Case(
      testDescription: "another way to write it", old: "[BUILD_UPLOAD_STATE_UPDATED]",
      new: "[\"BUILD_UPLOAD_STATE_UPDATED\"]"),
    Case(
      testDescription: "a URL", old: "https://b.example.com/", new: "https://b.example.com/x", changed: ["b"]),
    Case(testDescription: "a name", old: "Own:", new: "Other:", changed: ["b"]),
    Case(testDescription: "a secret's source", old: "s.txt", new: "t.txt", changed: ["b"]),
    Case(testDescription: "a template", old: "[BUILD_*]", new: "[BETA_*]", changed: ["a", "c"]),
    Case(testDescription: "an ignore rule", old: "V*", new: "W*", changed: ["c"]),
    Case(
      testDescription: "prune", old: "{ use: [bot] }", new: "{ use: [bot], prune: false }", changed: ["a"]),
    Case(
      testDescription: "an app that is new", old: "com.example.a: {", new: "com.example.n: {", changed: ["n"],
      left: ["a"]),
    Case(
      testDescription: "an app that is named by its other ID", old: "com.example.a: {", new: "\"1\": {",
      changed: ["1"],
      left: ["a"]),
  ]

  @Test(arguments: cases) private func appsThatDiffer(_ example: Case) throws {
    let head = example.old.isEmpty ? Self.base : Self.base.replacing(example.old, with: example.new)
    let comparison = try #require(
      try desiredState(head).compared(withBase: try desiredState(Self.base, path: "/tmp/base/main.yaml")))
    func short(_ keys: [AppKey]) -> [String] { keys.map { $0.text.replacing("com.example.", with: "") } }
    #expect(short(comparison.state.apps.map(\.key)) == example.changed)
    #expect(short(comparison.left) == example.left)
    #expect(comparison.skipped == 3 - example.changed.count)
  }

  @Test(arguments: [
    "policy: { prune: false }", "policy: { maxDeletes: 3 }", "policy: { ignore: [{ name: X }] }",
    "policy: { protect: [{ name: X }] }", "defaults: [{ apps: [com.other.*], use: [bot] }]",
    "account: { keyId: ABC123DEFG }",
  ])
  func whatConcernsAllAppsComparesAll(_ line: String) throws {
    let head = Self.base + "\n" + line
    #expect(try desiredState(head).compared(withBase: try desiredState(Self.base)) == nil)
    #expect(try desiredState(Self.base).compared(withBase: try desiredState(head)) == nil)
    #expect(try desiredState(head).compared(withBase: try desiredState(head))?.skipped == 3)
  }

  @Test func anAppThatRulesMatchIsLookedAtWhenItLeavesTheList() throws {
    let rule = "\ndefaults: [{ apps: [\"com.example.*\"], use: [bot] }]"
    let head = Self.base.replacing("  com.example.a: { use: [bot] }\n", with: "")
    #expect(try desiredState(head + rule).compared(withBase: try desiredState(Self.base + rule)) == nil)
    let comparison = try desiredState(head).compared(withBase: try desiredState(Self.base))
    #expect(comparison?.left.map(\.text) == ["com.example.a"])
    #expect(comparison?.hasLeft(AppFacts(id: "1", bundleId: "com.example.a")) == true)
    #expect(comparison?.hasLeft(AppFacts(id: "1", bundleId: "com.example.b")) == false)
  }
}
