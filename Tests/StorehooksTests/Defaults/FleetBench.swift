import AppStoreConnect
import Simulator
import TestSupport

/// An account of four apps, and a file with one rule for most of them.
struct FleetBench {
  var workspace: Workspace

  static let account = "account: { issuerId: 57246542-96fe-1a63-e053-0824d011072a }\n"
  static let file = """
    version: 1
    \(account)templates:
      Bot: { url: "https://bot.example.com/{bundleId}", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
    defaults:
      - apps: ["com.example.*"]
        except: ["*.internal"]
        use: [Bot]
    apps: {}

    """

  static func with(_ body: (inout FleetBench) async throws -> Void) async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      workspace.environment = ["S": "0123456789abcdef-is-no-secret"]
      try directory.write(file, to: "webhooks.yaml")
      var bench = FleetBench(workspace: workspace)
      try bench.hold(
        app("1", "com.example.notes"), app("2", "com.example.tasks", "Vendor"),
        app("3", "com.example.internal"), app("4", "net.vault"))
      try await body(&bench)
    }
  }

  static func app(_ id: String, _ bundleId: String, _ webhooks: String...) -> Fleet.App {
    Fleet.App(
      id: "100\(id)", bundleId: bundleId, name: "App \(id)",
      webhooks: webhooks.map { name in
        Fleet.Webhook(
          id: "w-\(id)-\(name)", name: name, url: "https://vendor.example/\(name)", enabled: true,
          eventTypes: [EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")])
      })
  }

  func hold(_ apps: Fleet.App...) throws {
    try FleetFile(path: workspace.directory.file("fleet.json")).save(Fleet(apps: apps))
  }

  /// Changes the account by hand.
  func change(_ body: (inout Fleet) -> Void) throws {
    var fleet = try workspace.fleet
    body(&fleet)
    try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
  }

  func run(_ arguments: String...) async -> Workspace.Run { await workspace.recorded(arguments) }

  func edit(_ old: String, _ new: String) throws {
    try workspace.edit("webhooks.yaml") { $0.replacing(old, with: new) }
  }

  /// The names of an app's webhooks.
  func webhooks(_ bundleId: String) throws -> [String] {
    try workspace.fleet.apps.first { $0.bundleId == bundleId }?.webhooks.map(\.name) ?? []
  }
}
