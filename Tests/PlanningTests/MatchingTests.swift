import AppStoreConnect
import PlanningSupport
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning

/// Which live webhook matches which desired one (docs/ordering.md).
@Suite struct MatchingTests {
  private static let a = "https://a.example.com/"
  private static let b = "https://b.example.com/"
  private static let c = "https://c.example.com/"

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var targets: [TargetWebhook]
    var live: [LiveWebhook]
    /// `name: ID` of each target that has a live webhook.
    var expected: [String: String]
  }

  private static func makeCases() throws -> [Case] {
    [
      Case(testDescription: "nothing at all", targets: [], live: [], expected: [:]),
      Case(
        testDescription: "nothing alike", targets: [try target("N", a)], live: [live("1", "M", b)],
        expected: [:]),
      Case(
        testDescription: "by name, whatever else differs", targets: [try target("N", a)],
        live: [live("1", "N", b, [Event.crash], enabled: false)], expected: ["N": "1"]),
      Case(
        testDescription: "a name goes before a URL", targets: [try target("N", a)],
        live: [live("1", "M", a), live("2", "N", b)], expected: ["N": "2"]),
      Case(
        testDescription: "names differ in case", targets: [try target("N", a)], live: [live("1", "n", b)],
        expected: [:]),
      Case(
        testDescription: "by URL among those left over", targets: [try target("N", a), try target("New", b)],
        live: [live("1", "N", b), live("2", "Old", b)], expected: ["N": "1", "New": "2"]),
      Case(
        testDescription: "by URL in another spelling", targets: [try target("N", "https://a.example.com")],
        live: [live("1", "Old", "HTTPS://A.example.com:443/")], expected: ["N": "1"]),
      Case(
        testDescription: "swapped names stay with their names",
        targets: [try target("N", a), try target("M", b)],
        live: [live("1", "N", b), live("2", "M", a)], expected: ["N": "1", "M": "2"]),
      Case(
        testDescription: "of one name, by URL", targets: [try target("N", b)],
        live: [live("1", "N", a), live("2", "N", b), live("3", "N", c)], expected: ["N": "2"]),
      Case(
        testDescription: "of one name, a URL goes before all other fields",
        targets: [try target("N", b, [Event.build])],
        live: [live("1", "N", a, [Event.build]), live("2", "N", b, [Event.crash], enabled: false)],
        expected: ["N": "2"]),
      Case(
        testDescription: "of one name and URL, by the fewest differing fields",
        targets: [try target("N", a, [Event.build])],
        live: [
          live("1", "N", a, [Event.crash], enabled: false), live("2", "N", a, [Event.build], enabled: false),
        ], expected: ["N": "2"]),
      Case(
        testDescription: "of one name and another URL, by the fewest differing fields",
        targets: [try target("N", a, [Event.build])],
        live: [live("1", "N", b, [Event.crash]), live("2", "N", c, [Event.build])], expected: ["N": "2"]),
      Case(
        testDescription: "else by ID", targets: [try target("N", a)],
        live: [live("3", "N", b), live("1", "N", b), live("2", "N", b)], expected: ["N": "1"]),
      Case(
        testDescription: "IDs are compared as texts", targets: [try target("N", a)],
        live: [live("9", "N", a), live("10", "N", a)], expected: ["N": "10"]),
      Case(
        testDescription: "a duplicate that is left over can still be another's by URL",
        targets: [try target("N", a), try target("M", b)], live: [live("1", "N", a), live("2", "N", b)],
        expected: ["N": "1", "M": "2"]),
      Case(
        testDescription: "of one URL, by the fewest differing fields", targets: [try target("N", a)],
        live: [live("1", "X", a, [Event.crash]), live("2", "Y", a), live("3", "Z", a, enabled: false)],
        expected: ["N": "2"]),
      Case(
        testDescription: "two targets of one URL share what is there",
        targets: [try target("M", a, [Event.crash]), try target("N", a, [Event.build])],
        live: [live("1", "X", a, [Event.build]), live("2", "Y", a, [Event.crash])],
        expected: ["M": "2", "N": "1"]),
      Case(
        testDescription: "two targets of one URL and one live webhook: by name",
        targets: [try target("N", a), try target("M", a)], live: [live("1", "X", a)], expected: ["M": "1"]),
      Case(
        testDescription: "a live URL that is none stands for itself", targets: [try target("N", a)],
        live: [live("1", "X", "not a URL")], expected: [:]),
    ]
  }

  private func pairs(_ targets: [TargetWebhook], _ live: [LiveWebhook]) -> (
    pairs: [String: String], left: Set<String>
  ) {
    let matching = Matching(targets: targets, live: live)
    #expect(matching.liveIndex.count == targets.count)
    var pairs: [String: String] = [:]
    for (target, index) in zip(targets, matching.liveIndex) {
      if let index { pairs[target.name] = live[index].id }
    }
    let taken = matching.liveIndex.compactMap { $0 }
    #expect(Set(taken).count == taken.count, "no live webhook is taken twice")
    #expect(matching.leftOver == live.indices.filter { !taken.contains($0) })
    return (pairs, Set(matching.leftOver.map { live[$0].id }))
  }

  @Test(arguments: try! makeCases()) func pairsUp(_ example: Case) {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<6 {
      let found = pairs(
        example.targets.shuffled(using: &random), example.live.shuffled(using: &random))
      #expect(found.pairs == example.expected)
      #expect(found.left == Set(example.live.map(\.id)).subtracting(example.expected.values))
    }
  }

  @Test func theOrderOfTheInputDoesNotMatter() throws {
    let seed: UInt64 = 21
    var random = SeededGenerator(seed: seed)
    let urls = [Self.a, Self.b, "https://A.example.com"]
    let sets: [[EventType]] = [[Event.build], [Event.crash], [Event.build, Event.crash]]
    for round in 0..<400 {
      let names = ["K", "L", "M", "N", "O"].shuffled(using: &random).prefix(
        Int.random(in: 0...5, using: &random))
      let targets = try names.map {
        try target(
          $0, urls.randomElement(using: &random)!, sets.randomElement(using: &random)!,
          enabled: .random(using: &random))
      }
      let lives = (0..<Int.random(in: 0...10, using: &random)).map { index in
        live(
          "\(index)", ["K", "L", "M", "X"].randomElement(using: &random)!,
          urls.randomElement(using: &random)!,
          sets.randomElement(using: &random)!, enabled: .random(using: &random))
      }
      let first = pairs(targets, lives)
      for _ in 0..<4 {
        let again = pairs(targets.shuffled(using: &random), lives.shuffled(using: &random))
        #expect(again.pairs == first.pairs, "round \(round), seed \(seed)")
        #expect(again.left == first.left, "round \(round), seed \(seed)")
      }
      // A target gets a webhook if one has its name, or if one that is left over has its URL.
      for target in targets {
        let partner = lives.first { $0.id == first.pairs[target.name] }
        if lives.contains(where: { $0.name == target.name }) { #expect(partner?.name == target.name) }
        if partner == nil {
          #expect(!lives.contains { first.left.contains($0.id) && $0.comparableURL == target.url.normalized })
        }
      }
    }
  }
}
