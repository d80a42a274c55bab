import AppStoreConnect
import Simulator
import TestSupport

/// A realistic fleet: forty apps with about five webhooks each, and names and URLs of usual lengths.
enum FortyApps {
  private static let products = [
    "notes", "tasks", "weather", "radio", "recipes", "travel", "fitness", "budget", "podcasts", "calendar",
  ]
  private static let editions = ["", ".watch", ".kids", ".enterprise"]

  private static let receivers: [(name: String, url: String, events: [String])] = [
    (
      "Release bot", "https://hooks.example.com/asc/BUNDLE",
      ["APP_STORE_VERSION_APP_VERSION_STATE_UPDATED", "BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED"]
    ),
    (
      "Crash triage", "https://triage.mobile-platform.example.com/v2/app-store-connect/feedback/APP",
      ["BETA_FEEDBACK_CRASH_SUBMISSION_CREATED", "BETA_FEEDBACK_SCREENSHOT_SUBMISSION_CREATED"]
    ),
    ("Builds", "https://ci.example.com/builds?app=APP", ["BUILD_UPLOAD_STATE_UPDATED"]),
    (
      "Release channel",
      "https://prod-37.westeurope.logic.example.com:443/workflows/0f3c/triggers/manual/APP",
      ["APP_STORE_VERSION_APP_VERSION_STATE_UPDATED"]
    ),
    ("Audit log of the platform team", "https://audit.example.com/BUNDLE", EventType.known.map(\.rawValue)),
  ]

  static let fleet: Fleet = {
    var apps: [Fleet.App] = []
    for (index, product) in products.enumerated() {
      for (edition, suffix) in editions.enumerated() {
        let number = index * editions.count + edition
        let bundle = "com.example.\(product)\(suffix)"
        let id = "10000000\(number + 10)"
        let webhooks = receivers.enumerated().compactMap { place, receiver -> Fleet.Webhook? in
          // Two apps have none, and a few lack one.
          guard number % 19 != 7, (number + place) % 9 != 0 else { return nil }
          return Fleet.Webhook(
            id: "\(number + 10)\(place)b6f2-0000-4000-8000-000000000001", name: receiver.name,
            url: receiver.url.replacing("BUNDLE", with: bundle).replacing("APP", with: id),
            enabled: (number + place) % 13 != 5, eventTypes: receiver.events.map(EventType.init(rawValue:)))
        }
        apps.append(
          Fleet.App(id: id, bundleId: bundle, name: "Example \(product)\(suffix)", webhooks: webhooks))
      }
    }
    return Fleet(apps: apps)
  }()

  /// Lends a folder with the fleet, and a file that covers it by one rule.
  static func with(_ body: (inout Workspace) async throws -> Void) async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      try FleetFile(path: directory.file("fleet.json")).save(fleet)
      try directory.write(
        """
        version: 1
        account: { issuerId: 57246542-96fe-1a63-e053-0824d011072a }
        templates:
          Audit: { url: "https://audit.example.com/{bundleId}", events: ["*"], secret: { env: S } }
        defaults: [{ apps: ["com.example.*"], except: ["*.kids"], use: [Audit] }]
        apps: { com.example.notes: {} }
        policy: { ignoreApps: ["*.fitness.kids"] }

        """, to: "webhooks.yaml")
      try await body(&workspace)
    }
  }
}
