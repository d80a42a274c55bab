@testable import Reports
import TestSupport
import Testing
import WebhookReceiver

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `listen` shows of each event type, in every form: everything the event says.
@Suite struct EventSampleTests {
  private static func events() throws -> [(type: String, event: ReceivedEvent)] {
    try EventSample.all().map { sample in
      let event = ReceivedEvent(
        receivedAt: Date(timeIntervalSince1970: 1_800_000_000), body: sample.body,
        notification: try WebhookNotification(body: sample.body), signature: .verified(secret: "NAME"))
      return (sample.eventType, event)
    }
  }

  @Test func text() throws {
    let text = ListenText(zone: .fixed(seconds: 0, name: "UTC"))
    try Golden.check(
      Self.events().map { text.line(of: .event($0.event)) }.joined(), named: "events/listen.txt")
  }

  @Test func json() throws {
    let lines = try Self.events().map { try #require(ListenReport.event($0.event).json) }
    try Golden.check(lines.joined(), named: "events/listen.jsonl")
  }

  @Test func variables() throws {
    let blocks = try Self.events().map { type, event in
      "\(type)\n" + event.variables.sorted { $0.key < $1.key }.map { "  \($0.key)=\($0.value)\n" }.joined()
    }
    try Golden.check(blocks.joined(separator: "\n"), named: "events/variables.txt")
  }

  private static func line(_ attributes: String) throws -> String {
    let body = Array(#"{"data":{"type":"x","id":"n","attributes":\#(attributes)}}"#.utf8)
    let event = ReceivedEvent(
      receivedAt: Date(timeIntervalSince1970: 0), body: body,
      notification: try WebhookNotification(body: body), signature: .unverified)
    let parts = ListenText(zone: .fixed(seconds: 0, name: "UTC")).line(of: .event(event)).split(
      separator: "  ")
    return parts.dropFirst(2).dropLast(2).joined(separator: "  ")
  }

  @Test(arguments: [
    (#"{"available":false}"#, "not available"),
    (#"{"available":false,"territories":["AUT"]}"#, "not available in AUT"),
    (#"{"available":true,"territories":[]}"#, "available"),
    (
      #"{"territories":["A","B","C","D","E","F","G","H","I","J"]}"#,
      "territories A, B, C, D, E, F, G, H and 2 others"
    ),
    (#"{"territories":["\u001b[31m"]}"#, #"territories \u{1B}[31m"#),
    (
      #"{"oldValue":"a","newValue":"b","newState":"c","oldX":"d","newY":"e","oldZ":"f"}"#,
      "a → b  State: → c  X: d →  2 other changes"
    ),
    (#"{"ping":true,"newState":"COMPLETE","appId":7}"#, "test event  → COMPLETE  app 7"),
  ]) func showsWhatThereIs(attributes: String, expected: String) throws {
    #expect(try Self.line(attributes) == expected)
  }
}
