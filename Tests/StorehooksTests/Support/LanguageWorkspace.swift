import Testing

extension Workspace {
  /// A capability URL, of which nothing may show more than the host.
  static let canary = "canary-4711-c0ffee-facade"
  static let capability = "https://hooks.zap.example.com/catch/\(canary)/x"

  /// Lends a folder with a file that uses the newer keys of the language, and an account for it.
  static func withLanguage<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (inout Workspace) async throws -> Result
  ) async throws -> Result {
    try await with { workspace in
      try workspace.directory.write(languageFile, to: "webhooks.yaml")
      try workspace.directory.write(languageFleet, to: "fleet.json")
      workspace.environment["S"] = "a-secret-that-is-none"
      workspace.environment["STOREHOOKS_VAR_ZAP"] = capability
      return try await body(&workspace)
    }
  }

  private static let languageFile = """
    version: 1
    variables:
      host: hooks.example.com
      zap: { sensitive: true }
    templates:
      Release bot:
        url: "https://{host}/asc/{bundleId}"
        events: [BUILD_UPLOAD_STATE_UPDATED, BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED]
        secret: { env: S }
        formerly: [Old bot]
      Zap:
        url: "{zap}"
        events: [BUILD_UPLOAD_STATE_UPDATED]
        secret: { env: S }
    policy:
      protect: [{ name: "Audit*" }]
    apps:
      com.example.notes:
        use: [Release bot, Zap]
        webhooks:
          Fewer builds: { template: Release bot, url: "https://b.example.com/", events: [-BUILD_UPLOAD_STATE_UPDATED] }
      com.example.tasks:
        use: [Release bot]

    """

  private static let languageFleet = """
    {"apps": [
      {"id": "1", "bundleId": "com.example.notes", "name": "Notes", "webhooks": [
        {"id": "w1", "name": "Old bot", "url": "https://old.example.com/", "enabled": true,
          "eventTypes": ["BUILD_UPLOAD_STATE_UPDATED"], "secret": "x"},
        {"id": "w2", "name": "Zap", "url": "https://hooks.zap.example.com/catch/\(canary)-former/y", "enabled": true,
          "eventTypes": ["BUILD_UPLOAD_STATE_UPDATED"], "secret": "x"},
        {"id": "w3", "name": "Audit log", "url": "https://audit.example.com/", "enabled": true,
          "eventTypes": ["BUILD_UPLOAD_STATE_UPDATED"], "secret": "x"}]},
      {"id": "2", "bundleId": "com.example.tasks", "name": "Tasks", "webhooks": [
        {"id": "w4", "name": "Release bot", "url": "https://old.example.com/", "enabled": true,
          "eventTypes": ["BUILD_UPLOAD_STATE_UPDATED"], "secret": "x"}]},
      {"id": "3", "bundleId": "com.example.vault", "name": "Vault", "webhooks": [
        {"id": "w5", "name": "By hand", "url": "\(capability)", "enabled": true,
          "eventTypes": ["BUILD_UPLOAD_STATE_UPDATED"], "secret": "x"}]}
    ]}

    """
}
