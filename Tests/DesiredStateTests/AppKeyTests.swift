import DesiredState
import Testing

@Suite struct AppKeyTests {
  @Test(
    arguments: [
      ("com.example.notes", .bundleId("com.example.notes")),
      ("1234567890", .appleId("1234567890")),
      ("0", .appleId("0")),
      ("1e3", .bundleId("1e3")),
      ("12.5", .bundleId("12.5")),
      ("com.Example-App_1", .bundleId("com.Example-App_1")),
      ("no", .bundleId("no")),
      ("", nil),
      ("com.example.*", nil),
      ("com example", nil),
      ("com/example", nil),
      ("com.exämple", nil),
      ("١٢٣", nil),
      ("+1", nil),
      (String(repeating: "a", count: 255), .bundleId(String(repeating: "a", count: 255))),
      (String(repeating: "a", count: 256), nil),
    ] as [(String, AppKey?)]) func reads(text: String, key: AppKey?)
  {
    #expect(AppKey(text) == key)
    #expect(key?.text ?? text == text)
  }

  @Test func tellsWhatItIs() {
    #expect(AppKey.bundleId("a.b").facts == AppFacts(bundleId: "a.b"))
    #expect(AppKey.appleId("12").facts == AppFacts(id: "12"))
  }
}

@Suite struct AppSelectionTests {
  private static let notes = AppFacts(id: "12", bundleId: "com.example.notes", name: "Notes")

  @Test(arguments: [
    ([], true),
    (["com.example.notes"], true),
    (["com.example.*"], true),
    (["*"], true),
    (["*.tasks"], false),
    (["*.tasks", "*.notes"], true),
    (["12"], true),
    (["1"], false),
    (["1*"], false),
    (["Notes"], false),
    (["COM.EXAMPLE.NOTES"], false),
  ]) func selectsByGlobOnTheBundleIDOrByID(patterns: [String], expected: Bool) {
    #expect(AppSelection(patterns: patterns).includes(Self.notes) == expected)
  }

  @Test func whatIsNotKnownIsNotSelected() {
    #expect(!AppSelection(patterns: ["com.*"]).includes(AppFacts(id: "12")))
    #expect(!AppSelection(patterns: ["12"]).includes(AppFacts(bundleId: "com.example")))
    #expect(AppSelection.all.includes(AppFacts()))
  }

  @Test(arguments: [
    ("com.example.notes", ["com.example.*"], true),
    ("com.example.notes", ["com.other.*"], false),
    ("com.example.notes", ["12"], true),
    ("12", ["12"], true),
    ("12", ["13"], false),
    ("12", ["com.example.*"], true),
  ]) func tellsWhatMayTurnOutToBeSelected(key: String, patterns: [String], expected: Bool) throws {
    #expect(AppSelection(patterns: patterns).mayInclude(try #require(AppKey(key))) == expected)
  }
}
