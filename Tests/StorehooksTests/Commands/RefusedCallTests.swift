@testable import Reports
import TestSupport
import Testing

/// Apple's refusals are traced to what they are about in the desired-state file.
@Suite struct RefusedCallTests {
  private static let file = """
    version: 1
    allowUnknownEvents: true
    templates:
      bot:
        name: Release bot
        url: https://bot.example.com/
        events: [BUILD_UPLOAD_STATE_UPDATED, SOMETHING_NEW_CREATED]
        secret: { env: BOT }
    apps:
      com.example.notes:
        use:
          - bot
      com.example.tasks:
        webhooks:
          Triage:
            url: https://triage.example.com/
            secret: { env: BOT }
            events:
              - SOMETHING_NEW_CREATED
          Other: { url: "https://other.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: BOT } }
    """

  private static let fleet = """
    {"apps":[{"id":"1","bundleId":"com.example.notes","name":"Notes","webhooks":[]},
    {"id":"2","bundleId":"com.example.tasks","name":"Tasks","webhooks":[{"id":"w1","name":"Triage",
    "url":"https://triage.example.com/","enabled":true,"eventTypes":["BUILD_UPLOAD_STATE_UPDATED"],"secret":"x"}]}]}
    """

  /// A workspace whose next apply has two refused calls.
  static func with(_ body: (Workspace) async throws -> Void) async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      try directory.write(file, to: "webhooks.yaml")
      try directory.write(fleet, to: "fleet.json")
      workspace.environment["BOT"] = "a-secret-that-is-none"
      try await body(workspace)
    }
  }

  private struct Document: Decodable {
    struct Result: Decodable {
      struct Place: Decodable, Equatable {
        var key: String
        var event: String?
        var location: JSONDocument.Message.Location?
      }
      var status: String
      var places: [Place]?
    }
    var errors: [JSONDocument.Message]
    var results: [Result]
  }

  /// The simulator only knows Apple's documented event types.
  @Test func anEventTypeIsShownWhereItIsWritten() async throws {
    try await Self.with { workspace in
      let run = await workspace.simulated("apply", "--yes", "--quiet")
      try Golden.check(run.transcript, named: "failures/refused-event.txt")
      let json = await workspace.simulated("apply", "--yes", "--format", "json")
      #expect(json.exitCode == 1)
      let document = try json.decoded(as: Document.self)
      #expect(document.results.map(\.status) == ["failed", "failed"])
      #expect(
        document.results.map(\.places) == [
          [
            .init(
              key: "events", event: "SOMETHING_NEW_CREATED",
              location: .init(file: "webhooks.yaml", line: 7, column: 13))
          ],
          [
            .init(
              key: "events", event: "SOMETHING_NEW_CREATED",
              location: .init(file: "webhooks.yaml", line: 19, column: 11))
          ],
        ])
      #expect(document.errors.map(\.location?.line) == [7, 19])
    }
  }

  /// Pointers that the simulator never sends, and several errors at a time.
  @Test func everyAttributeHasItsPlace() async throws {
    try await Self.with { workspace in
      func error(_ pointer: String) -> String {
        #"{"code":"ENTITY_ERROR","title":"No","detail":"no","source":{"pointer":"\#(pointer)"}}"#
      }
      let create =
        ["url", "name", "secret", "enabled", "eventTypes", "unheardOf"]
        .map { error("/data/attributes/\($0)") } + [error("/data/relationships/app")]
      try workspace.directory.write(
        """
        {"rules":[{"match":{"method":"POST","nth":1},"action":{"status":{"code":409,
        "errors":[\(create.joined(separator: ","))]}}},
        {"match":{"method":"PATCH"},"action":{"status":{"code":422,"errors":[\(error("/data/attributes/events"))]}}}]}
        """, to: "faults.json")
      let server = try await SimulatorProcess.start(in: workspace, options: ["--faults", "faults.json"])
      let run = try await workspace.built(
        ["apply", "--yes", "--no-state", "--app", "com.example.notes"] + server.options
      ).run()
      #expect(run.exitCode == 1)
      let places = run.output.split(separator: "\n").filter { $0.hasPrefix("      webhooks.yaml") }
      #expect(
        places == [
          "      webhooks.yaml:6:10: url", "      webhooks.yaml:5:11: name",
          "      webhooks.yaml:8:13: secret",
          "      webhooks.yaml:12:9: enabled", "      webhooks.yaml:7:13: events",
          "      webhooks.yaml:10:3: app",
        ], "\(run.output)")
      let errors = run.errorOutput.split(separator: "\n").filter { $0.contains("error:") }
      #expect(errors.count == 7, "\(run.errorOutput)")
      #expect(
        errors.contains {
          $0.hasPrefix(
            "webhooks.yaml:6:10: error: creating webhook 'Release bot' of app 'com.example.notes' failed because of 'url': No"
          )
            && $0.hasSuffix("; change it here")
        }, "\(run.errorOutput)")
      #expect(
        errors.last?.hasPrefix(
          "webhooks.yaml:12:9: error: creating webhook 'Release bot' of app 'com.example.notes' failed: ")
          == true)
    }
  }
}
