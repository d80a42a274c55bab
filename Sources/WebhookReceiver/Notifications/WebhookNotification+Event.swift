extension WebhookNotification {
  /// What happened, as one value for each event type that this version knows.
  ///
  /// Apple adds event types, and this library learns them later: give a `switch` a `default`, and read
  /// ``WebhookNotification/attributes`` there if you need to.
  public enum Event: Sendable, Hashable {
    /// The review or release state of an app's version changed.
    case appStoreVersionStateUpdated(old: String?, new: String?)
    /// The state of a build in external TestFlight testing changed.
    case externalBuildStateUpdated(old: String?, new: String?)
    /// The state of a build's upload changed.
    case buildUploadStateUpdated(old: String?, new: String?)
    /// A tester sent feedback with a screenshot.
    case betaFeedbackScreenshotSubmissionCreated
    /// A tester sent feedback on a crash.
    case betaFeedbackCrashSubmissionCreated
    /// The state of a background asset's version changed.
    case backgroundAssetVersionStateUpdated(old: String?, new: String?)
    /// A background asset's version was released to internal testers.
    case backgroundAssetVersionInternalBetaReleaseCreated
    /// The state of a background asset's release to external testers changed.
    case backgroundAssetVersionExternalBetaReleaseStateUpdated(old: String?, new: String?)
    /// The state of a background asset's release on the App Store changed.
    case backgroundAssetVersionAppStoreReleaseStateUpdated(old: String?, new: String?)
    /// An alternative distribution package has a new version.
    case alternativeDistributionPackageVersionCreated(appId: String?)
    /// An alternative distribution package became available or unavailable.
    case alternativeDistributionPackageAvailableUpdated(
      appId: String?, available: Bool?, territories: [String])
    /// Where an app is available for alternative distribution changed.
    case alternativeDistributionTerritoryAvailabilityUpdated(
      appId: String?, available: Bool?, territories: [String])
    /// Someone requested a test event; nothing happened to the app.
    case test
    /// An event of a type that this version doesn't know.
    case other(NotificationType)
  }

  /// What happened. A value that is missing or has an unforeseen form is `nil`, or an empty list.
  public var event: Event {
    if isTest { return .test }
    let change = changes.first
    let (old, new) = (change?.old, change?.new)
    switch type {
    case .appStoreVersionAppVersionStateUpdated: return .appStoreVersionStateUpdated(old: old, new: new)
    case .buildBetaDetailExternalBuildStateUpdated: return .externalBuildStateUpdated(old: old, new: new)
    case .buildUploadStateUpdated: return .buildUploadStateUpdated(old: old, new: new)
    case .betaFeedbackScreenshotSubmissionCreated: return .betaFeedbackScreenshotSubmissionCreated
    case .betaFeedbackCrashSubmissionCreated: return .betaFeedbackCrashSubmissionCreated
    case .backgroundAssetVersionStateUpdated: return .backgroundAssetVersionStateUpdated(old: old, new: new)
    case .backgroundAssetVersionInternalBetaReleaseCreated:
      return .backgroundAssetVersionInternalBetaReleaseCreated
    case .backgroundAssetVersionExternalBetaReleaseStateUpdated:
      return .backgroundAssetVersionExternalBetaReleaseStateUpdated(old: old, new: new)
    case .backgroundAssetVersionAppStoreReleaseStateUpdated:
      return .backgroundAssetVersionAppStoreReleaseStateUpdated(old: old, new: new)
    case .alternativeDistributionPackageVersionCreated:
      return .alternativeDistributionPackageVersionCreated(appId: appId)
    case .alternativeDistributionPackageAvailableUpdated:
      return .alternativeDistributionPackageAvailableUpdated(
        appId: appId, available: available, territories: territories ?? [])
    case .alternativeDistributionTerritoryAvailabilityUpdated:
      return .alternativeDistributionTerritoryAvailabilityUpdated(
        appId: appId, available: available, territories: territories ?? [])
    default: return .other(type)
    }
  }
}
