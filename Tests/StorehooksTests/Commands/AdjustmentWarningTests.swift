@testable import Reports
import LoopbackServer
import TestSupport
import Testing

@testable import storehooks

/// What App Store Connect keeps differently from what it was sent is a warning at its place in the file.
@Suite struct AdjustmentWarningTests {
  private struct Warnings: Decodable { var warnings: [JSONDocument.Message] }

  private static let answer =
    #"{"data":{"type":"webhooks","id":"w9","attributes":{"enabled":true,"name":"Bot","#
    + #""url":"https://h.example.com/Hook","eventTypes":["BUILD_UPLOAD_STATE_UPDATED"]}},"links":{"self":"x"}}"#

  /// Whether App Store Connect keeps the same in all, or another URL in each.
  @Test(arguments: [false, true]) func inManyAppsItIsSaidOnce(ofEachApp: Bool) async throws {
    try await Workspace.withLargeFleet { workspace in
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        guard request.method == "PATCH" else { return .answer }
        let id = request.target.split(separator: "/").last ?? ""
        let url = "https://hooks.example.com/\(ofEachApp ? id : "all")"
        let body =
          #"{"data":{"type":"webhooks","id":"\#(id)","attributes":{"enabled":true,"name":"Release bot","#
          + #""url":"\#(url)","eventTypes":["BUILD_UPLOAD_STATE_UPDATED"]}},"links":{"self":"x"}}"#
        return .refuse(
          ServerResponse(
            status: 200, headers: [("Content-Type", "application/json")], body: Array(body.utf8)))
      }
      defer { server.stop() }
      let run = await workspace.run("apply", "--yes", "--no-state", "--api-url", server.url)
      #expect(run.exitCode == 0, "\(run.messages)")
      #expect(
        run.messages.occurrences(of: "warning: ") == 1 && run.messages.occurrences(of: "::warning") == 1)
      let who =
        "webhooks.yaml:4:10: warning: App Store Connect has changed 'url' of webhook 'Release bot' in 40 apps "
        + "(com.example.app00, com.example.app01, "
      #expect(run.messages.contains(who), "\(run.messages)")
      #expect(
        run.messages.contains(
          ofEachApp
            ? " and 31 others), in 'com.example.app00' to 'https://hooks.example.com/w0'; write here what App Store "
              + "Connect keeps, or every plan will show the difference again\n"
            : " and 31 others) to 'https://hooks.example.com/all'; write 'https://hooks.example.com/all' here, or every"
        ), "\(run.messages)")
    }
  }

  @Test func itIsSaidInEveryFormat() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(
        """
        version: 1
        apps:
          "1000000003":
            prune: false
            webhooks:
              "Bot ":
                url: https://h.example.com/hook
                events: [BUILD_UPLOAD_STATE_UPDATED]
                secret: { env: CI_SECRET }
        """, to: "webhooks.yaml")
      try workspace.write(.generate(), to: "key.p8")
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        guard request.method == "POST" else { return .answer }
        return .refuse(
          ServerResponse(
            status: 201, headers: [("Content-Type", "application/json")], body: Array(Self.answer.utf8)))
      }
      defer { server.stop() }
      let name =
        "App Store Connect has changed 'name' of webhook 'Bot ' of app 'com.example.weather' to 'Bot'"
      let url =
        "App Store Connect has changed 'url' of webhook 'Bot ' of app 'com.example.weather' to 'https://h.example.com/Hook'"
      for format in ["text", "json", "markdown"] {
        let run = await workspace.run([
          "apply", "--yes", "--no-state", "--api-url", server.url, "--key-id", "K", "--private-key",
          workspace.directory.file("key.p8"), "--format", format,
        ])
        #expect(run.exitCode == 0, "\(run.messages)")
        #expect(run.messages.contains("webhooks.yaml:6:7: warning: \(name); write 'Bot' here, or every plan"))
        #expect(
          run.messages.contains(
            "webhooks.yaml:7:14: warning: \(url); write 'https://h.example.com/Hook' here"))
        #expect(
          run.messages.contains("::warning file=webhooks.yaml,line=6,col=7::App Store Connect has changed"))
        switch format {
        case "json":
          let warnings = try run.decoded(as: Warnings.self).warnings
          #expect(warnings.count == 2 && warnings.allSatisfy { $0.severity == "warning" })
          #expect(warnings.map { $0.location?.line } == [6, 7])
        case "markdown":
          #expect(run.output.contains("**Warnings**") && run.output.contains(name))
        default: #expect(run.output.contains("1 of 1 call made."))
        }
      }
    }
  }
}
