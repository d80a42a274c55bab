import AppStoreConnect
import PlanningSupport
import Testing

@testable import DesiredState
@testable import Planning

/// `formerly`: which live webhook a renamed one matches.
@Suite struct FormerNamesTests {
  private static let a = "https://a.example.com/hook"
  private static let b = "https://b.example.com/hook"

  private func plan(
    _ app: String, _ live: [LiveWebhook], recorded: [String: String] = [:], tail: String = ""
  ) throws -> AppPlan {
    let desired = try #require(try desiredApps("apps: { com.example.a: { \(app) } }\n\(tail)").first)
    var reading = AppReading(
      desired: desired, facts: AppFacts(id: "12", bundleId: "com.example.a", name: "A"),
      webhooks: .success(live))
    reading.recordedNames = recorded
    return try #require(Planner().plan([reading]).apps.first)
  }

  private func hook(_ url: String, _ formerly: String) -> String {
    "{ url: \"\(url)\", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S }, formerly: \(formerly) }"
  }

  @Test func renamingAndMovingIsOneModify() throws {
    let app = "webhooks: { New: \(hook(Self.b, "[Old]")) }"
    let plan = try plan(app, [live("1", "Old", Self.a)])
    #expect(plan.steps.map(\.action) == [.modify])
    #expect(plan.webhooks.first?.reason == "renamed from 'Old' (formerly)")
    #expect(
      plan.webhooks.first?.changes == [
        .name(before: "Old", after: "New"), .url(before: Self.a, after: Self.b),
      ])
    // After the rename, the entry does nothing.
    #expect(try self.plan(app, [live("1", "New", Self.b)]).steps.isEmpty)
  }

  @Test func theNameComesFirstThenFormerNamesInTheirOrderThenTheURL() throws {
    let app = "webhooks: { New: \(hook(Self.a, "[Second, First]")) }, prune: false"
    let recorded = ["1": "First", "2": "Second", "3": "x", "4": "New"]
    let all = [
      live("1", "First", Self.b), live("2", "Second", Self.b), live("3", "x", Self.a),
      live("4", "New", Self.b),
    ]
    func taken(_ live: [LiveWebhook]) throws -> [String?] {
      try plan(app, live, recorded: recorded.filter { id, _ in live.contains { $0.id == id } })
        .webhooks.filter { $0.action == .modify }.map(\.webhookId)
    }
    #expect(try taken(all) == ["4"])
    #expect(try taken(all.filter { $0.id != "4" }) == ["2"])
    #expect(try taken(all.filter { !["2", "4"].contains($0.id) }) == ["1"])
    #expect(try taken([all[2]]) == ["3"])
  }

  @Test(arguments: [("prune: false", 0), ("prune: managed", 0), ("prune: true", 1)])
  func unlessAllIsPrunedOnlyRecordedWebhooksMatch(prune: String, count: Int) throws {
    let app = "webhooks: { New: \(hook(Self.b, "[Old]")) }, \(prune)"
    let old = live("1", "Old", Self.a)
    #expect(try plan(app, [old]).steps.count { $0.action == .modify } == count)
    #expect(try plan(app, [old], recorded: ["1": "Old"]).steps.map(\.action) == [.modify])
  }

  @Test func whatIsOnRecordAsAnotherWantedOneIsNotTaken() throws {
    let app = "webhooks: { New: \(hook(Self.b, "[Old]")), Other: \(hook(Self.a, "[]")) }"
    let plan = try plan(app, [live("1", "Old", Self.a)], recorded: ["1": "Other"])
    #expect(plan.webhooks.first { $0.name == "Other" }?.webhookId == "1")
    // Nor does a URL match a webhook that is on record under another webhook's former name.
    let byURL = try self.plan(app, [live("1", "renamed by hand", Self.a)], recorded: ["1": "Old"])
    #expect(byURL.webhooks.first { $0.name == "Other" }?.action == .create)
  }

  /// A template that the app uses itself and also gets from a rule counts once, even before its name is known.
  @Test func aRuleDoesNotRepeatIt() throws {
    let tail = """
      templates: { T: { name: "Bot {appId}", \(hook(Self.a, "[Old]").dropFirst()) }
      defaults: [{ apps: ["com.example.*"], use: [T], prune: true }]
      """
    let plan = try plan("use: [T]", [live("1", "Old", Self.b)], tail: tail)
    #expect(plan.steps.map(\.action) == [.modify])
  }

  @Test func anOverrideDoesNotInheritIt() throws {
    let tail = "templates: { T: \(hook(Self.b, "[Old]")) }\n"
    let live = [live("1", "Old", Self.a)]
    #expect(try plan("use: [T]", live, tail: tail).steps.map(\.action) == [.modify])
    #expect(
      try plan("webhooks: { Mine: { template: T } }", live, tail: tail).steps.map(\.action)
        == [.create, .delete])
  }
}
