import Testing

@testable import AppStoreConnect

/// Refusals of event types, in the forms that the live service uses for invalid values.
@Suite struct RefusedEventTypeTests {
  private static let known = EventType.known.map(\.rawValue)

  private func error(_ detail: String, code: String = "ENTITY_ERROR.ATTRIBUTE.TYPE") -> ResponseError {
    ResponseError(
      status: "409", code: code, title: "T", detail: detail,
      source: .init(pointer: "/data/attributes/eventTypes"))
  }

  private func refusal(_ type: String, _ list: [String], quotes: String = "'") -> String {
    "'\(type)' is not a valid value for the attribute 'eventTypes'. Expected one of: "
      + list.map { quotes + $0 + quotes }.joined(separator: ", ")
  }

  @Test(arguments: ["'", "", "\""]) func isRead(quotes: String) throws {
    let refused = try #require(error(refusal("X_CREATED", Self.known, quotes: quotes)).refusedEventType)
    #expect(refused.type.rawValue == "X_CREATED" && refused.accepted == EventType.known)
    let item = error("'X' is not a valid value for the attribute 'eventTypes/0'").refusedEventType
    #expect(item == RefusedEventType(type: EventType(rawValue: "X"), accepted: []))
  }

  @Test(arguments: [
    "'X' is not a valid value for the attribute 'url'. Expected one of: A_B",
    "does not match the uri pattern", "",
  ]) func othersAreNot(detail: String) {
    #expect(error(detail).refusedEventType == nil)
    #expect(error(refusal("X", []), code: "STATE_ERROR").refusedEventType == nil)
  }

  @Test(arguments: [
    (
      "X_CREATED", known,
      "App Store Connect accepts only the event types it lists; the file is behind: remove or correct X_CREATED"
    ),
    (
      "BUILD_UPLOAD_STATE_UPDATED", known.filter { $0 != "BUILD_UPLOAD_STATE_UPDATED" } + ["BUILD_UPLOADED"],
      "App Store Connect accepts only the event types it lists; this version of storehooks is behind: remove "
        + "BUILD_UPLOAD_STATE_UPDATED from the file and look for a newer version; this version of storehooks doesn't "
        + "know BUILD_UPLOADED: look for a newer one"
    ),
    (
      "X\u{1B}", [],
      "App Store Connect doesn't accept X\\u{1B}; the file is behind: remove or correct X\\u{1B}"
    ),
  ]) func saysWhoIsBehind(type: String, accepted: [String], remedy: String) throws {
    let error = error(refusal(type, accepted))
    #expect(error.refusedEventType?.remedy == remedy)
    let answer = APIError(status: 409, errors: [error], method: .post, path: "/v1/webhooks")
    #expect(answer.description.hasSuffix("; \(remedy)"))
  }
}
