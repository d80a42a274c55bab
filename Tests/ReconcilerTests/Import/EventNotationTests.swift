import AppStoreConnect
import PlanningSupport
import Testing

@testable import DesiredState
@testable import Reconciler

@Suite struct EventNotationTests {
  private let assets = EventType.known.filter { $0.rawValue.hasPrefix("BACKGROUND_") }

  @Test func patternsSayExactlyTheSame() {
    #expect(EventNotation.items(EventType.known) == ["*"])
    #expect(EventNotation.items([Event.beta, Event.build]) == ["BUILD_*"])
    #expect(EventNotation.items([Event.build]) == [Event.build.rawValue])
    #expect(
      EventNotation.items([Event.state, Event.crash, Event.screenshot, Event.future])
        == [Event.state.rawValue, "BETA_FEEDBACK_*", Event.future.rawValue])
    #expect(EventNotation.items(assets) == ["BACKGROUND_ASSET_VERSION_*"])
    #expect(EventNotation.items(Array(assets.dropLast())).count == 3, "no pattern without the last")
    let others = EventType.known.filter { !assets.contains($0) }
    #expect(
      EventNotation.items(others) == [
        "ALTERNATIVE_DISTRIBUTION_*", Event.state.rawValue, "BETA_FEEDBACK_*", "BUILD_*",
      ])
  }

  /// For any events, what is written means them: as a list, a group or a change of others.
  @Test func everyListIsReadBack() throws {
    let known = EventType.known
    for bits in stride(from: 1, to: 1 << known.count, by: 37) {
      let events = known.indices.filter { bits >> $0 & 1 == 1 }.map { known[$0] }
      let base = known.indices.filter { (bits &* 2_654_435_761) >> ($0 + 7) & 1 == 1 }.map { known[$0] }
      let notation = EventNotation([.init(events: events, webhook: "A"), .init(events: events, webhook: "B")])
      let change = notation.items(events, changing: base.isEmpty ? known : base)
      let groups = notation.groups.map { "  \($0.name): [\(quoted(EventNotation.items($0.events)))]" }
      let yaml = """
        version: 1
        \(groups.isEmpty ? "" : "eventGroups:\n\(groups.joined(separator: "\n"))")
        templates:
          t:
            url: https://a.example.com/
            events: [\(quoted(EventNotation.items(base.isEmpty ? known : base)))]
            secret: { env: S }
        apps:
          com.example.a:
            webhooks:
              A: { template: t, events: [\(quoted(change))] }
              B: { template: t, events: [\(quoted(notation.items(events)))] }
        """
      let webhooks = try desiredState(yaml).apps[0].webhooks
      #expect(webhooks.map(\.events) == [events, events], "\(yaml)")
    }
  }

  private func quoted(_ items: [String]) -> String { items.map { "\"\($0)\"" }.joined(separator: ", ") }

  @Test func whatRecursIsAGroupWithASpeakingName() {
    let feedback = [Event.state, Event.crash, Event.screenshot].sorted()
    let odd = EventType.known.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    let notation = EventNotation(
      [
        ("A", EventType.known), ("B", EventType.known), ("C", feedback), ("D", feedback),
        ("E", [Event.build]),
        ("F", [Event.build]), ("G", [Event.beta, Event.build]), ("H", [Event.beta, Event.build]),
        ("I", [Event.state, Event.crash].sorted()), ("Release bot!", odd), ("Release bot!", odd), ("Z", odd),
      ].map { .init(events: $0.1, webhook: $0.0) })
    #expect(notation.groups.map(\.name) == ["all", "release-bot-events", "releases-and-feedback"])
    #expect(notation.items(EventType.known) == ["all"])
    #expect(notation.items([Event.beta, Event.build]) == ["BUILD_*"], "a pattern needs no other name")
  }

  @Test func anOverrideSaysWhatIsShorter() {
    let notation = EventNotation([])
    #expect(
      notation.items([Event.state, Event.beta, Event.build], changing: [Event.state]) == ["+BUILD_*"])
    #expect(
      notation.items([Event.state], changing: [Event.state, Event.crash]) == ["-\(Event.crash.rawValue)"])
    #expect(notation.items([Event.build], changing: [Event.state, Event.crash]) == [Event.build.rawValue])
    #expect(notation.items([Event.beta, Event.build], changing: EventType.known) == ["BUILD_*"])
  }
}
