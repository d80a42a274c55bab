import TestSupport

extension Workspace {
  /// Lends a folder with a file of forty apps and an account that has them, each with one webhook on the same host.
  static func withLargeFleet<Result>(
    isolation: isolated (any Actor)? = #isolation, byAppleID: Bool = false,
    _ body: (inout Workspace) async throws -> Result
  ) async throws -> Result {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      workspace.environment["BOT"] = "a-secret-that-is-none"
      let names = largeFleet
      let apps = names.enumerated().map { index, name in
        """
        {"id":"\(1_000_000_000 + index)","bundleId":"\(name)","name":"App \(index)","webhooks":[{"id":"w\(index)",
        "name":"Release bot","url":"https://old.example.com/asc/\(name)","enabled":true,
        "eventTypes":["BUILD_UPLOAD_STATE_UPDATED"],"secret":"x"}]}
        """
      }
      try directory.write("{\"apps\":[\(apps.joined(separator: ","))]}", to: "fleet.json")
      let entries = names.indices.map { index in
        "  \(byAppleID ? String(1_000_000_000 + index) : names[index]): { use: [Release bot] }\n"
      }
      try directory.write(
        """
        version: 1
        templates:
          Release bot:
            url: https://hooks.example.com/asc/{\(byAppleID ? "appId" : "bundleId")}
            events: [BUILD_UPLOAD_STATE_UPDATED]
            secret: { env: BOT }
        apps:

        """ + entries.joined(), to: "webhooks.yaml")
      return try await body(&workspace)
    }
  }

  static let largeFleet = (0..<40).map { "com.example.app\($0 < 10 ? "0" : "")\($0)" }
}
