import AppStoreConnect
import Simulator
import TestSupport

/// A file and an account of many apps.
struct WideFleet {
  private static let words = [
    "notes", "tasks", "weather", "radio", "maps", "photos", "recipes", "runs", "chess", "piano", "travel",
    "budget", "garden", "stars", "tides", "birds", "trails", "films", "books", "coins",
  ]

  private static let templates = """
    version: 1
    policy: { maxDeletes: 1000 }
    templates:
      Release bot:
        url: https://events.example.com/asc/{bundleId}
        events: [APP_STORE_VERSION_APP_VERSION_STATE_UPDATED]
        secret: { env: RELEASE_BOT_SECRET }
      Build status:
        url: https://ci.example.com/builds/{appId}
        events: [BUILD_UPLOAD_STATE_UPDATED, BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED]
        secret: { env: CI_SECRET }
    apps:

    """

  var file = templates
  var fleet = Fleet(apps: [])

  static func bundleId(_ index: Int) -> String {
    let round = index / words.count
    return "com.example.\(words[index % words.count])\(round == 0 ? "" : "\(round + 1)")"
  }

  static func webhook(
    _ name: String, _ url: String, _ events: [String] = ["BUILD_UPLOAD_STATE_UPDATED"], enabled: Bool = true
  ) -> Fleet.Webhook {
    Fleet.Webhook(
      id: "", name: name, url: url, enabled: enabled, eventTypes: events.map(EventType.init(rawValue:)))
  }

  /// Adds an app with the templates, and others; the live webhooks get IDs.
  mutating func add(
    _ use: [String], own: [String] = [], live: (_ bundleId: String, _ id: String) -> [Fleet.Webhook]
  ) {
    let index = fleet.apps.count
    let (bundleId, id) = (Self.bundleId(index), "\(1_000_000_001 + index)")
    file += "  \(bundleId):\n    use: [\(use.joined(separator: ", "))]\n"
    if !own.isEmpty { file += "    webhooks:\n" + own.map { "      \($0)\n" }.joined() }
    var webhooks = live(bundleId, id)
    for place in webhooks.indices { webhooks[place].id = "w-\(index)-\(place)" }
    fleet.apps.append(.init(id: id, bundleId: bundleId, name: "Example \(index + 1)", webhooks: webhooks))
  }

  /// So many apps whose receiver moves to another host.
  static func moving(_ apps: Int) -> Self {
    var wide = Self()
    // An unused template would be a warning.
    wide.file = wide.file.replacing("  Build status:", with: "  _Build status:")
    for _ in 0..<apps { wide.add(["Release bot"]) { bundleId, _ in [Self.releaseBot(of: bundleId)] } }
    return wide
  }

  private static func releaseBot(of bundleId: String) -> Fleet.Webhook {
    webhook(
      "Release bot", "https://hooks.example.com/asc/\(bundleId)",
      ["APP_STORE_VERSION_APP_VERSION_STATE_UPDATED"])
  }

  /// The same with more changes: every fifth app gets a new webhook, every fifth loses one, most get an event type, and
  /// two apps are different from all others.
  static func mixed(_ apps: Int) -> Self {
    var wide = Self()
    for index in 0..<apps {
      let own =
        index == 3
        ? [
          "Crash triage: { url: 'https://triage.example.com/', events: [BETA_FEEDBACK_*], secret: { env: CI_SECRET } }"
        ]
        : []
      wide.add(["Release bot", "Build status"], own: own) { bundleId, id in
        var live = [releaseBot(of: bundleId)]
        if index % 5 > 0 { live.append(webhook("Build status", "https://ci.example.com/builds/\(id)")) }
        if index % 5 == 2 { live.append(webhook("Legacy hook", "https://old.example.com/asc")) }
        if index == 7 { live.append(webhook("By hand", "https://hand.example.com/x", enabled: false)) }
        return live
      }
    }
    return wide
  }

  static func with(_ fleet: Self, _ body: (inout Workspace) async throws -> Void) async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      try directory.write(fleet.file, to: "webhooks.yaml")
      try FleetFile(path: directory.file("fleet.json")).save(fleet.fleet)
      try await body(&workspace)
    }
  }
}
