import AppStoreConnect
import PlanningSupport
import Testing

@testable import DesiredState
@testable import Planning

/// `prune: managed` and `policy.protect`: which webhooks are left over and stay.
@Suite struct CarefulPruneTests {
  private static let a = "https://a.example.com/hook"
  private static let b = "https://b.example.com/hook"

  private static func hook(_ url: String = a, _ events: String = "BUILD_UPLOAD_STATE_UPDATED") -> String {
    "{ url: \"\(url)\", events: [\(events)], secret: { env: S } }"
  }

  private func reading(
    _ app: String, _ live: [LiveWebhook], recorded: [String: String] = [:], policy: String = ""
  ) throws -> AppReading {
    let text = "apps: { com.example.a: { \(app) } }\npolicy: { \(policy) }"
    let desired = try #require(try desiredApps(text).first)
    var reading = AppReading(
      desired: desired, facts: AppFacts(id: "12", bundleId: "com.example.a", name: "A"),
      webhooks: .success(live))
    reading.recordedNames = recorded
    return reading
  }

  private func plan(
    _ app: String, _ live: [LiveWebhook], recorded: [String: String] = [:], policy: String = ""
  ) throws -> AppPlan {
    try #require(
      Planner().plan([try reading(app, live, recorded: recorded, policy: policy)]).apps.first)
  }

  private func drift(_ reading: AppReading) throws -> AppDrift {
    let app = PreparedApp(reading)
    return try #require(DriftDetector().compare([app], plan: Planner().plan([app])).first)
  }

  @Test func managedDeletesOnlyWhatIsOnRecord() throws {
    let lives = [live("1", "Ours", Self.a), live("2", "Theirs", Self.b)]
    let plan = try plan("prune: managed", lives, recorded: ["1": "Ours"])
    #expect(plan.steps.map(\.webhookId) == ["1"])
    #expect(plan.webhooks.map(\.action) == [.delete, .unmanaged])
    #expect(plan.webhooks[0].reason == "not in webhooks.yaml (prune: managed)")
    #expect(
      plan.webhooks[1].reason == "not in webhooks.yaml, and not created by Storehooks (prune: managed)")
    #expect(try self.plan("prune: managed", lives).steps.isEmpty)
    let drift = try drift(try reading("prune: managed", lives, recorded: ["1": "Ours"]))
    #expect(drift.differences.map(\.webhookId) == ["1"])
    #expect(drift.unmanaged == 1)
  }

  @Test func managedNeverReplacesNorTradesWhatIsNotOnRecord() throws {
    // Two webhooks swap event types: if both were on record, they could swap names instead.
    let wanted =
      "webhooks: { A: \(Self.hook(Self.a, "BUILD_*")), B: \(Self.hook(Self.b, "BETA_*")) }, prune: managed"
    let lives = [
      live("1", "A", Self.b, [Event.crash, Event.screenshot]),
      live("2", "B", Self.a, [Event.build, Event.beta]),
    ]
    let trade = try plan(wanted, lives, recorded: ["1": "A", "2": "B"])
    #expect(trade.gaps.isEmpty && trade.webhooks.allSatisfy { $0.formerName != nil })
    let careful = try plan(wanted, lives, recorded: ["1": "A"])
    #expect(careful.webhooks.contains { $0.webhookId == "2" && $0.action == .modify && $0.formerName == nil })
    #expect(!careful.steps.contains { $0.action == .delete && $0.webhookId == "2" })
  }

  @Test func aProtectedWebhookIsChangedButNeverDeleted() throws {
    let policy = "protect: [{ name: 'Audit*' }]"
    let over = try plan("", [live("1", "Audit log"), live("2", "Other", Self.b)], policy: policy)
    #expect(over.steps.map(\.webhookId) == ["2"])
    #expect(over.webhooks.last?.action == .unmanaged)
    #expect(over.webhooks.last?.reason == "protected (name: Audit*)")
    let changed = try plan(
      "webhooks: { Audit log: \(Self.hook()) }", [live("1", "Audit log", Self.b)], policy: policy)
    #expect(changed.steps.map(\.action) == [.modify])
    let drift = try drift(try reading("", [live("1", "Audit log")], policy: policy))
    #expect(!drift.hasDrift && drift.unmanaged == 1)
  }

  @Test func whereAProtectedWebhookKeepsItsRoleTheGapIsAnnounced() throws {
    let wanted = "webhooks: { A: \(Self.hook(Self.a)), B: \(Self.hook(Self.b)) }"
    let lives = [live("1", "A", Self.b), live("2", "B", Self.a)]
    let free = try plan(wanted, lives)
    #expect(free.gaps.isEmpty && free.webhooks.contains { $0.formerName != nil })
    let bound = try plan(wanted, lives, policy: "protect: [{ name: A }]")
    #expect(bound.gaps.isEmpty)
    #expect(bound.webhooks.contains { $0.webhookId == "1" && $0.action == .modify && $0.formerName == nil })
    let both = try plan(wanted, lives, policy: "protect: [{ name: A }, { name: B }]")
    #expect(both.webhooks.allSatisfy { $0.formerName == nil && $0.action == .modify })
    #expect(!both.gaps.isEmpty)
  }

  @Test func anAppThatLeftKeepsItsProtectedWebhooks() throws {
    let state = try desiredState(
      "version: 1\napps: {}\npolicy: { prune: managed, protect: [{ url: 'https://a.*' }] }")
    var reading = try #require(
      AppReading(left: AppFacts(id: "12", bundleId: "com.example.a"), managed: ["1", "2"], state))
    reading.webhooks = .success([live("1", "A", Self.a), live("2", "B", Self.b), live("3", "C", Self.b)])
    let plan = try #require(Planner().plan([reading]).apps.first)
    #expect(plan.steps.map(\.webhookId) == ["2"])
    #expect(
      plan.webhooks.filter { $0.action == .unmanaged }.map(\.reason)
        == ["protected (url: https://a.*)", "not created by Storehooks"])
  }
}
