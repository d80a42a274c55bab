import AppStoreConnect
import Cryptography
import PlanningSupport
import HTTPTransport
import Simulator
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// What App Store Connect answers to a write is compared with what was sent.
struct AdjustmentTests {
  private static let yaml = """
    version: 1
    apps:
      com.example.app1:
        webhooks:
          " New ": { url: "https://New.example.com:443/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
          Old: { url: "https://old.example.com/b", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
    """

  /// Applies the file against a service whose answers to writes are changed.
  private func apply(_ change: @escaping @Sendable (String) -> String) async throws -> Outcome {
    let app = fleetApp(1, nil, [fleetWebhook("w", "Old", "https://old.example.com/a", enabled: false)])
    let pipeline = Pipeline([app]) { Rewriting(base: $0, change: change) }
    return try await pipeline.apply(try await pipeline.plan(Self.yaml))
  }

  private struct Rewriting: Transport {
    var base: any Transport
    var change: @Sendable (String) -> String

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      var response = try await base.send(request)
      if request.method != .get {
        response.body = Array(change(String(decoding: response.body, as: UTF8.self)).utf8)
      }
      return response
    }
  }

  private func changes(_ outcome: Outcome) -> [String] {
    outcome.adjustments.map { "\($0.step.number) \($0.change)" }
  }

  @Test func equalAnswersAreNoWorthAWord() async throws {
    let outcome = try await apply {
      $0.replacing("https://New.example.com:443/", with: "https://new.example.com")
    }
    #expect(outcome.isComplete && outcome.adjustments.isEmpty, "two spellings of one URL are equal")
  }

  @Test func everyFieldIsCompared() async throws {
    let outcome = try await apply { answer in
      answer.replacing(#""name":" New ""#, with: #""name":"New""#)
        .replacing("https://old.example.com/b", with: "https://old.example.com/B")
        .replacing("BUILD_UPLOAD_STATE_UPDATED", with: "SOMETHING_NEW_CREATED")
        .replacing(#""enabled":true"#, with: #""enabled":false"#)
    }
    #expect(outcome.isComplete)
    let found = outcome.adjustments.map(\.change)
    #expect(
      found == [
        .enabled(before: true, after: false), .events(before: [Event.build], after: [Event.future]),
        .name(before: " New ", after: "New"),
        .enabled(before: true, after: false),
        .url(before: "https://old.example.com/b", after: "https://old.example.com/B"),
      ], "the modify sends no events and no name: \(changes(outcome))")
    #expect(outcome.adjustments.map(\.step.number) == [1, 1, 1, 2, 2])
  }

  @Test func whatAnAnswerLeavesOutIsNotGuessedAt() async throws {
    let outcome = try await apply { $0.replacing(#""name":" New ","#, with: "") }
    #expect(outcome.isComplete && outcome.adjustments.isEmpty)
  }

  @Test func anEchoedSecretIsNotShown() async throws {
    let outcome = try await apply {
      $0.replacing(#""name":" New ""#, with: #""name":"a-secret""#)
        .replacing("https://old.example.com/b", with: "https://old.example.com/a-secret")
    }
    let found = outcome.adjustments.map(\.change)
    #expect(
      found == [
        .name(before: " New ", after: nil), .url(before: "https://old.example.com/b", after: nil),
      ])
  }

  /// If it is changed twice, what was sent last counts.
  @Test func theLastCallCounts() throws {
    var app = AppPlan(key: .appleId("1"), facts: AppFacts(id: "1"))
    app.steps = [
      Step(number: 1, webhook: "A", call: .modify(id: "w", .init(name: "Holder ", enabled: true))),
      Step(number: 2, webhook: "A", call: .modify(id: "w", .init(name: "A"))),
      Step(number: 3, webhook: "B", call: .modify(id: "v", .init(name: "B "))),
      Step(number: 4, webhook: "B", call: .delete(id: "v")),
    ]
    func result(_ step: Int, _ id: String, _ changes: [FieldChange] = []) -> StepResult {
      StepResult(step: step, status: .applied, webhookId: id, requests: 1, adjustments: changes)
    }
    let outcome = Outcome(
      plan: Plan(apps: [app]),
      results: [
        result(
          1, "w", [.name(before: "Holder ", after: "Holder"), .enabled(before: true, after: false)]),
        result(2, "w"), result(3, "v", [.name(before: "B ", after: "B")]), result(4, "v"),
      ])
    #expect(outcome.adjustments.map(\.change) == [.enabled(before: true, after: false)])
  }
}
