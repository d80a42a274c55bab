/// The type of a notification, in the spelling of deliveries: `buildUploadStateUpdated`.
///
/// An open set: Apple adds event types, and an unknown one decodes like any other.
public struct NotificationType: RawRepresentable, Hashable, Sendable, Codable {
  /// Apple's name in lowerCamelCase.
  public var rawValue: String

  /// A type by its name in deliveries, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A type by its name in the API, such as `BUILD_UPLOAD_STATE_UPDATED`.
  public init(apiName: String) {
    let words = apiName.lowercased().split(separator: "_")
    rawValue = words.enumerated().map { index, word in
      index == 0 ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
    }.joined()
  }

  /// The name in the API, such as `BUILD_UPLOAD_STATE_UPDATED`.
  public var apiName: String {
    var name = ""
    for character in rawValue {
      if character.isUppercase, !name.isEmpty { name.append("_") }
      name += character.uppercased()
    }
    return name
  }

  /// Decodes Apple's name, known or not.
  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  /// Encodes Apple's name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }
}

extension NotificationType {
  /// The review or release state of an app's version changed.
  public static let appStoreVersionAppVersionStateUpdated = Self(
    rawValue: "appStoreVersionAppVersionStateUpdated")
  /// The state of a build in external TestFlight testing changed.
  public static let buildBetaDetailExternalBuildStateUpdated = Self(
    rawValue: "buildBetaDetailExternalBuildStateUpdated")
  /// The state of a build's upload changed.
  public static let buildUploadStateUpdated = Self(rawValue: "buildUploadStateUpdated")
  /// A tester sent feedback with a screenshot.
  public static let betaFeedbackScreenshotSubmissionCreated = Self(
    rawValue: "betaFeedbackScreenshotSubmissionCreated")
  /// A tester sent feedback on a crash.
  public static let betaFeedbackCrashSubmissionCreated = Self(rawValue: "betaFeedbackCrashSubmissionCreated")
  /// The state of a background asset's version changed.
  public static let backgroundAssetVersionStateUpdated = Self(rawValue: "backgroundAssetVersionStateUpdated")
  /// A background asset's version was released to internal testers.
  public static let backgroundAssetVersionInternalBetaReleaseCreated = Self(
    rawValue: "backgroundAssetVersionInternalBetaReleaseCreated")
  /// The state of a background asset's release to external testers changed.
  public static let backgroundAssetVersionExternalBetaReleaseStateUpdated = Self(
    rawValue: "backgroundAssetVersionExternalBetaReleaseStateUpdated")
  /// The state of a background asset's release on the App Store changed.
  public static let backgroundAssetVersionAppStoreReleaseStateUpdated = Self(
    rawValue: "backgroundAssetVersionAppStoreReleaseStateUpdated")
  /// An alternative distribution package has a new version.
  public static let alternativeDistributionPackageVersionCreated = Self(
    rawValue: "alternativeDistributionPackageVersionCreated")
  /// An alternative distribution package became available or unavailable.
  public static let alternativeDistributionPackageAvailableUpdated = Self(
    rawValue: "alternativeDistributionPackageAvailableUpdated")
  /// Where an app is available for alternative distribution changed.
  public static let alternativeDistributionTerritoryAvailabilityUpdated = Self(
    rawValue: "alternativeDistributionTerritoryAvailabilityUpdated")
  /// A test event that someone requested; nothing happened to the app.
  public static let webhookPingCreated = Self(rawValue: "webhookPingCreated")

  /// The types under which test events were seen; the first is the one on Apple's page.
  static let tests: Set<Self> = [
    .webhookPingCreated, Self(rawValue: "webhookPings"), Self(rawValue: "webhookPing"),
  ]
}
