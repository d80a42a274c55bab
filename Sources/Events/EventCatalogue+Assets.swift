extension EventCatalogue {
  static let backgroundAssets = [
    asset(
      "BACKGROUND_ASSET_VERSION_STATE_UPDATED", "The state of a background asset's version changed.",
      resource: "backgroundAssetVersions", instance: "the asset's version", number: 6,
      name: "backgroundAssetVersionStateUpdated", from: "PROCESSING", to: "FAILED"),
    asset(
      "BACKGROUND_ASSET_VERSION_INTERNAL_BETA_RELEASE_CREATED",
      "A background asset's version was released to internal testers.",
      resource: "backgroundAssetVersionInternalBetaReleases", instance: "the release", number: 7,
      name: "backgroundAssetVersionInternalBetaReleaseCreated"),
    asset(
      "BACKGROUND_ASSET_VERSION_EXTERNAL_BETA_RELEASE_STATE_UPDATED",
      "The state of a background asset's release to external testers changed.",
      resource: "backgroundAssetVersionExternalBetaReleases", instance: "the release", number: 8,
      name: "backgroundAssetVersionExternalBetaReleaseStateUpdated", from: "IN_REVIEW", to: "REJECTED"),
    asset(
      "BACKGROUND_ASSET_VERSION_APP_STORE_RELEASE_STATE_UPDATED",
      "The state of a background asset's release on the App Store changed.",
      resource: "backgroundAssetVersionAppStoreReleases", instance: "the release", number: 9,
      name: "backgroundAssetVersionAppStoreReleaseStateUpdated", from: "PROCESSING_FOR_DISTRIBUTION",
      to: "READY_FOR_DISTRIBUTION"),
  ]

  /// Their payloads have no version, no fraction of a second, and no `data` in `instance`.
  private static func asset(
    _ type: String, _ summary: String, resource: String, instance: String, number: Int, name: String,
    from old: String? = nil, to new: String? = nil
  ) -> EventDescription {
    var attributes = [timestamp("27")]
    if let old, let new { attributes += change("State", from: old, to: new) }
    return described(
      type, .backgroundAssets, summary, changes: old == nil ? nil : "State", resource: resource,
      instance: instance,
      SamplePayload(
        type: name, id: SamplePayload.id(number), hasVersion: false, attributes: attributes,
        relationships: [.bare("instance", type: resource, id: SamplePayload.id(100 + number))]))
  }

  private static let marketplace = SamplePayload.Relationship.wrapped(
    "marketplaceApp", type: "apps", id: "6400000077", host: SamplePayload.distributionHost)
  private static let appId = EventDescription.Carried(names: ["appId"], says: "the Apple ID of the app")
  private static let marketplaceApp = EventDescription.Carried(
    names: ["marketplaceApp"], says: "the marketplace, which is itself an app")
  private static let availability = [
    EventDescription.Carried(names: ["available"], says: "whether it is available now"),
    EventDescription.Carried(names: ["territories"], says: "where, as Apple's three-letter codes"),
  ]
  private static let available = [
    (name: "available", value: "true"),
    (
      name: "territories",
      value: "[\n" + ["AUT", "BEL", "DEU", "FRA"].map { "  \"\($0)\"" }.joined(separator: ",\n") + "\n]"
    ),
  ]

  static let alternativeDistribution = [
    described(
      "ALTERNATIVE_DISTRIBUTION_PACKAGE_VERSION_CREATED", .alternativeDistribution,
      "A package for alternative distribution has a new version.",
      resource: "alternativeDistributionPackageVersions", instance: "the package's version",
      others: [appId, marketplaceApp],
      SamplePayload(
        type: "alternativeDistributionPackageVersionCreated", id: SamplePayload.id(10),
        attributes: [(name: "appId", value: SamplePayload.quoted("6400000011")), timestamp("27.418233")],
        relationships: [
          instance(
            "alternativeDistributionPackageVersions", SamplePayload.id(110),
            host: SamplePayload.distributionHost),
          marketplace,
        ])),
    described(
      "ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED", .alternativeDistribution,
      "A package for alternative distribution became available or unavailable.",
      resource: "alternativeDistributionPackages", instance: "the package",
      others: availability + [appId, marketplaceApp],
      SamplePayload(
        type: "alternativeDistributionPackageAvailableUpdated", id: SamplePayload.id(11),
        attributes: available + [
          (name: "appId", value: SamplePayload.quoted("6400000011")), timestamp("27.418233"),
        ],
        relationships: [
          instance(
            "alternativeDistributionPackages", SamplePayload.id(111), host: SamplePayload.distributionHost),
          marketplace,
        ])),
    EventDescription(
      type: "ALTERNATIVE_DISTRIBUTION_TERRITORY_AVAILABILITY_UPDATED", group: .alternativeDistribution,
      summary: "The territories in which a marketplace may distribute an app changed.",
      carries: availability + [appId, marketplaceApp, .timestamp], resource: "apps",
      call: "GET /v1/apps/{id}",
      sample: SamplePayload(
        type: "alternativeDistributionTerritoryAvailabilityUpdated", id: SamplePayload.id(12),
        attributes: available + [
          (name: "appId", value: SamplePayload.quoted("6400000012")), timestamp("27.418233"),
        ],
        relationships: [marketplace])),
  ]
}
