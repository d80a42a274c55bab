import DesiredState
import PlanningSupport
import Testing

@testable import Planning

/// Which apps a plan is tried on first.
@Suite struct CanariesTests {
  private static func app(_ name: String, calls: Int, enabled: Bool = true) -> AppPlan {
    var app = AppPlan(key: .bundleId("com.example.\(name)"), facts: AppFacts(bundleId: "com.example.\(name)"))
    for number in 0..<calls {
      app.steps.append(Step(webhook: "\(number)", call: .modify(id: "\(number)", WebhookModification())))
      app.webhooks.append(
        WebhookPlan(
          action: .modify, name: "\(number)", webhookId: "\(number)",
          changes: [.enabled(before: nil, after: enabled)]))
    }
    return app
  }

  private let plan = Plan(apps: [
    Self.app("a", calls: 3), Self.app("b", calls: 1), Self.app("c", calls: 0), Self.app("d", calls: 2),
    Self.app("e", calls: 1), Self.app("f", calls: 1, enabled: false),
  ])

  @Test func theSmallestChangesComeFirstAndThoseThatNoTestShowsLast() {
    #expect(plan.canaries(1) == [1])
    #expect(plan.canaries(3) == [1, 4, 3])
    #expect(plan.canaries(100) == [1, 4, 3, 0, 5], "an app without changes is none")
    for count in 1...5 { #expect(plan.canaries(count) == Array(plan.canaries(count + 1).prefix(count))) }
    #expect(Plan().canaries(3).isEmpty)
  }

  @Test func theOrderOfTheSelectionCounts() {
    func canaries(_ count: Int, _ patterns: String...) -> [Int] {
      plan.canaries(count, selection: AppSelection(patterns: patterns))
    }
    #expect(canaries(1, "com.example.a", "com.example.*") == [0])
    #expect(canaries(3, "com.example.a", "com.example.*") == [0, 1, 4])
    #expect(canaries(2, "com.example.d", "com.example.a") == [3, 0])
    #expect(canaries(2, "com.example.*", "com.example.a") == [1, 4], "the first pattern that it matches")
    #expect(canaries(1, "com.example.f", "com.example.*") == [5], "what is named comes first")
  }

  @Test func anAppThatLosesAWebhookComesAfterThoseThatDoNot() {
    var apps = [Self.app("a", calls: 1), Self.app("b", calls: 3), Self.app("c", calls: 1, enabled: false)]
    apps[0].steps.append(Step(webhook: "Old", call: .delete(id: "9")))
    #expect(Plan(apps: apps).canaries(3) == [1, 0, 2])
  }

  @Test func anAppCanBeTestedIfAWrittenWebhookIsEnabledAfterwards() throws {
    func canBeTested(_ webhooks: String, _ live: LiveWebhook...) throws -> Bool {
      let app = try #require(desiredApps("apps: { com.example.notes: { webhooks: {\(webhooks)} } }").first)
      var reading = AppReading(desired: app, facts: app.key.facts, webhooks: .success(live))
      reading.time = .zero
      return try #require(Planner().plan([reading]).apps.first).canBeTested
    }
    let hook = "url: https://a.example.com/hook, events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S }"
    #expect(try canBeTested("N: {\(hook)}"))
    #expect(try !canBeTested("N: {\(hook), enabled: false}"))
    #expect(try canBeTested("N: {\(hook)}", live("1", "Old")))
    #expect(try canBeTested("N: {\(hook)}", live("1", "N", enabled: false)))
    #expect(try !canBeTested("N: {\(hook), enabled: false}", live("1", "N")))
    #expect(try !canBeTested("N: {\(hook), enabled: false}", live("1", "Old", enabled: false)))
    #expect(try !canBeTested("", live("1", "Old")), "what is deleted")
    #expect(try !canBeTested("N: {\(hook)}", live("1", "N"), live("2", "Old")), "what stays as it is")
  }
}
