import TestSupport
import Testing

@testable import Reports
@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `state` lists what the state file records.
@Suite struct StateCommandTests {
  private struct Document: Decodable {
    struct App: Decodable {
      struct Webhook: Decodable, Equatable {
        var id: String
        var name: String
        var hasSecret: Bool
      }
      var bundleId: String?
      var appId: String
      var files: [String]
      var applied: String?
      var webhooks: [Webhook]
    }
    var account: String?
    var api: String?
    var apps: [App]
    var errors: [JSONDocument.Message]
  }

  /// 2026-11-28T03:10:56Z
  private static let applied = Date(timeIntervalSince1970: 1_795_835_456)
  private static let digits = String(repeating: "ab", count: 32)
  private static let issuer = "57246542-96fe-1a63-e053-0824d011072a"
  private static let file = """
    {
      "api": "api.appstoreconnect.apple.com",
      "apps": [
        {
          "appId": "10", "applied": "2026-11-28T03:10:56Z", "bundleId": "com.example.notes",
          "files": { "listed": "teams/a.yaml", "policy": ["policy.yaml", "teams/a.yaml"] },
          "webhooks": [
            { "fingerprint": "\(digits)", "name": "Release bot", "webhookId": "w1" },
            { "fingerprint": "\(String(repeating: "0", count: 64))", "name": "Crash triage", "webhookId": "w2" },
            { "name": "\\u001b[31mred", "webhookId": "w3" }
          ]
        },
        { "appId": "2", "bundleId": "com.example.maps", "files": { "listed": "-" }, "webhooks": [] }
      ],
      "issuer": "\(issuer)",
      "fingerprint": { "algorithm": "PBKDF2-HMAC-SHA256", "iterations": 400000, "salt": "\(String(repeating: "cd", count: 16))" },
      "formatVersion": 2
    }
    """

  private static func with(
    _ file: String? = file, _ body: (Workspace) async throws -> Void
  ) async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      workspace.environment = ["TZ": "UTC"]
      workspace.clock.stand(at: applied.addingTimeInterval(76 * 3_600))
      if let file { try directory.write(file, to: "webhooks.state.json") }
      try await body(workspace)
    }
  }

  /// It works without a desired-state file and without credentials.
  @Test func theDocumentIsFixed() async throws {
    try await Self.with { workspace in
      let run = await workspace.run("state", "--format", "json")
      #expect(run.exitCode == 0 && run.messages.isEmpty, "\(run.messages)")
      let document = try run.decoded(as: Document.self)
      #expect(document.account == Self.issuer && document.api == "api.appstoreconnect.apple.com")
      #expect(document.apps.map(\.bundleId) == ["com.example.maps", "com.example.notes"])
      let notes = try #require(document.apps.last)
      #expect(notes.appId == "10" && notes.applied == "2026-11-28T03:10:56Z")
      #expect(notes.files == ["teams/a.yaml", "policy.yaml"])
      #expect(
        notes.webhooks == [
          .init(id: "w1", name: "Release bot", hasSecret: true),
          .init(id: "w2", name: "Crash triage", hasSecret: false),
          .init(id: "w3", name: "\u{1b}[31mred", hasSecret: false),
        ])
      #expect(document.apps[0].files == ["standard input"] && document.apps[0].webhooks.isEmpty)
    }
  }

  @Test(arguments: ["text", "json", "markdown"]) func neverShowsAFingerprint(format: String) async throws {
    try await Self.with { workspace in
      let run = await workspace.run("state", "--format", format)
      #expect(run.output.contains("Release bot"))
      for part in ["abab", "cdcd", "0000000", "\u{1b}"] {
        #expect(!run.output.contains(part), "\(run.output)")
      }
    }
  }

  @Test func theTableHasALineForEachWebhook() async throws {
    try await Self.with { workspace in
      let lines = await workspace.run("state").output.split(separator: "\n").map { line in
        line.split(separator: " ").joined(separator: " ")
      }
      try #require(lines.count == 6, "\(lines)")
      #expect(lines[0] == "APP WEBHOOK ID SECRET FILES APPLIED")
      #expect(lines[1] == "com.example.maps standard input")
      #expect(
        lines[2].hasPrefix("com.example.notes Release bot w1 recorded teams/a.yaml, policy.yaml 2026-11-2"))
      #expect(lines[3].hasPrefix("com.example.notes Crash triage w2 unknown "))
      #expect(
        lines[5]
          == "3 webhooks in 2 apps, last changed \(LocalTime(date: Self.applied)) (3 d 4 h ago). webhooks.state.json is for api.appstoreconnect.apple.com with issuer \(Self.issuer)."
      )
    }
  }

  @Test func appSelects() async throws {
    try await Self.with { workspace in
      for pattern in ["com.example.n*", "10"] {
        let run = await workspace.run("state", "--app", pattern, "--format", "json")
        let document = try run.decoded(as: Document.self)
        #expect(document.apps.map(\.appId) == ["10"])
      }
      let none = await workspace.run("state", "--app", "com.example.note")
      #expect(none.exitCode == 64)
      #expect(
        none.messages.contains(
          "--app 'com.example.note' matches no app of the state file; did you mean 'com.example.notes'?"))
    }
  }

  @Test func withoutAFileItSaysSo() async throws {
    try await Self.with(nil) { workspace in
      let run = await workspace.run("state", "--app", "com.example.notes")
      #expect(
        run
          == .init(
            exitCode: 0,
            output: "There is no state file 'webhooks.state.json': nothing has been applied with it yet.\n",
            messages: ""))
      let json = await workspace.run("state", "--format", "json")
      #expect(json.exitCode == 0)
      let document = try json.decoded(as: Document.self)
      #expect(document.account == nil && document.apps.isEmpty && document.errors.isEmpty)
      #expect(await workspace.run("state", "--format", "markdown").exitCode == 0)
    }
  }

  @Test(arguments: [
    (file.replacing("\"formatVersion\": 2", with: "\"formatVersion\": 3"), "has format version 3"),
    ("{}", "isn't a storehooks state file"), ("", "is damaged: it is empty"),
    (file.replacing("\"w2\"", with: "7"), "is damaged"),
  ]) func aFileThatIsNoneGivesItsError(_ text: String, _ message: String) async throws {
    try await Self.with(text) { workspace in
      let run = await workspace.run("state", "--format", "json")
      #expect(run.exitCode == 1)
      #expect(run.messages.contains(message), "\(run.messages)")
      let document = try run.decoded(as: Document.self)
      #expect(document.errors.count == 1 && document.apps.isEmpty)
    }
  }

  @Test func aRunThatHasNoStateFileIsWrongUsage() async throws {
    try await Self.with { workspace in
      let run = await workspace.run("state", "--no-state")
      #expect(
        run.exitCode == 64
          && run.messages == "error: state lists the state file: it can't be combined with --no-state\n")
      let input = await workspace.run("state", "-f", "-")
      #expect(
        input.exitCode == 64
          && input.messages == "error: standard input has no state file beside it; name one with --state\n")
      let named = await workspace.run(
        "state", "-f", "-", "--state", workspace.directory.file("webhooks.state.json"))
      #expect(named.exitCode == 0)
    }
  }

  @Test func itListsWhatApplyHasRecorded() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      let run = await workspace.recorded("state", "--format", "json")
      let document = try run.decoded(as: Document.self)
      #expect(document.account == "simulator")
      let notes = try #require(document.apps.first { $0.bundleId == "com.example.notes" })
      #expect(notes.files == ["webhooks.yaml"] && notes.applied != nil)
      #expect(notes.webhooks.first { $0.name == "Release bot" }?.hasSecret == true)
      #expect(await workspace.recorded("state", "--app", "com.example.notes").output.contains("Release bot"))
    }
  }
}
