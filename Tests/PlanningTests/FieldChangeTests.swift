import AppStoreConnect
import PlanningSupport
import Testing

@testable import DesiredState
@testable import Planning

@Suite struct FieldChangeTests {
  private let live = LiveWebhook(
    id: "1", name: "Bot", url: "https://user:word@hooks.example.com/a", events: [Event.build], enabled: false)

  @Test func whatIsSentChangesAndNothingElse() throws {
    #expect(WebhookModification().changes(from: live).isEmpty)
    let all = WebhookModification(
      name: "New", url: try WebhookURL("https://hooks.example.com/b"), events: [Event.crash], enabled: true,
      secret: .environment("S"))
    #expect(
      all.changes(from: live) == [
        .name(before: "Bot", after: "New"),
        .url(before: live.shownURL, after: "https://hooks.example.com/b"),
        .events(before: [Event.build], after: [Event.crash]), .enabled(before: false, after: true),
        .secret(before: nil, after: SecretSource.environment("S").summary),
      ])
    #expect(!live.shownURL.contains("word"))
    let sensitive = WebhookModification(url: try WebhookURL("https://hooks.example.com/b", isSensitive: true))
    #expect(
      sensitive.changes(from: live) == [
        .url(before: live.shownURL, after: "https://hooks.example.com/…")
      ])
  }

  @Test func eventTypesThatStayAreNoDifference() {
    let change = FieldChange.events(before: [Event.build, Event.crash], after: [Event.crash, Event.future])
    #expect(change.eventTypes.gone == [Event.build] && change.eventTypes.new == [Event.future])
    #expect(change.reversed.eventTypes.gone == [Event.future])
    let other = FieldChange.enabled(before: true, after: false)
    #expect(other.eventTypes.gone.isEmpty && other.eventTypes.new.isEmpty)
  }
}
