@testable import Reports
import Testing

@testable import Planning
@testable import storehooks

@Suite struct ConfirmationQuestionTests {
  private func question(_ calls: [[Step.Call]], style: Style = .plain, target: String = "at api.example.com")
    -> String
  {
    let apps = calls.enumerated().map { index, calls in
      var app = AppPlan(key: .bundleId("com.example.app\(index)"), facts: .init(id: "\(index)"))
      app.steps = calls.enumerated().map { Step(number: $0.offset + 1, webhook: "Bot", call: $0.element) }
      return app
    }
    return ConfirmationQuestion(plan: Plan(apps: apps), target: target).text(style: style)
  }

  private static let modify = Step.Call.modify(id: "w", WebhookModification())

  @Test func saysWhatYesMeans() {
    #expect(
      question([[.delete(id: "w")], [], [Self.modify, Self.modify]])
        == "Make these 3 calls (2 modifies, 1 delete) on 2 apps at api.example.com?")
    #expect(
      question([[], [.delete(id: "w")]])
        == "Make this call (1 delete) on com.example.app1 at api.example.com?")
  }

  @Test func colorsAreThoseOfThePlan() {
    #expect(
      question([[.delete(id: "w")]], style: Style(isOn: true)).contains("(\u{1B}[31m1 delete\u{1B}[39m)"))
  }

  @Test func namesCannotDriveTheTerminal() {
    #expect(question([[Self.modify]], target: "in '\u{1B}[2J'").hasSuffix(#" in '\u{1B}[2J'?"#))
  }
}
