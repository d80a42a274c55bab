import AppStoreConnect
import PlanningSupport
import Testing

@testable import DesiredState
@testable import Planning

@Suite struct PlannerTests {
  private static let hook = """
    url: https://a.example.com/hook, events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S }
    """

  /// The plan of one app that has these live webhooks; the file's app is `app`.
  private func plan(
    _ app: String, live: [LiveWebhook], tail: String = "", facts: AppFacts? = nil
  ) throws -> Plan {
    let desired = try #require(try desiredApps("apps: { com.example.a: { \(app) } }\n\(tail)").first)
    let facts = facts ?? AppFacts(id: "12", bundleId: "com.example.a", name: "A")
    return Planner().plan([AppReading(desired: desired, facts: facts, webhooks: .success(live))])
  }

  private func onlyWebhook(_ plan: Plan) throws -> WebhookPlan {
    #expect(plan.apps.first?.webhooks.count == 1)
    return try #require(plan.apps.first?.webhooks.first)
  }

  @Test func createsWhatIsMissing() throws {
    let plan = try plan("webhooks: { N: { \(Self.hook) } }", live: [])
    let webhook = try onlyWebhook(plan)
    #expect(webhook.action == .create)
    #expect(webhook.webhookId == nil)
    #expect(webhook.secret == .set)
    #expect(webhook.location?.start.line == 2)
    #expect(
      webhook.changes == [
        .url(before: nil, after: "https://a.example.com/hook"), .events(before: nil, after: [Event.build]),
        .enabled(before: nil, after: true), .secret(before: nil, after: "env S"),
      ])
    let step = try #require(plan.steps.first)
    #expect(
      (step.number, step.appIndex, step.webhook, step.action, step.webhookId) == (1, 0, "N", .create, nil))
    #expect(plan.summary[.create] == 1)
    #expect(plan.hasChanges)
  }

  @Test func leavesWhatIsAsItShouldBe() throws {
    let plan = try plan("webhooks: { N: { \(Self.hook) } }", live: [live("1", "N")])
    let webhook = try onlyWebhook(plan)
    #expect(webhook.action == .unchanged)
    #expect(webhook.webhookId == "1")
    #expect(webhook.secret == .unknown)
    #expect(webhook.changes.isEmpty)
    #expect(!plan.hasChanges && plan.steps.isEmpty)
  }

  @Test(arguments: [
    "https://a.example.com/hook", "HTTPS://A.Example.COM/hook", "https://a.example.com:443/hook",
    "https://a.example.com/x/../hook", "https://a.example.com/%68ook",
  ]) func anotherSpellingOfAURLIsNoChange(url: String) throws {
    #expect(!(try plan("webhooks: { N: { \(Self.hook) } }", live: [live("1", "N", url)])).hasChanges)
  }

  @Test func theOrderOfEventsIsNoChange() throws {
    let body = "url: https://a.example.com/hook, events: [BUILD_*, BETA_FEEDBACK_*], secret: { env: S }"
    let events = [Event.build, Event.screenshot, Event.beta, Event.crash, Event.build]
    let lives = [live("1", "N", "https://a.example.com/hook", events)]
    #expect(!(try plan("webhooks: { N: { \(body) } }", live: lives)).hasChanges)
  }

  struct Difference: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var live: LiveWebhook
    var changes: [FieldChange]
    var isSent: @Sendable (WebhookModification) -> Bool
  }

  private static let differences = [
    Difference(
      testDescription: "name", live: live("1", "Old"), changes: [.name(before: "Old", after: "N")],
      isSent: { $0.name == "N" && $0.url == nil && $0.events == nil && $0.enabled == nil && $0.secret == nil }
    ),
    Difference(
      testDescription: "url", live: live("1", "N", "https://b.example.com/"),
      changes: [.url(before: "https://b.example.com/", after: "https://a.example.com/hook")],
      isSent: {
        $0.name == nil && $0.url?.text == "https://a.example.com/hook" && $0.events == nil
          && $0.enabled == nil
      }),
    Difference(
      testDescription: "events", live: live("1", "N", "https://a.example.com/hook", [Event.crash]),
      changes: [.events(before: [Event.crash], after: [Event.build])],
      isSent: { $0.name == nil && $0.url == nil && $0.events == [Event.build] && $0.enabled == nil }),
    Difference(
      testDescription: "enabled", live: live("1", "N", enabled: false),
      changes: [.enabled(before: false, after: true)],
      isSent: { $0.name == nil && $0.url == nil && $0.events == nil && $0.enabled == true }),
    Difference(
      testDescription: "all but the name", live: live("1", "N", "https://b.example.com/", [], enabled: false),
      changes: [
        .url(before: "https://b.example.com/", after: "https://a.example.com/hook"),
        .events(before: [], after: [Event.build]), .enabled(before: false, after: true),
      ],
      isSent: { $0.name == nil && $0.url != nil && $0.events != nil && $0.enabled != nil }),
  ]

  @Test(arguments: differences) func modifiesOnlyWhatDiffers(_ difference: Difference) throws {
    let plan = try plan("webhooks: { N: { \(Self.hook) } }", live: [difference.live])
    let webhook = try onlyWebhook(plan)
    #expect(webhook.action == .modify)
    #expect(webhook.name == "N")
    #expect(webhook.webhookId == "1")
    #expect(webhook.changes == difference.changes)
    guard case .modify("1", let modification)? = plan.steps.first?.call else {
      Issue.record("no modify: \(plan.calls)")
      return
    }
    #expect(difference.isSent(modification))
    #expect(!modification.isEmpty)
  }

  @Test func saysWhyARenamedOneIsTheSame() throws {
    let webhook = try onlyWebhook(try plan("webhooks: { N: { \(Self.hook) } }", live: [live("1", "Old")]))
    #expect(webhook.reason == "renamed: same URL")
  }

  @Test func deletesWhatTheFileDoesNotList() throws {
    let webhook = try onlyWebhook(try plan("", live: [live("1", "Old")]))
    #expect(webhook.action == .delete)
    #expect(webhook.reason == "not in webhooks.yaml (prune)")
    #expect(webhook.location == nil && webhook.secret == nil)
    #expect(
      webhook.changes == [
        .url(before: "https://a.example.com/hook", after: nil), .events(before: [Event.build], after: nil),
        .enabled(before: true, after: nil),
      ])
  }

  @Test func keepsWhatPruneOrARuleKeeps() throws {
    let lives = [
      live("3", "Vendor 2", "https://v.example.com/"), live("2", "By hand"), live("1", "Vendor 1"),
    ]
    let off = try plan("prune: false, ignore: [{ name: 'Vendor*' }]", live: lives)
    #expect(off.actions == ["unmanaged By hand", "unmanaged Vendor 1", "unmanaged Vendor 2"])
    #expect(
      off.apps.first?.webhooks.map(\.reason) == [
        "not in webhooks.yaml (prune is off)", "ignored (name: Vendor*)", "ignored (name: Vendor*)",
      ])
    #expect(!off.hasChanges)
    let on = try plan("", live: lives, tail: "policy: { ignore: [{ url: 'https://v.example.com/*' }] }")
    #expect(on.actions == ["delete By hand", "delete Vendor 1", "unmanaged Vendor 2"])
    #expect(on.apps.first?.webhooks.last?.reason == "ignored (url: https://v.example.com/*)")
  }

  @Test func anIgnoredWebhookIsNobodysPartner() throws {
    let app = "webhooks: { N: { \(Self.hook) } }, ignore: [{ name: 'Vendor*' }]"
    // It has the target's URL, so it would be a rename if the webhook were ours.
    let plan = try plan(app, live: [live("1", "Vendor 1")])
    #expect(plan.actions == ["create N", "unmanaged Vendor 1"])
  }

  @Test func aRuleThatComesToCoverATargetIsAnError() throws {
    let app = """
      webhooks: { N: { url: "https://a.example.com/{appId}", events: ['*'], secret: { env: S } } }, \
      ignore: [{ url: '*/12' }]
      """
    let plan = try plan(app, live: [live("1", "N")])
    #expect(plan.apps.first?.failure?.kind == "invalid")
    #expect(plan.apps.first?.webhooks.isEmpty == true && plan.steps.isEmpty)
  }

  @Test func aWebhookWhoseFactsAreMissingIsNotForgotten() throws {
    // If it counted as not wanted, the live one would be deleted.
    let app =
      #"webhooks: { N: { url: "https://a.example.com/{appName}", events: ["*"], secret: { env: S } } }"#
    let plan = try plan(app, live: [live("1", "N")], facts: AppFacts(id: "12", bundleId: "com.example.a"))
    #expect(plan.steps.isEmpty)
    guard case .invalid(let diagnostics)? = plan.apps.first?.failure else {
      Issue.record("no failure: \(plan.actions)")
      return
    }
    #expect(
      diagnostics.map(\.message) == [
        "'{appName}' has no value: App Store Connect doesn't give the app's name"
      ])
    #expect(diagnostics.first?.range?.start.line == 2)
  }

  @Test func unknownEventTypesAreShownAndKept() throws {
    let url = "https://a.example.com/hook"
    let future = live("1", "N", url, [Event.future, Event.build], enabled: false)
    let listed = """
      webhooks: { N: { url: "\(url)", events: [BUILD_UPLOAD_STATE_UPDATED, SOMETHING_NEW_CREATED], secret: { env: S } } }
      """
    let same = try plan(listed, live: [future], tail: "allowUnknownEvents: true")
    #expect(try onlyWebhook(same).changes == [.enabled(before: false, after: true)])
    guard case .modify(_, let modification)? = same.steps.first?.call else {
      Issue.record("no modify")
      return
    }
    #expect(modification.events == nil, "events that don't differ aren't sent")
    let unlisted = try plan("webhooks: { N: { \(Self.hook) } }", live: [future])
    #expect(try onlyWebhook(unlisted).changes == [.enabled(before: false, after: true)])
    #expect(try plan("prune: false", live: [future]).actions == ["unmanaged N"])
  }

  @Test func duplicatesOfANameArePruned() throws {
    let plan = try plan(
      "webhooks: { N: { \(Self.hook) } }",
      live: [live("1", "N", "https://b.example.com/"), live("2", "N"), live("3", "N", enabled: false)])
    #expect(plan.actions == ["delete N", "delete N", "unchanged N"])
    #expect(plan.steps.map(\.webhookId) == ["1", "3"])
    #expect(plan.apps.first?.webhooks.last?.webhookId == "2")
  }

  // MARK: Room

  private func ten(_ name: String = "Old") -> [LiveWebhook] {
    (0..<10).map { live("id\($0)", "\(name) \($0)", "https://old\($0).example.com/") }
  }

  @Test func aFullAppLosesOneBeforeItGetsOne() throws {
    let plan = try plan("webhooks: { N: { \(Self.hook) } }", live: ten())
    #expect(plan.calls.first?.hasPrefix("delete") == true)
    #expect(plan.calls.firstIndex(of: "create N") == 1)
    #expect(plan.steps.count == 11)
    #expect(plan.apps.first?.webhooks.first?.reason?.contains("goes first") == true)
    var count = 10
    for step in plan.steps {
      count += step.action == .create ? 1 : -1
      #expect(count <= 10)
    }
  }

  @Test func withRoomEnoughCreatesComeBeforeDeletes() throws {
    let plan = try plan("webhooks: { N: { \(Self.hook) } }", live: Array(ten().prefix(9)))
    #expect(plan.calls.first == "create N")
  }

  @Test func withoutRoomNothingIsPlannedAndWhatStaysIsListed() throws {
    let lives = ten("Vendor").prefix(9) + [live("x", "By hand", "https://x.example.com/")]
    let plan = try plan(
      "webhooks: { N: { \(Self.hook) } }, prune: false, ignore: [{ name: 'Vendor*' }]", live: Array(lives))
    #expect(plan.steps.isEmpty && plan.actions.isEmpty)
    guard case .noRoom(let wanted, let kept)? = plan.apps.first?.failure else {
      Issue.record("no failure: \(plan.actions)")
      return
    }
    #expect(wanted == 1)
    #expect(kept.count == 10)
    #expect(kept.first == .init(name: "By hand", id: "x", reason: .kept(file: "webhooks.yaml")))
    #expect(kept.last == .init(name: "Vendor 8", id: "id8", reason: .ignored(rule: "name: Vendor*")))
  }

  @Test func aFullAppCanStillBeModified() throws {
    var lives = ten("Vendor")
    lives[3] = live("m", "N", enabled: false)
    let plan = try plan("webhooks: { N: { \(Self.hook) } }, prune: false", live: lives)
    #expect(plan.calls == ["modify N"])
  }

  // MARK: Several apps

  @Test func stepsAreNumberedThroughAndFailuresPassThrough() throws {
    let apps = try desiredApps(
      """
      apps:
        a.a: { webhooks: { N: { \(Self.hook) } } }
        b.b: { webhooks: { N: { \(Self.hook) } } }
        c.c: {}
      """)
    let plan = Planner().plan([
      AppReading(
        desired: apps[0], facts: AppFacts(id: "1", bundleId: "a.a"),
        webhooks: .success([live("1", "Old", "https://o/")])),
      AppReading(desired: apps[1], facts: AppFacts(bundleId: "b.b"), webhooks: .failure(.notFound())),
      AppReading(
        desired: apps[2], facts: AppFacts(id: "3", bundleId: "c.c"), webhooks: .success([live("2", "Old")])),
    ])
    #expect(plan.steps.map(\.number) == [1, 2, 3])
    #expect(plan.steps.map(\.appIndex) == [0, 0, 2])
    #expect(plan.apps.map { $0.failure?.kind } == [nil, "notFound", nil])
    #expect(plan.failedApps.map(\.title) == ["b.b"])
    #expect(plan.apps[1].webhooks.isEmpty)
    #expect(WebhookPlan.Action.allCases.map { plan.summary[$0] } == [1, 0, 2, 0, 0])
  }

  @Test func anAppIsCalledByItsBundleIDWhereItIsKnown() {
    #expect(AppPlan(key: .appleId("12"), facts: AppFacts(id: "12", bundleId: "a.b")).title == "a.b")
    #expect(AppPlan(key: .appleId("12"), facts: AppFacts(id: "12")).title == "12")
  }

  @Test func anEmptyPlanHasNoChanges() {
    let plan = Planner().plan([])
    #expect(!plan.hasChanges && plan.apps.isEmpty && plan.steps.isEmpty)
  }
}
