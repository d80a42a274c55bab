import AppStoreConnect
import PlanningSupport
import Testing

@testable import DesiredState
@testable import Planning

/// The cases that docs/ordering.md shows, and others that readers would ask about.
@Suite struct OrderExamplesTests {
  /// The plan's calls in short, and the reason of each changed webhook.
  private func calls(_ example: OrderCase, secrets: SecretFacts = .none) -> [String] {
    example.plan(secrets: secrets).steps.map { "\($0.action.rawValue) \($0.webhook)" }
  }

  private static let nine = Array(2...10)

  @Test func createsComeBeforeModifiesBeforeDeletes() {
    let example = OrderCase(
      targets: [OrderCase.target("a", url: 1, events: [0, 1]), OrderCase.target("b", url: 2, events: [0])],
      live: [OrderCase.live("1", "a", url: 1, events: [0]), OrderCase.live("2", "old", url: 3, events: [0])])
    #expect(calls(example) == ["create b", "modify a", "delete old"])
  }

  @Test func atTenADeleteGoesFirst() {
    let others = Self.nine.map { OrderCase.target("n\($0)", url: $0, events: [0]) }
    let live = Self.nine.map { OrderCase.live("\($0)", "n\($0)", url: $0, events: [0]) }
    let example = OrderCase(
      targets: others + [OrderCase.target("New", url: 20, events: [0])],
      live: live + [OrderCase.live("1", "Old", url: 1, events: [0])])
    #expect(calls(example) == ["delete Old", "create New"])
    #expect(
      example.plan().webhooks[0].reason
        == "not in webhooks.yaml (prune); goes first, because the app has no room"
    )
  }

  @Test func atTenTheDeleteThatGoesFirstIsOneThatNobodyMisses() {
    // "Alpha" delivers what "Next" will deliver; "Zulu" delivers what nobody wants any more.
    let others = (3...10).map { OrderCase.target("n\($0)", url: $0, events: [0]) }
    let live = (3...10).map { OrderCase.live("\($0)", "n\($0)", url: $0, events: [0]) }
    let example = OrderCase(
      targets: others + [
        OrderCase.target("New", url: 20, events: [0]), OrderCase.target("n0", url: 1, events: [0, 1]),
      ],
      live: live + [
        OrderCase.live("1", "n0", url: 1, events: [0]), OrderCase.live("2", "Zulu", url: 2, events: [0]),
      ])
    #expect(calls(example) == ["delete Zulu", "create New", "modify n0"])
  }

  /// Two webhooks share a name, and nothing may be deleted. If a run stopped while the other two exchanged
  /// roles, the next one would take the second webhook for the first.
  @Test func withoutDeletesNoRoleIsChangedBesideANamesake() {
    let example = OrderCase(
      targets: [
        OrderCase.target("a", url: 1, events: [0]), OrderCase.target("b", url: 2, events: [0]),
        OrderCase.target("c", url: 3, events: [0]),
      ],
      live: [
        OrderCase.live("1", "a", url: 2, events: [0]), OrderCase.live("2", "b", url: 1, events: [0]),
        OrderCase.live("3", "b", url: 3, events: [0]),
      ], prune: .never)
    var tally = Tally()
    #expect(Promise.broken(by: example, isCutEverywhere: true, &tally) == nil)
    #expect(tally.gaps == 1, "the swap is made by URLs, and announced")
  }

  @Test func aRenameIsOneCall() {
    let example = OrderCase(
      targets: [OrderCase.target("New", url: 1, events: [0])],
      live: [OrderCase.live("1", "Old", url: 1, events: [0])])
    #expect(calls(example) == ["modify New"])
    #expect(example.plan().webhooks[0].reason == "renamed: same URL")
    #expect(example.plan().webhooks[0].changes == [.name(before: "Old", after: "New")])
  }

  @Test func aSwapOfURLsIsMadeByNames() {
    let example = OrderCase(
      targets: [
        OrderCase.target("Alpha", url: 2, events: [0]), OrderCase.target("Beta", url: 1, events: [0]),
      ],
      live: [
        OrderCase.live("1", "Alpha", url: 1, events: [0]), OrderCase.live("2", "Beta", url: 2, events: [0]),
      ])
    let plan = example.plan()
    #expect(plan.steps.count == 2)
    #expect(plan.gaps.isEmpty)
    #expect(Set(plan.steps.compactMap(\.secretSource)) == [.environment("S_Alpha"), .environment("S_Beta")])
    #expect(plan.webhooks.allSatisfy { $0.secret == .set && $0.reason?.hasPrefix("was '") == true })
    #expect(!plan.webhooks.flatMap(\.changes).contains { $0.field == .url })
  }

  @Test(arguments: 2...10) func aRotationOfAnyLengthIsMadeByNames(_ count: Int) {
    let names = 0..<count
    let example = OrderCase(
      targets: names.map { OrderCase.target("n\($0)", url: ($0 + 1) % count, events: [0]) },
      live: names.map { OrderCase.live("w\($0)", "n\($0)", url: $0, events: [0]) })
    let plan = example.plan()
    #expect(plan.steps.count == count)
    #expect(plan.gaps.isEmpty)
  }

  @Test func eventTypesThatChangePlacesCostOneCallMore() {
    // Each of the two gives up what the other gets, and both have an event type that stays.
    let example = OrderCase(
      targets: [
        OrderCase.target("a", url: 1, events: [0, 2]), OrderCase.target("b", url: 1, events: [1, 3]),
      ],
      live: [
        OrderCase.live("1", "a", url: 1, events: [0, 1]), OrderCase.live("2", "b", url: 1, events: [2, 3]),
      ])
    let plan = example.plan()
    #expect(plan.steps.count == 3)
    #expect(plan.gaps.isEmpty)
    #expect(plan.webhooks.count { $0.action == .modify } == 2)
    #expect(plan.webhooks.contains { $0.reason?.hasPrefix("in two calls") == true })
  }

  @Test func aSecondWebhookOfANameIsSaidToBeOne() {
    let example = OrderCase(
      targets: [OrderCase.target("a", url: 1, events: [0])],
      live: [OrderCase.live("2", "a", url: 2, events: [0]), OrderCase.live("1", "a", url: 1, events: [0])])
    #expect(calls(example) == ["delete a"])
    #expect(example.plan().steps[0].webhookId == "2")
    #expect(example.plan().webhooks[0].reason == "another webhook of the same name")
  }

  @Test func aDisabledWebhookProtectsNothing() {
    let others = Self.nine.map { OrderCase.target("n\($0)", url: $0, events: [0]) }
    let live = Self.nine.map { OrderCase.live("\($0)", "n\($0)", url: $0, events: [0]) }
    let example = OrderCase(
      targets: others + [OrderCase.target("New", url: 1, events: [0, 1])],
      live: live + [OrderCase.live("1", "Old", url: 11, events: [0], enabled: false)])
    #expect(calls(example) == ["delete Old", "create New"])
    #expect(example.plan().gaps.isEmpty)
  }

  @Test func whatStaysAsItIsNeedsNoCare() {
    // The ignored webhook delivers the same, so the order is free.
    var example = OrderCase(
      targets: [OrderCase.target("a", url: 2, events: [0]), OrderCase.target("b", url: 1, events: [0])],
      live: [
        OrderCase.live("1", "a", url: 1, events: [0]), OrderCase.live("2", "b", url: 2, events: [0]),
        OrderCase.live("3", "vendor", url: 1, events: [0]),
      ])
    example.desired.ignore = [IgnoreRule(name: Glob("vendor"), location: OrderCase.place)]
    let plan = example.plan()
    #expect(plan.steps.count == 2)
    #expect(plan.steps.allSatisfy { $0.secretSource == nil })
  }

  @Test func whatStaysMayLeaveTooLittleRoom() {
    let targets = (0..<6).map { OrderCase.target("n\($0)", url: $0, events: [0]) }
    let live = (0..<5).map { OrderCase.live("k\($0)", "kept \($0)", url: $0 + 10, events: [0]) }
    let plan = OrderCase(targets: targets, live: live, prune: .never).plan()
    guard case .noRoom(let wanted, let kept)? = plan.failure else {
      Issue.record("no failure")
      return
    }
    #expect(wanted == 6)
    #expect(kept.map(\.name) == (0..<5).map { "kept \($0)" })
    #expect(kept.allSatisfy { $0.reason == .kept(file: "webhooks.yaml") })
    #expect(plan.steps.isEmpty)
  }

  @Test func moreLiveWebhooksThanThereCanBeAreNoAnswer() {
    let live = (0..<26).map { OrderCase.live("w\($0)", "n\($0)", url: $0, events: [0]) }
    guard case .tooManyLive(26)? = OrderCase(targets: [], live: live).plan().failure else {
      Issue.record("no failure")
      return
    }
  }

  @Test(arguments: [
    (WebhookPlan.SecretStatus.unchanged, SecretFacts.Writes(), false),
    (.changed, SecretFacts.Writes(), true),
    (.unknown, SecretFacts.Writes(), false),
    (.unknown, SecretFacts.Writes(unknown: true), true),
    (.unchanged, SecretFacts.Writes(unknown: true), false),
    (.unchanged, SecretFacts.Writes(all: true), true),
    (.unchanged, SecretFacts.Writes(names: ["a"]), true),
    (.unchanged, SecretFacts.Writes(names: ["b"]), false),
  ])
  func aSecretIsWrittenWhereItChangedOrWasAskedFor(
    _ status: WebhookPlan.SecretStatus, _ writes: SecretFacts.Writes, _ isWritten: Bool
  ) {
    let example = OrderCase(
      targets: [OrderCase.target("a", url: 1, events: [0])],
      live: [OrderCase.live("1", "a", url: 1, events: [0])])
    let plan = example.plan(secrets: SecretFacts(writes: writes) { _, _ in SecretFacts.Fact(status) })
    #expect(plan.steps.compactMap(\.secretSource) == (isWritten ? [.environment("S_a")] : []))
    #expect(plan.webhooks[0].secret == status)
  }

  /// At ten, each of four webhooks delivers what two others get. Only a webhook that delivers everything of
  /// its URL for a while helps, in five calls.
  @Test func atTenOneMayHoldWhatOthersDeliver() {
    var example = OrderCase(
      targets: [
        OrderCase.target("n0", url: 0, events: [0, 1]), OrderCase.target("n1", url: 1, events: [2, 1]),
        OrderCase.target("n2", url: 1, events: [0, 3]), OrderCase.target("n3", url: 0, events: [4, 3]),
      ],
      live: [
        OrderCase.live("w0", "n0", url: 0, events: [1, 3]),
        OrderCase.live("w1", "n1", url: 0, events: [0, 4]),
        OrderCase.live("w2", "n2", url: 1, events: [0, 1]),
        OrderCase.live("w3", "n3", url: 1, events: [2, 3]),
      ] + (5...10).map { OrderCase.live("v\($0)", "vendor", url: $0, events: [0]) })
    example.desired.ignore = [IgnoreRule(name: Glob("vendor"), location: OrderCase.place)]
    let plan = example.plan()
    #expect(plan.gaps.isEmpty)
    #expect(plan.steps.count == 5)
    var tally = Tally()
    #expect(Promise.broken(by: example, isCutEverywhere: true, &tally) == nil)
    #expect(plan.webhooks.contains { $0.reason?.contains("first also with E") == true })
  }

  /// All webhooks share one URL, and one is somebody else's. If a run stopped while two exchanged roles, the
  /// next one might take the stranger for one of them.
  @Test func withoutDeletesNoRoleIsChangedBesideAStrangerOfTheURL() {
    let example = OrderCase(
      targets: [
        OrderCase.target("Alpha", url: 1, events: [1, 2]), OrderCase.target("Beta", url: 1, events: [0, 2]),
      ],
      live: [
        OrderCase.live("m1", "Alpha", url: 1, events: [0]), OrderCase.live("m2", "Beta", url: 1, events: [1]),
        OrderCase.live("a0", "Vendor", url: 1, events: [9]),
      ], prune: .never)
    let plan = example.plan()
    #expect(!plan.webhooks.contains { $0.reason?.hasPrefix("was '") == true })
    #expect(plan.gaps.isEmpty)
    #expect(plan.steps.allSatisfy { $0.webhookId != "a0" })
  }
}
