#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A payload of each event type and of the test event, from `Tests/Fixtures/event-samples.json`.
package struct EventSample: Sendable {
  /// Apple's name; `WEBHOOK_PING_CREATED` for the test event.
  package var eventType: String
  /// The body of a delivery.
  package var body: [UInt8]
  /// The body as a value.
  package var payload: AnyJSON

  private struct File: Decodable {
    struct Sample: Decodable {
      var eventType: String?
      var payload: AnyJSON
    }
    var samples: [Sample]
  }

  /// All of them, in the file's order.
  package static func all() throws -> [EventSample] {
    let data = try Fixture.data("event-samples.json")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try JSONDecoder().decode(File.self, from: data).samples.map { sample in
      EventSample(
        eventType: sample.eventType ?? "WEBHOOK_PING_CREATED",
        body: Array(try encoder.encode(sample.payload)),
        payload: sample.payload)
    }
  }
}
