import TestSupport
import Testing
import WebhookReceiver

/// The typed accessors of each event. The samples have the shapes of Apple's page and of recorded deliveries.
@Suite struct EventTests {
  private func decode(_ text: String) throws -> WebhookNotification {
    try WebhookNotification(body: text.utf8)
  }

  private func event(_ attributes: String, type: String = "x") throws -> WebhookNotification {
    try decode(#"{"data":{"type":"\#(type)","id":"n","attributes":\#(attributes)}}"#)
  }

  private static let lands = ["AUT", "BEL", "DEU", "FRA"]

  private static let expected: [String: WebhookNotification.Event] = [
    "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED": .appStoreVersionStateUpdated(
      old: "PREPARE_FOR_SUBMISSION", new: "READY_FOR_REVIEW"),
    "BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED": .externalBuildStateUpdated(
      old: "IN_BETA_REVIEW", new: "BETA_APPROVED"),
    "BUILD_UPLOAD_STATE_UPDATED": .buildUploadStateUpdated(old: "PROCESSING", new: "COMPLETE"),
    "BETA_FEEDBACK_SCREENSHOT_SUBMISSION_CREATED": .betaFeedbackScreenshotSubmissionCreated,
    "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED": .betaFeedbackCrashSubmissionCreated,
    "BACKGROUND_ASSET_VERSION_STATE_UPDATED": .backgroundAssetVersionStateUpdated(
      old: "PROCESSING", new: "FAILED"),
    "BACKGROUND_ASSET_VERSION_INTERNAL_BETA_RELEASE_CREATED":
      .backgroundAssetVersionInternalBetaReleaseCreated,
    "BACKGROUND_ASSET_VERSION_EXTERNAL_BETA_RELEASE_STATE_UPDATED":
      .backgroundAssetVersionExternalBetaReleaseStateUpdated(old: "IN_REVIEW", new: "REJECTED"),
    "BACKGROUND_ASSET_VERSION_APP_STORE_RELEASE_STATE_UPDATED":
      .backgroundAssetVersionAppStoreReleaseStateUpdated(
        old: "PROCESSING_FOR_DISTRIBUTION", new: "READY_FOR_DISTRIBUTION"),
    "ALTERNATIVE_DISTRIBUTION_PACKAGE_VERSION_CREATED": .alternativeDistributionPackageVersionCreated(
      appId: "6400000011"),
    "ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED": .alternativeDistributionPackageAvailableUpdated(
      appId: "6400000011", available: true, territories: lands),
    "ALTERNATIVE_DISTRIBUTION_TERRITORY_AVAILABILITY_UPDATED":
      .alternativeDistributionTerritoryAvailabilityUpdated(
        appId: "6400000012", available: true, territories: lands),
    "WEBHOOK_PING_CREATED": .test,
  ]

  @Test func readsEverySample() throws {
    let samples = try EventSample.all()
    #expect(Set(samples.map(\.eventType)) == Set(Self.expected.keys))
    for sample in samples {
      let notification = try WebhookNotification(body: sample.body)
      #expect(notification.type.apiName == sample.eventType)
      #expect(notification.event == Self.expected[sample.eventType])
      #expect((notification.timestamp != nil) == (sample.eventType != "BUILD_UPLOAD_STATE_UPDATED"))
      #expect((notification.date == nil) == (notification.timestamp == nil))
      let hasNone = ["ALTERNATIVE_DISTRIBUTION_TERRITORY_AVAILABILITY_UPDATED", "WEBHOOK_PING_CREATED"]
      #expect((notification.instance == nil) == hasNone.contains(sample.eventType))
      let link = notification.instance?.link
      #expect(link?.hasSuffix(notification.instance.map { "/v1/\($0.type)/\($0.id)" } ?? "") ?? true)
      let isForMarketplaces = sample.eventType.hasPrefix("ALTERNATIVE_DISTRIBUTION_")
      #expect(notification.marketplaceApp?.id == (isForMarketplaces ? "6400000077" : nil))
      #expect(notification.isTest == (sample.eventType == "WEBHOOK_PING_CREATED"))
    }
  }

  @Test(arguments: [
    #"{"type":"webhookPingCreated","id":"n"}"#,
    #"{"type":"webhookPings","id":"n","attributes":{}}"#,
    #"{"type":"webhookPing","id":"n","version":1}"#,
    #"{"type":"buildUploadStateUpdated","id":"n","attributes":{"ping":true,"newState":"COMPLETE"}}"#,
  ]) func knowsEveryTestEvent(data: String) throws {
    let notification = try decode(#"{"data":\#(data)}"#)
    #expect(notification.isTest)
    #expect(notification.event == .test)
  }

  @Test func anEventThatSaysNoPingIsNone() throws {
    for value in ["false", "null", #""true""#, "1"] {
      #expect(try !event(#"{"ping":\#(value)}"#).isTest)
    }
  }

  @Test(
    arguments: [
      (#"{"oldValue":"a","newValue":"b"}"#, "Value", "a", "b"),
      (#"{"newState":"b"}"#, "State", nil, "b"),
      (#"{"oldExternalBuildState":"a","newExternalBuildState":null}"#, "ExternalBuildState", "a", nil),
      (#"{"newSomethingElse":"b","oldSomethingElse":"a"}"#, "SomethingElse", "a", "b"),
      (#"{"old_state":"a","new_state":"b"}"#, "_state", "a", "b"),
      (#"{"oldCount":1,"newCount":2.5}"#, "Count", "1", "2.5"),
      (#"{"oldFlag":true,"newFlag":false}"#, "Flag", "true", "false"),
    ] as [(String, String, String?, String?)])
  func readsAnyPair(attributes: String, name: String, old: String?, new: String?) throws {
    let notification = try event(attributes)
    #expect(notification.changes == [.init(name: name, old: old, new: new)])
    #expect(notification.oldValue == old && notification.newValue == new)
  }

  @Test func sortsPairs() throws {
    let changes = try event(
      #"{"newB":"2","oldB":"1","newA":"3","newState":"x","oldValue":"v","newC":"4","oldC":"5"}"#
    ).changes
    #expect(changes.map(\.name) == ["Value", "State", "B", "C", "A"])
  }

  @Test(arguments: [
    #"{"news":"x","older":"y","old":"z","new":"w","newsletter":"a"}"#, #"{"oldValue":null,"newValue":null}"#,
    #"{"oldValue":[],"newValue":{}}"#, "[]", "null",
  ]) func takesNothingElseForAChange(attributes: String) throws {
    let notification = try event(attributes)
    #expect(notification.changes.isEmpty && notification.oldValue == nil && notification.newValue == nil)
  }

  @Test(arguments: [
    #"{"data":{"type":"t","id":"i"},"links":{"self":"l"}}"#,
    #"{"type":"t","id":"i","links":{"self":"l"}}"#,
    #"{"data":{"type":"t","id":"i","links":{"self":"l"}}}"#,
    #"{"data":{"type":"t","id":"i"},"links":{"self":{"href":"l"}}}"#,
    #"{"data":null,"type":"t","id":"i","links":{"self":"l"}}"#,
  ]) func readsResourcesWithAndWithoutData(relationship: String) throws {
    let notification = try decode(
      #"{"data":{"type":"x","id":"n","relationships":{"instance":\#(relationship),"marketplaceApp":\#(relationship)}}}"#
    )
    #expect(notification.instance == .init(type: "t", id: "i", link: "l"))
    #expect(notification.marketplaceApp == notification.instance)
    #expect(notification.resource(named: "other") == nil)
  }

  @Test func forgivesUnforeseenValues() throws {
    let notification = try event(
      #"{"appId":6400000011,"available":"yes","territories":"AUT","timestamp":5}"#,
      type: "alternativeDistributionPackageAvailableUpdated")
    #expect(
      notification.event
        == .alternativeDistributionPackageAvailableUpdated(
          appId: "6400000011", available: nil, territories: []))
    #expect(notification.timestamp == nil && notification.date == nil && notification.territories == nil)
    #expect(try event(#"{"territories":["AUT",7,"BEL"]}"#).territories == ["AUT", "BEL"])
    #expect(try event(#"{"timestamp":"soon"}"#).date == nil)
  }
}
