import DesiredState
import Testing

@Suite struct PlaceholderTextTests {
  private func fill(_ text: String, _ values: [PlaceholderText.Placeholder: String]) throws -> String? {
    try PlaceholderText(parsing: text).filled { values[$0] }
  }

  @Test(arguments: [
    ("", ""),
    ("plain", "plain"),
    ("{bundleId}", "com.example"),
    ("a{bundleId}b{appId}c", "acom.exampleb12c"),
    ("{appName}{appName}", "NN"),
    ("{webhookName}", "W"),
    ("{{bundleId}}", "{bundleId}"),
    ("{{{appId}}}", "{12}"),
    ("{{}}", "{}"),
    ("}}{{", "}{"),
    ("{{{{", "{{"),
    ("ä{appId}👩‍🚀", "ä12👩‍🚀"),
  ]) func fills(text: String, expected: String) throws {
    let values: [PlaceholderText.Placeholder: String] = [
      .bundleId: "com.example", .appId: "12", .appName: "N", .webhookName: "W",
    ]
    #expect(try fill(text, values) == expected)
  }

  @Test func valuesAreNotReadAgain() throws {
    #expect(try fill("{appName}", [.appName: "{appId}"]) == "{appId}")
  }

  @Test func aMissingValueGivesNothing() throws {
    #expect(try fill("a{appId}", [:]) == nil)
    #expect(try fill("a", [:]) == "a")
  }

  private static let invalid: [(String, PlaceholderText.ParseError)] = [
    ("{", .strayBrace("{")),
    ("}", .strayBrace("}")),
    ("a{bundleId", .strayBrace("{")),
    ("a}b", .strayBrace("}")),
    ("{{bundleId}", .strayBrace("}")),
    ("{bundleId}}", .strayBrace("}")),
    ("{}", .unknown(name: "")),
    ("{bundleID}", .unknown(name: "bundleID")),
    ("{ appId }", .unknown(name: " appId ")),
    ("{a{b}", .unknown(name: "a{b")),
  ]

  @Test(arguments: invalid) func refuses(text: String, error: PlaceholderText.ParseError) {
    #expect(throws: error) { try PlaceholderText(parsing: text) }
  }

  @Test func literalsAreNotParsed() {
    let text = PlaceholderText(literal: "{appId} {")
    #expect(text.placeholders.isEmpty)
    #expect(text.filled { _ in "x" } == "{appId} {")
  }

  @Test func tellsWhichPlaceholdersOccur() throws {
    #expect(
      try PlaceholderText(parsing: "{appId}{{appName}}{bundleId}{appId}").placeholders == [.appId, .bundleId])
  }
}
