import DesiredState
import PlanningSupport
import Planning
import Reconciler
import Testing

@Suite struct TextOrderTests {
  /// A letter in both of its spellings, alone and followed by more.
  private static let names = ["\u{E9}", "e\u{301}", "\u{E9}?", "e\u{301}?", "e", "f"]

  @Test func isOneOrder() {
    for a in Self.names.map(TextOrder.init(_:)) {
      for b in Self.names.map(TextOrder.init(_:)) {
        #expect([a < b, b < a, a == b].count { $0 } == 1)
        for c in Self.names.map(TextOrder.init(_:)) where a < b && b < c { #expect(a < c) }
      }
    }
    #expect(Self.names.map(TextOrder.init(_:)).sorted().first == TextOrder("e"))
  }

  @Test func importsDoNotDependOnWhereWebhooksStood() {
    // Without event types no file can describe them, so a rule leaves each alone.
    let webhooks = Self.names.prefix(4).enumerated().map {
      live("\($0)", $1, "https://a.example.com/\($0)", [])
    }
    let files = permutations(webhooks).map { webhooks in
      let facts = AppFacts(id: "1", bundleId: "com.example.a")
      return Importer().file(for: [ReadApp(facts: facts, webhooks: webhooks)]).yaml
    }
    #expect(files.count == 24)
    #expect(Set(files.map { Array($0.utf8) }).count == 1)
  }

  private func permutations<Element>(_ elements: [Element]) -> [[Element]] {
    guard !elements.isEmpty else { return [[]] }
    return elements.indices.flatMap { index in
      var rest = elements
      let first = rest.remove(at: index)
      return permutations(rest).map { [first] + $0 }
    }
  }
}
