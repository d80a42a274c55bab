import DesiredState
import TestSupport
import Testing

@Suite struct GlobTests {
  @Test(arguments: [
    ("", "", true),
    ("", "a", false),
    ("*", "", true),
    ("*", "anything at all", true),
    ("a", "a", true),
    ("a", "A", false),
    ("a", "ab", false),
    ("a*", "a", true),
    ("a*", "abc", true),
    ("*c", "abc", true),
    ("*b", "abc", false),
    ("a*c", "ac", true),
    ("a*c", "abcbc", true),
    ("a*b*c", "a-b-b-c", true),
    ("a**c", "abc", true),
    ("?", "", false),
    ("?", "x", true),
    ("a?c", "abc", true),
    ("a?c", "ac", false),
    ("*?", "", false),
    ("com.example.*", "com.example.notes", true),
    ("com.example.*", "com.example", false),
    ("com.example.*", "comXexample.notes", false),
    ("Bitrise*", "Bitrise trigger", true),
    ("https://vendor.example/*", "https://vendor.example/a/b?c", true),
    ("é*", "éa", true),
    ("[ab]", "a", false),
    ("[ab]", "[ab]", true),
    ("a.c", "abc", false),
    ("\\*", "*", false),
    ("?", "👩‍🚀", false), ("?", "é", true), ("?é", "éé", true), ("*é?", "aéé", true), ("*é", "éa", false),
  ]) func covers(pattern: String, text: String, expected: Bool) {
    #expect(Glob(pattern).matches(text) == expected)
  }

  /// The definition, in exponential time.
  private func matches(_ pattern: Substring, _ text: Substring) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    let rest = pattern.dropFirst()
    if first == "*" { return matches(rest, text) || (!text.isEmpty && matches(pattern, text.dropFirst())) }
    return !text.isEmpty && (first == "?" || first == text.first) && matches(rest, text.dropFirst())
  }

  @Test func agreesWithItsDefinition() {
    let seed: UInt64 = 11
    var random = SeededGenerator(seed: seed)
    for _ in 0..<5_000 {
      let pattern = String(
        (0..<Int.random(in: 0...7, using: &random)).map { _ in "ab*?".randomElement(using: &random)! })
      let text = String(
        (0..<Int.random(in: 0...8, using: &random)).map { _ in "ab".randomElement(using: &random)! })
      #expect(
        Glob(pattern).matches(text) == matches(pattern[...], text[...]),
        "'\(pattern)' on '\(text)', seed \(seed)")
    }
  }

  @Test func manyStarsDoNotStall() {
    let pattern = String(repeating: "*a", count: 200) + "b"
    #expect(!Glob(pattern).matches(String(repeating: "a", count: 5_000)))
  }
}
