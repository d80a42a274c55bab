/// The fields of Apple's apps, by the names that `fields[apps]` takes, and the relationships among them.
enum AppField {
  static let attributes = [
    "accessibilityUrl", "name", "bundleId", "sku", "primaryLocale", "isOrEverWasMadeForKids",
    "subscriptionStatusUrl", "subscriptionStatusUrlVersion", "subscriptionStatusUrlForSandbox",
    "subscriptionStatusUrlVersionForSandbox", "contentRightsDeclaration", "streamlinedPurchasingEnabled",
  ]

  /// The relationships to one resource that `include` can name.
  static let toOne = [
    "appStoreIcon", "ciProduct", "betaLicenseAgreement", "betaAppReviewDetail", "endUserLicenseAgreement",
    "subscriptionGracePeriod", "gameCenterDetail",
  ]

  /// The relationships to many resources that `include` can name; each has a `limit`.
  static let toMany = [
    "appEncryptionDeclarations", "betaGroups", "appStoreVersions", "preReleaseVersions",
    "betaAppLocalizations", "builds", "appInfos", "appClips", "inAppPurchases", "subscriptionGroups",
    "gameCenterEnabledVersions", "appCustomProductPages", "inAppPurchasesV2", "promotedPurchases",
    "appEvents", "reviewSubmissions", "appStoreVersionExperimentsV2", "androidToIosAppMappingDetails",
  ]

  /// The relationships that are given by links only.
  static let linked = [
    "accessibilityDeclarations", "betaTesters", "appTags", "appPricePoints", "appPriceSchedule",
    "appAvailabilityV2", "perfPowerMetrics", "customerReviews", "customerReviewSummarizations",
    "alternativeDistributionKey", "analyticsReportRequests", "marketplaceSearchDetail", "buildUploads",
    "backgroundAssets", "betaFeedbackScreenshotSubmissions", "betaFeedbackCrashSubmissions",
    "searchKeywords", "webhooks",
  ]

  static let all = attributes + toOne + toMany + linked

  /// The types whose fields a client can choose besides an app's, in case any are included.
  static let relatedTypes = [
    "appEncryptionDeclarations", "buildIcons", "ciProducts", "betaGroups", "appStoreVersions",
    "preReleaseVersions", "betaAppLocalizations", "builds", "betaLicenseAgreements",
    "betaAppReviewDetails", "appInfos", "appClips", "endUserLicenseAgreements", "inAppPurchases",
    "subscriptionGroups", "gameCenterEnabledVersions", "appCustomProductPages", "promotedPurchases",
    "appEvents", "reviewSubmissions", "subscriptionGracePeriods", "gameCenterDetails",
    "appStoreVersionExperiments", "androidToIosAppMappingDetails",
  ]

  /// The filters by what the simulator's apps don't have.
  static let relatedFilters = [
    "filter[appStoreVersions.appStoreState]", "filter[appStoreVersions.platform]",
    "filter[appStoreVersions.appVersionState]", "filter[reviewSubmissions.state]",
    "filter[reviewSubmissions.platform]", "filter[appStoreVersions]",
  ]

  static let existence = "exists[gameCenterEnabledVersions]"
}

extension AppCatalog.Entry {
  /// An attribute's value: a fleet tells ID and names, the rest is what an ordinary app might have.
  func attribute(_ name: String) -> JSONValue? {
    switch name {
    case "name": .string(self.name)
    case "bundleId": .string(bundleId)
    case "sku": .string(sku)
    case "primaryLocale": .string("en-US")
    case "isOrEverWasMadeForKids": .bool(false)
    case "contentRightsDeclaration": .string("DOES_NOT_USE_THIRD_PARTY_CONTENT")
    case "streamlinedPurchasingEnabled": .bool(true)
    case "accessibilityUrl": .string("https://www.example.com/accessibility")
    case "subscriptionStatusUrl": .string("https://www.example.com/notifications")
    case "subscriptionStatusUrlForSandbox": .string("https://www.example.com/notifications/sandbox")
    case "subscriptionStatusUrlVersion", "subscriptionStatusUrlVersionForSandbox": .string("V2")
    default: nil
    }
  }
}
