import AppStoreConnect
import PlanningSupport
import Testing

@testable import DesiredState
@testable import Planning

/// How given calls are written down; whether they are the right ones is for the tests of the order.
@Suite struct PlanWriterTests {
  private func write(
    _ targets: [TargetWebhook], _ live: [LiveWebhook], identity: [Int?], _ sequence: CallSequence,
    secretWrites: Set<Int> = [], facts: [SecretFacts.Fact?]? = nil, keptEvents: [[EventType]]? = nil
  ) -> AppPlan {
    var problem = OrderProblem(
      targets: targets, live: live, kept: [], identity: identity, mayDelete: true)
    problem.secretWrites = secretWrites
    let writer = PlanWriter(
      problem: problem, sequence: sequence,
      facts: facts ?? targets.map { _ in SecretFacts.Fact(.unchanged) }, reasonToDelete: "not in the file",
      keptEvents: keptEvents ?? targets.map { _ in [] })
    var app = AppPlan(key: .bundleId("com.example.a"), facts: AppFacts(id: "1"))
    writer.write(to: &app)
    return app
  }

  /// The fields that each modify sends, in a line.
  private func modifications(_ app: AppPlan) -> [String] {
    app.steps.compactMap { step in
      guard case .modify(let id, let change) = step.call else { return nil }
      let fields = [
        change.name.map { "name \($0)" }, change.url.map { "url \($0)" },
        change.events.map { "events " + $0.map(\.rawValue).joined(separator: "+") },
        change.enabled.map { "enabled \($0)" }, change.secret.map { "secret \($0.summary)" },
      ]
      return "\(id): " + fields.compactMap { $0 }.joined(separator: ", ")
    }
  }

  @Test func changedWebhooksComeInTheOrderOfTheirCallsThenTheUnchangedOnes() throws {
    let app = write(
      [try target("A"), try target("B"), try target("C", enabled: false)],
      [live("a", "A"), live("c", "C"), live("x", "X")], identity: [0, nil, 1],
      CallSequence(
        calls: [.create(target: 1), .modify(live: 1, target: 2), .delete(live: 2)], pairing: [0, nil, 1]))
    #expect(
      app.webhooks.map { "\($0.action.rawValue) \($0.name) \($0.webhookId ?? "-") \($0.reason ?? "-")" } == [
        "create B - -", "modify C c -", "delete X x not in the file", "unchanged A a -",
      ])
    #expect(app.webhooks.map { $0.secret?.rawValue ?? "-" } == ["set", "unchanged", "-", "unchanged"])
    #expect(app.steps.map(\.number) == [1, 2, 3])
    #expect(app.steps.map(\.webhook) == ["B", "C", "X"])
    #expect(app.steps.map(\.webhookId) == [nil, "c", "x"])
    #expect(modifications(app) == ["c: enabled false"])
  }

  @Test func aWebhookThatBecomesAnotherOneGetsThatOnesSecret() throws {
    let app = write(
      [try target("A", "https://one.example.com/"), try target("B", "https://two.example.com/")],
      [live("a", "A", "https://two.example.com/"), live("b", "B", "https://one.example.com/")],
      identity: [0, 1],
      CallSequence(calls: [.modify(live: 1, target: 0), .modify(live: 0, target: 1)], pairing: [1, 0]))
    #expect(modifications(app) == ["b: name A, secret env S", "a: name B, secret env S"])
    #expect(app.webhooks.map(\.formerName) == ["B", "A"])
    #expect(app.webhooks.map(\.secret) == [.set, .set])
    #expect(
      app.webhooks.map(\.reason) == [
        "was 'B', so that no event goes undelivered", "was 'A', so that no event goes undelivered",
      ])
  }

  @Test func aRenameAndAChangedSecretSayWhy() throws {
    let app = write(
      [try target("New")], [live("a", "Old")], identity: [0],
      CallSequence(calls: [.modify(live: 0, target: 0)], pairing: [0]), secretWrites: [0],
      facts: [SecretFacts.Fact(.changed, reason: "another round count")])
    #expect(modifications(app) == ["a: name New, secret env S"])
    #expect(app.webhooks.map(\.reason) == ["renamed: same URL; secret: another round count"])
    #expect(app.webhooks.map(\.formerName) == [nil])
  }

  /// If only the URL tells which webhook it is, the name is sent at once.
  @Test func aWideningIsTheFirstOfTwoCalls() throws {
    let app = write(
      [try target("New", hook, [Event.build])], [live("a", "Old", hook, [Event.crash])], identity: [0],
      CallSequence(
        calls: [.widen(live: 0, target: 0), .modify(live: 0, target: 0)], pairing: [0],
        heldEvents: [Event.crash, Event.build]))
    #expect(
      modifications(app) == [
        "a: name New, events \(Event.crash.rawValue)+\(Event.build.rawValue)",
        "a: events \(Event.build.rawValue)",
      ])
    #expect(app.webhooks.count == 1)
    #expect(
      app.webhooks[0].reason
        == "renamed: same URL; in two calls, first with both the old and the new event types")
  }

  @Test func aNarrowingIsTheSecondOfTwoCalls() throws {
    let app = write(
      [try target("A", hook, [Event.build])], [live("a", "A", hook, [Event.crash])], identity: [0],
      CallSequence(
        calls: [.modify(live: 0, target: 0), .narrow(live: 0, target: 0)], pairing: [0],
        heldEvents: [Event.build, Event.screenshot]))
    #expect(
      modifications(app) == [
        "a: events \(Event.build.rawValue)+\(Event.screenshot.rawValue)", "a: events \(Event.build.rawValue)",
      ])
    #expect(
      app.webhooks[0].reason
        == "in two calls, first also with \(Event.screenshot.rawValue) while other webhooks hand over")
  }

  @Test func deletesSayWhatTheyAreFor() throws {
    let twins = write(
      [try target("A")], [live("a", "A"), live("b", "A")], identity: [0],
      CallSequence(calls: [.delete(live: 1)], pairing: [0]))
    #expect(twins.webhooks.map(\.reason) == ["another webhook of the same name", nil])
    let replaced = write(
      [try target("A")], [live("a", "A")], identity: [0],
      CallSequence(calls: [.create(target: 0), .delete(live: 0)], pairing: [nil]))
    #expect(
      replaced.webhooks.map(\.reason) == [
        "replaces a, so that no event goes undelivered",
        "replaced by the new webhook of the same name",
      ])
    let early = write(
      [try target("B")], [live("x", "X")], identity: [nil],
      CallSequence(calls: [.delete(live: 0), .create(target: 0)], pairing: [nil]))
    #expect(
      early.webhooks.map(\.reason) == ["not in the file; goes first, because the app has no room", nil])
  }

  @Test func gapsAreCountedInSteps() throws {
    let app = write(
      [try target("A")], [live("a", "A", enabled: false)], identity: [0],
      CallSequence(
        calls: [.modify(live: 0, target: 0)], pairing: [0],
        gaps: [UnavoidableGap(url: hook, event: Event.build, from: 0, until: 2)]))
    #expect(app.gaps == [CoverageGap(url: hook, event: Event.build, fromStep: 1, untilStep: 3)])
  }

  @Test func eventTypesThatStayAreTold() throws {
    let app = write(
      [try target("A")], [live("a", "A")], identity: [0], CallSequence(calls: [], pairing: [0]),
      keptEvents: [[Event.future]])
    #expect(app.steps.isEmpty)
    #expect(app.webhooks.map(\.keptEvents) == [[Event.future]])
    #expect(
      app.webhooks.map(\.reason) == [
        "keeps \(Event.future.rawValue), which this version doesn't know"
      ])
  }

  private let hook = "https://a.example.com/hook"
}
