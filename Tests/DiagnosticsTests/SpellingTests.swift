import Diagnostics
import TestSupport
import Testing

struct SpellingTests {
  @Test(arguments: [
    ("urls", ["url", "events", "use"], "url"),
    ("evnets", ["url", "events"], "events"),
    ("Enabled", ["enabled", "Enabler"], "enabled"),
    ("URL", ["use", "url"], "url"),
    ("secert", ["secret", "secrets"], "secret"),
    ("template", ["templates", "events"], "templates"),
    ("BUILD_UPLOD_STATE_UPDATED", ["BUILD_UPLOAD_STATE_UPDATED"], "BUILD_UPLOAD_STATE_UPDATED"),
    ("--detailed-exit-code", ["--detailed-exitcode", "--allow-deletes"], "--detailed-exitcode"),
    ("url", ["url"], "url"),
    ("pln", ["plan", "ping"], "plan"),
    ("us", ["use"], "use"),
    ("größe", ["groesse", "größ"], "größ"),
    // Ties: case, then the longest common beginning, then the alphabet.
    ("cat", ["Car", "car"], "car"),
    ("bat", ["cat", "bar"], "bar"),
    ("bat", ["rat", "cat"], "cat"),
  ])
  func `the nearest word is found`(word: String, candidates: [String], expected: String) {
    #expect(Spelling.nearest(to: word, among: candidates) == expected)
    #expect(Spelling.nearest(to: word, among: candidates.reversed()) == expected)
    #expect(Spelling.nearest(to: word, among: Set(candidates)) == expected)
  }

  @Test(arguments: [
    ("name", ["url", "events", "secret"]), ("x", ["y", "use"]), ("", ["a"]), ("ab", ["xy", ""]),
    ("colour", []), ("abcdef", ["fedcba"]), (String(repeating: "x", count: 100_000), ["xxx"]),
  ])
  func `distant words aren't suggested`(word: String, candidates: [String]) {
    #expect(Spelling.nearest(to: word, among: candidates) == nil)
  }

  @Test func `one typing error is always forgiven`() throws {
    let seed = RandomCases.seed()
    var generator = SeededGenerator(seed: seed)
    let words = ["version", "templates", "eventGroups", "apps", "policy", "webhooks", "enabled", "ignore"]
    for _ in 0..<RandomCases.count(700) {
      let word = try #require(words.randomElement(using: &generator))
      var letters = Array(word)
      let place = Int.random(in: 0..<letters.count - 1, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: letters.remove(at: place)
      case 1: letters.insert("q", at: place)
      case 2: letters[place] = "q"
      default: letters.swapAt(place, place + 1)
      }
      #expect(Spelling.nearest(to: String(letters), among: words) == word, "seed \(seed)")
    }
  }
}
