import TestSupport
import Testing

@testable import DesiredState

/// URLs that are recognised as normal without applying the rules.
struct NormalURLTests {
  @Test func whatCountsAsNormalIsWhatTheRulesGive() {
    let pieces = [
      "https", "http", "HTTPS", "://", ":", "/", "//", "h", "example.com", "Example", ".", "..", "-", "_",
      "a-b",
      "-a", "a-", "?", "a=b", "#", "@", "%41", "%", "{", "~", "\"", " ", "é", ":443", ":8443", "127.0.0.1",
      String(repeating: "l", count: 63), String(repeating: "l", count: 64),
    ]
    let seed = RandomCases.seed()
    var random = SeededGenerator(seed: seed)
    var normal = 0
    for _ in 0..<RandomCases.count(700) {
      var text = ["", "https://", "https://h.example.com/"].randomElement(using: &random) ?? ""
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        text += pieces[Int.random(in: pieces.indices, using: &random)]
      }
      let expected = try? WebhookURL.normalizeByRules(text)
      if WebhookURL.isNormal(text) {
        normal += 1
        #expect(expected == text, "seed \(seed)")
      }
      #expect((try? WebhookURL.normalize(text)) == expected, "seed \(seed): \(text)")
    }
    #expect(normal > 7, "seed \(seed)")
  }

  @Test(arguments: [
    "https://h.example.com/", "https://h.example.com/a/b.c?d=e&f=%", "https://h", "https://h/./a",
    "https://h/a%20b",
    "https://H/a", "https://-h/", "https://h-/", "https://a..b/", "https://h./", "https://h:443/",
    "https://u@h/",
    "https://h/a#b", "https://h?x",
  ])
  func onlyThePlainOnesAre(text: String) {
    #expect(WebhookURL.isNormal(text) == (text == "https://h.example.com/"))
  }
}
