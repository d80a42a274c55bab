extension EventCatalogue {
  static let releases = [
    described(
      "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED", .appStore,
      "The state of an app's version changed, in review or at its release.", changes: "Value",
      resource: "appStoreVersions", instance: "the version",
      SamplePayload(
        type: "appStoreVersionAppVersionStateUpdated", id: SamplePayload.id(1),
        attributes: change("Value", from: "PREPARE_FOR_SUBMISSION", to: "READY_FOR_REVIEW") + [
          timestamp("27.418")
        ],
        relationships: [instance("appStoreVersions", SamplePayload.id(101))]))
  ]

  static let testFlight = [
    described(
      "BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED", .testFlight,
      "The state of a build in external testing changed.", changes: "ExternalBuildState",
      resource: "buildBetaDetails", instance: "the build's details for testing",
      SamplePayload(
        type: "buildBetaDetailExternalBuildStateUpdated", id: SamplePayload.id(2),
        attributes: change("ExternalBuildState", from: "IN_BETA_REVIEW", to: "BETA_APPROVED")
          + [timestamp("27.418")],
        relationships: [instance("buildBetaDetails", SamplePayload.id(102))])),
    described(
      "BETA_FEEDBACK_SCREENSHOT_SUBMISSION_CREATED", .testFlight, "A tester sent feedback with a screenshot.",
      resource: "betaFeedbackScreenshotSubmissions", instance: "the feedback; its ID isn't a UUID",
      SamplePayload(
        type: "betaFeedbackScreenshotSubmissionCreated", id: SamplePayload.id(4),
        attributes: [timestamp("27.4")],
        relationships: [instance("betaFeedbackScreenshotSubmissions", "AB2cD3eF4gH5iJ6kL7mN8oP")])),
    described(
      "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED", .testFlight, "A tester sent feedback on a crash.",
      resource: "betaFeedbackCrashSubmissions", instance: "the feedback; its ID isn't a UUID",
      SamplePayload(
        type: "betaFeedbackCrashSubmissionCreated", id: SamplePayload.id(5),
        attributes: [timestamp("27.418")],
        relationships: [instance("betaFeedbackCrashSubmissions", "AZ9yX-8wV7uT6sR5qP4oN3m")])),
  ]

  static let builds = [
    described(
      "BUILD_UPLOAD_STATE_UPDATED", .builds, "The state of a build's upload changed.", changes: "State",
      hasTimestamp: false, resource: "buildUploads", instance: "the upload; the build will have the same ID",
      SamplePayload(
        type: "buildUploadStateUpdated", id: SamplePayload.id(3),
        attributes: change("State", from: "PROCESSING", to: "COMPLETE"),
        relationships: [instance("buildUploads", SamplePayload.id(103))]))
  ]

  /// For an event that has an `instance`.
  static func described(
    _ type: String, _ group: EventGroup, _ summary: String, changes: String? = nil, hasTimestamp: Bool = true,
    resource: String, instance: String, others: [EventDescription.Carried] = [], _ sample: SamplePayload
  ) -> EventDescription {
    let change = changes.map { [EventDescription.Carried.change($0)] } ?? []
    let timestamp = hasTimestamp ? [EventDescription.Carried.timestamp] : []
    return EventDescription(
      type: type, group: group, summary: summary,
      carries: change + [.instance(instance)] + others + timestamp,
      resource: resource, call: "GET /v1/\(resource)/{id}", sample: sample)
  }

  static func instance(_ type: String, _ id: String, host: String = SamplePayload.host)
    -> SamplePayload.Relationship
  {
    .wrapped("instance", type: type, id: id, host: host)
  }
}
