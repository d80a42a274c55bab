import WebhookReceiver

extension WebhookNotification {
  /// What happened, for people: `Example Notes: In Review → Ready for Sale`.
  ///
  /// - Parameter app: The app's name, from the webhook's URL.
  func sentence(app: String?) -> String {
    let app = app ?? appId.map { "App \($0)" } ?? instance.map { "\($0.type) \($0.id)" } ?? "An app"
    return "\(app): \(news)"
  }

  private var news: String {
    switch event {
    case .appStoreVersionStateUpdated(let old, let new): Self.change(old, new)
    case .externalBuildStateUpdated(let old, let new): "TestFlight build, \(Self.change(old, new))"
    case .buildUploadStateUpdated(let old, let new): "build upload, \(Self.change(old, new))"
    case .betaFeedbackScreenshotSubmissionCreated: "a tester sent a screenshot"
    case .betaFeedbackCrashSubmissionCreated: "a tester reported a crash"
    case .backgroundAssetVersionStateUpdated(let old, let new): "background asset, \(Self.change(old, new))"
    case .backgroundAssetVersionInternalBetaReleaseCreated: "a background asset is out to internal testers"
    case .backgroundAssetVersionExternalBetaReleaseStateUpdated(let old, let new):
      "background asset for external testers, \(Self.change(old, new))"
    case .backgroundAssetVersionAppStoreReleaseStateUpdated(let old, let new):
      "background asset for the App Store, \(Self.change(old, new))"
    case .alternativeDistributionPackageVersionCreated:
      "an alternative distribution package has a new version"
    case .alternativeDistributionPackageAvailableUpdated(_, let available, let territories):
      "alternative distribution package \(Self.availability(available, territories))"
    case .alternativeDistributionTerritoryAvailabilityUpdated(_, let available, let territories):
      "alternative distribution \(Self.availability(available, territories))"
    case .test: "a test event"
    case .other(let type):
      ([Self.words(type.apiName)] + changes.map { Self.change($0.old, $0.new) }).joined(
        separator: ", ")
    }
  }

  private static func change(_ old: String?, _ new: String?) -> String {
    let new = new.map(words(_:)) ?? "an unknown state"
    return old.map { "\(words($0)) → \(new)" } ?? "now \(new)"
  }

  private static func availability(_ available: Bool?, _ territories: [String]) -> String {
    let places = territories.isEmpty ? "" : " in " + territories.joined(separator: ", ")
    return (available.map { $0 ? "available" : "no longer available" } ?? "changed") + places
  }

  /// `READY_FOR_SALE` as App Store Connect shows it: `Ready for Sale`.
  private static func words(_ state: String) -> String {
    let words = state.lowercased().split(separator: "_").map(String.init)
    return words.enumerated().map { index, word in
      index > 0 && ["and", "for", "in", "of", "to"].contains(word)
        ? word : word.prefix(1).uppercased() + word.dropFirst()
    }.joined(separator: " ")
  }
}
