import AppStoreConnect
import Cryptography
import Testing

@testable import Planning
@testable import Reconciler

@Suite struct WrittenWebhooksTests {
  private let yaml = """
    version: 1
    apps:
      com.example.app0:
        webhooks:
          New: { url: "https://new.example.com/", events: [BUILD_*], secret: { env: S } }
          Changed: { url: "https://b.example.com/", events: [BUILD_*], secret: { env: S } }
          Off: { url: "https://off.example.com/", events: [BUILD_*], secret: { env: S }, enabled: false }
          Same: { url: "https://same.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }

    """

  private func pipeline() -> Pipeline {
    Pipeline([
      fleetApp(
        0, nil,
        [
          fleetWebhook("1", "Changed", "https://a.example.com/"),
          fleetWebhook("2", "Same", "https://same.example.com/"),
          fleetWebhook("3", "Gone", "https://gone.example.com/"),
          fleetWebhook("4", "Off", "https://off.example.com/"),
        ])
    ])
  }

  @Test func whatWasWrittenAsItIsNow() async throws {
    let pipeline = pipeline()
    let readings = try await pipeline.read(yaml)
    let outcome = try await pipeline.apply(Planner().plan(readings))
    let written = outcome.writtenWebhooks(readings: readings)
    #expect(Set(written.map(\.name)) == ["New", "Changed", "Off"])
    for webhook in written {
      let live = try #require(pipeline.simulator.fleet.apps[0].webhooks.first { $0.id == webhook.id })
      #expect(live.name == webhook.name && live.url == webhook.url && live.enabled == webhook.isEnabled)
      #expect(webhook.appTitle == "com.example.app0")
    }
  }

  @Test func whatFailedOrIsGoneIsNotAmongThem() async throws {
    let pipeline = pipeline()
    let readings = try await pipeline.read(yaml)
    let plan = Planner().plan(readings)
    let results = plan.steps.map { step in
      let status: StepResult.Status = step.action == .create ? .skipped(afterStep: 1) : .applied
      return StepResult(step: step.number, status: status, webhookId: step.webhookId, requests: 1)
    }
    let written = Outcome(plan: plan, results: results).writtenWebhooks(readings: readings)
    #expect(Set(written.map(\.name)) == ["Changed", "Off"])
    #expect(Outcome(plan: plan, results: []).writtenWebhooks(readings: readings).isEmpty)
  }

  @Test func theFilesEnabledWebhooks() async throws {
    let pipeline = pipeline()
    let readings = try await pipeline.read(yaml)
    let enabled = Planner().plan(readings).enabledWebhooksOfFile(readings: readings)
    #expect(Set(enabled.map(\.id)) == ["1", "2"], "neither what is missing, nor additional, nor to be off")
  }

  @Test func textsWithASecretAreLeftOut() {
    var delivery = record("d", "FAILED")
    delivery.responseBody = "expected a signature made with a-long-secret, got"
    delivery.errorMessage = "failed"
    let shown = delivery.withholding([Secret("another"), Secret("a-long-secret")])
    #expect(shown.isWithheld && shown.responseBody == nil && shown.errorMessage == nil)
    #expect(delivery.withholding([Secret("another"), Secret("")]) == delivery)
    #expect(DeliveryOutcome.pending(delivery).withholding([Secret("a-long-secret")]) == .pending(shown))
    #expect(DeliveryOutcome.missing.withholding([Secret("a")]) == .missing)
  }
}
