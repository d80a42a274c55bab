import Testing
import WebhookReceiver

@Suite struct WebhookNotificationTests {
  private func decode(_ text: String) throws -> WebhookNotification {
    try WebhookNotification(body: Array(text.utf8))
  }

  @Test func decodesAStateOfAVersion() throws {
    let notification = try decode(
      """
      {"data":{"type":"appStoreVersionAppVersionStateUpdated","id":"n-1","version":1,
        "attributes":{"newValue":"READY_FOR_REVIEW","oldValue":"PREPARE_FOR_SUBMISSION",
          "timestamp":"2025-06-09T10:09:30.123Z"},
        "relationships":{"instance":{"data":{"type":"appStoreVersions","id":"v-1"},
          "links":{"self":"https://api.appstoreconnect.apple.com/v1/appStoreVersions/v-1"}}}}}
      """)
    #expect(notification.type.rawValue == "appStoreVersionAppVersionStateUpdated")
    #expect(notification.type.apiName == "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED")
    #expect(notification.id == "n-1")
    #expect(notification.version == 1)
    #expect(notification.oldValue == "PREPARE_FOR_SUBMISSION")
    #expect(notification.newValue == "READY_FOR_REVIEW")
    #expect(notification.timestamp == "2025-06-09T10:09:30.123Z")
    #expect(
      notification.instance
        == .init(
          type: "appStoreVersions", id: "v-1",
          link: "https://api.appstoreconnect.apple.com/v1/appStoreVersions/v-1"))
    #expect(!notification.isTest)
  }

  @Test func decodesStatesUnderTheirOtherName() throws {
    let notification = try decode(
      """
      {"data":{"type":"buildUploadStateUpdated","id":"n","version":1,
        "attributes":{"oldState":"PROCESSING","newState":"COMPLETE"}}}
      """)
    #expect(notification.oldValue == "PROCESSING")
    #expect(notification.newValue == "COMPLETE")
    #expect(notification.timestamp == nil)
    #expect(notification.instance == nil)
  }

  @Test func decodesATestEvent() throws {
    let notification = try decode(#"{"data":{"type":"webhookPingCreated","id":"n"}}"#)
    #expect(notification.isTest)
    #expect(notification.version == nil)
    #expect(notification.attributes.isEmpty)
    #expect(notification.type.apiName == "WEBHOOK_PING_CREATED")
  }

  @Test func keepsAllOfAnUnknownEvent() throws {
    let notification = try decode(
      """
      {"data":{"type":"somethingNewHappened","id":"n","version":2,"future":[],
        "attributes":{"a":null,"b":true,"c":1,"d":1.5,"e":"x","f":[1,"y"],"g":{"h":false},"i":1e30},
        "relationships":{"instance":{"links":{"self":"https://example.com"}},"other":7}},"meta":{}}
      """)
    #expect(notification.type == NotificationType(rawValue: "somethingNewHappened"))
    #expect(notification.instance == nil)
    #expect(
      notification.attributes == [
        "a": .null, "b": .bool(true), "c": .integer(1), "d": .number(1.5), "e": .string("x"),
        "f": .array([.integer(1), .string("y")]), "g": .object(["h": .bool(false)]), "i": .number(1e30),
      ])
    #expect(
      notification.relationships == [
        "instance": .object(["links": .object(["self": .string("https://example.com")])]),
        "other": .integer(7),
      ])
    #expect(notification.event == .other(notification.type))
    #expect(notification.attributes["g"]?["h"] == .bool(false))
    #expect(notification.attributes["e"]?["h"] == nil)
    #expect(notification.attributes["c"]?.string == nil)
  }

  @Test(arguments: [
    #"{"data":{"type":"x","id":"n","version":"1","attributes":[],"relationships":null}}"#,
    #"{"data":{"type":"x","id":"n","version":1.5,"attributes":"a","relationships":{"instance":{"data":null}}}}"#,
    #"{"data":{"type":"x","id":"n","attributes":null,"relationships":{"instance":{"data":{"id":1}}}}}"#,
  ]) func forgivesUnforeseenForms(text: String) throws {
    let notification = try decode(text)
    #expect(notification.version == nil && notification.attributes.isEmpty && notification.instance == nil)
    #expect(notification.event == .other(NotificationType(rawValue: "x")))
  }

  @Test(arguments: [
    "", "[]", "null", "{}", #"{"data":null}"#, #"{"data":{"id":"n"}}"#, #"{"data":{"type":"x"}}"#,
    #"{"data":{"type":1,"id":"n"}}"#, #"{"data":{"type":"x","id":"n"}"#,
  ]) func refusesWhatIsNoNotification(text: String) {
    #expect(throws: (any Error).self) { try decode(text) }
  }

  @Test func survivesDeepNesting() {
    let depth = 100_000
    let opened = #"{"data":{"type":"x","id":"n","attributes":"# + String(repeating: "[", count: depth)
    for text in [opened, opened + String(repeating: "]", count: depth) + "}}"] {
      #expect(throws: (any Error).self) { try decode(text) }
    }
  }

  @Test(arguments: [
    ("ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED", "alternativeDistributionPackageAvailableUpdated"),
    ("APP_STORE_VERSION_APP_VERSION_STATE_UPDATED", "appStoreVersionAppVersionStateUpdated"),
    ("BETA_FEEDBACK_CRASH_SUBMISSION_CREATED", "betaFeedbackCrashSubmissionCreated"),
    ("BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED", "buildBetaDetailExternalBuildStateUpdated"),
    ("BUILD_UPLOAD_STATE_UPDATED", "buildUploadStateUpdated"),
    ("X2_Y", "x2Y"),
    ("", ""),
  ]) func namesGoBothWays(apiName: String, name: String) {
    #expect(NotificationType(apiName: apiName).rawValue == name)
    #expect(NotificationType(rawValue: name).apiName == apiName)
  }
}
