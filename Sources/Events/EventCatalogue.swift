/// The event types of App Store Connect's webhooks: those of Apple's OpenAPI document 4.4.1 and what its page
/// "Understanding webhook events" and public receivers say about each.
package enum EventCatalogue {
  /// Only what a webhook can ask for, group by group.
  package static let types: [EventDescription] =
    releases + testFlight + builds + backgroundAssets + alternativeDistribution

  package static let test = EventDescription(
    type: "WEBHOOK_PING_CREATED", group: .test,
    summary: "Someone requested a test event; nothing happened to the app.", carries: [.timestamp],
    sample: SamplePayload(
      type: "webhookPingCreated", id: SamplePayload.id(13), attributes: [timestamp("27.418233917")]))

  package static let all = types + [test]

  package static func description(of type: String) -> EventDescription? { all.first { $0.type == type } }

  /// With seconds in one of the many forms that are sent.
  static func timestamp(_ seconds: String) -> (name: String, value: String) {
    ("timestamp", SamplePayload.quoted("2026-03-04T09:15:\(seconds)Z"))
  }

  static func change(_ suffix: String, from old: String, to new: String) -> [(name: String, value: String)] {
    [("new\(suffix)", SamplePayload.quoted(new)), ("old\(suffix)", SamplePayload.quoted(old))]
  }
}

extension EventDescription.Carried {
  static let timestamp = Self(names: ["timestamp"], says: "when it happened")

  static func change(_ suffix: String) -> Self {
    Self(names: ["old\(suffix)", "new\(suffix)"], says: "the states before and after")
  }

  static func instance(_ says: String) -> Self { Self(names: ["instance"], says: says) }
}
