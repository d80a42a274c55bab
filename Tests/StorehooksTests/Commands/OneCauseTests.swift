import AppStoreConnect
import Cryptography
import LoopbackServer
@testable import Reports
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One cause gives one message, whatever the command and however many apps there are.
@Suite struct OneCauseTests {
  /// What goes wrong, and what is said about it.
  struct Cause: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The answer to the requests it affects.
    var answer: ServerResponse
    /// Whether it affects a request.
    var concerns: @Sendable (String) -> Bool = { _ in true }
    /// What the message contains.
    var says: [String]
    var options: [String] = []
  }

  static func error(_ status: Int, _ code: String, headers: [(String, String)] = []) -> ServerResponse {
    ServerResponse(
      status: status, headers: [("Content-Type", "application/json")] + headers,
      body: Array(
        #"{"errors":[{"id":"an-id","status":"\#(status)","code":"\#(code)","title":"A title","detail":"A detail"}]}"#
          .utf8))
  }

  /// By this machine's clock, two hours and a minute after the answer with a date.
  static let now = Date(timeIntervalSince1970: 1_767_232_860)

  static let causes = [
    Cause(
      testDescription: "a refused key", answer: error(401, "NOT_AUTHORIZED"),
      says: ["GET /v1/apps: 401 A title: A detail [NOT_AUTHORIZED]", "; check that "]),
    Cause(
      testDescription: "a clock",
      answer: error(401, "NOT_AUTHORIZED", headers: [("Date", "Thu, 01 Jan 2026 00:00:00 GMT")]),
      says: ["401 A title", "; this machine's clock is 2 h 1 min ahead of App Store Connect's: set it"]),
    Cause(
      testDescription: "agreements", answer: error(403, "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED"),
      says: ["403 A title", "; the Account Holder must accept the pending agreements"]),
    Cause(
      testDescription: "a role", answer: error(403, "FORBIDDEN_ERROR"),
      says: ["403 A title", "; the key's role must be Account Holder, Admin or App Manager"]),
    Cause(
      testDescription: "an outage", answer: error(500, "UNEXPECTED_ERROR"),
      says: ["500 A title", "try again later"]),
    Cause(
      testDescription: "a rate limit", answer: error(429, "RATE_LIMIT_EXCEEDED"),
      says: ["429 A title", "App Store Connect limits requests per key"], options: ["--max-wait", "0s"]),
    Cause(
      testDescription: "a sign-in page",
      answer: ServerResponse(status: 302, headers: [("Location", "https://login.example.com/?secret")]),
      says: ["a redirect (302) to https://login.example.com/", "check the API URL and any proxy"]),
    Cause(
      testDescription: "a proxy's page",
      answer: ServerResponse(
        status: 200, headers: [("Content-Type", "text/html")], body: Array("<html>".utf8)),
      says: ["its content type is 'text/html', not JSON", "check the API URL and any proxy"]),
    Cause(
      testDescription: "apps that the key may not see", answer: error(403, "FORBIDDEN_ERROR"),
      concerns: { $0.hasSuffix("/webhooks") || $0.contains("/webhooks?") },
      says: [
        "40 apps could not be read (com.example.app00, com.example.app01, ", " and 31 others): ",
        "GET /v1/apps/…/webhooks: 403 A title: A detail [FORBIDDEN_ERROR] (request ID an-id); the key's role",
      ]),
  ]

  static let commands = [
    ["plan"], ["apply", "--yes"], ["drift"], ["drift", "--all-apps", "--ping"], ["list"],
    ["list", "--all-apps"],
    ["ping"], ["deliveries"], ["redeliver", "--failed"],
    ["report", "--format", "text"],
    ["import", "--all-apps"], ["adopt"],
  ]

  @Test(arguments: causes) func isSaidOnce(cause: Cause) async throws {
    try await Workspace.withLargeFleet { workspace in
      workspace.clock.stand(at: Self.now)
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json"), now: { Self.now }) {
        request in
        cause.concerns(request.target) ? .refuse(cause.answer) : .answer
      }
      defer { server.stop() }
      try workspace.write(try P256SigningKey.generate(), to: "key.p8")
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let key = [
        "--api-url", server.url, "--key-id", SimulatorProcess.keyID, "--issuer-id", SimulatorProcess.issuerID,
        "--private-key", workspace.directory.file("key.p8"), "--no-state",
      ]
      // Without the webhooks, these would still be sent.
      let byID = cause.says[0].hasPrefix("40 apps") ? [] : [["redeliver", "an-id", "another-id"]]
      for command in Self.commands + byID {
        let outputs = try workspace.directory.write("", to: "outputs")
        workspace.environment["GITHUB_OUTPUT"] = outputs
        let run = await workspace.run(command + key + cause.options)
        try check(run, of: cause, command)
        let told = try workspace.directory.read("outputs")
        switch command[0] {
        case "plan", "apply", "drift", "adopt":
          #expect(told.hasPrefix("result=failed\n") && !told.contains("has-changes"))
        default: #expect(told.isEmpty)
        }
        guard command[0] != "import", command[0] != "report" else { continue }
        let markdown = await workspace.run(command + ["--format", "markdown"] + key + cause.options)
        #expect(markdown.output.occurrences(of: cause.says[0]) <= 1, "\(markdown.output)")
      }
    }
  }

  @Test func retriesSayWhatWentWrong() async throws {
    try await Workspace.withLargeFleet { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { _ in
        .refuse(Self.error(500, "UNEXPECTED_ERROR"))
      }
      defer { server.stop() }
      workspace.retries = RetryPolicy()
      let run = await workspace.run(["list", "--all-apps", "--verbose", "--api-url", server.url])
      #expect(
        run.messages.contains(
          "note: App Store Connect, or a proxy in front of it, failed (500): trying GET /v1/apps again in "),
        "\(run)")
    }
  }

  private func check(_ run: Workspace.Run, of cause: Cause, _ command: [String]) throws {
    let lines = run.messages.split(separator: "\n")
    let errors = lines.filter { $0.contains("error: ") && !$0.hasPrefix("::") }
    #expect(run.exitCode == 1, "\(command)")
    #expect(errors.count == 1, "\(command): \(run.messages)")
    #expect(lines.count { $0.hasPrefix("::error") } == 1, "\(command): \(run.messages)")
    for part in cause.says { #expect(errors.first?.contains(part) == true, "\(command): \(run.messages)") }
    #expect(!run.output.contains("A detail"), "\(command): \(run.output)")
    #expect(
      !run.output.contains("No changes") && !run.output.contains("No drift"), "\(command): \(run.output)")
    if command[0] == "plan" {
      #expect(run.output.contains("\nPlan failed: 40 of 40 apps unread. "), "\(run.output)")
      #expect(run.output.split(separator: "\n").count <= 4, "\(run.output)")
    }
  }

  /// Apps and webhooks can be read, but no deliveries: what isn't known comes first, and nothing is said of the rest.
  @Test func deliveriesThatTheKeyMayNotSee() async throws {
    try await Workspace.withLargeFleet { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        request.target.contains("/deliveries") || request.target.contains("/webhookPings")
          ? .refuse(Self.error(403, "FORBIDDEN_ERROR")) : .answer
      }
      defer { server.stop() }
      workspace.environment["GITHUB_ACTIONS"] = "true"
      for command in [["deliveries"], ["redeliver", "--failed"], ["ping"]] {
        let options = ["--api-url", server.url, "--no-state"]
        let run = await workspace.run(command + options)
        #expect(run.exitCode == 1)
        #expect(run.messages.occurrences(of: "error: ") == 1, "\(run.messages)")
        #expect(run.messages.occurrences(of: "::error") == 1)
        #expect(
          run.messages.contains(" webhook 'Release bot' of 40 apps (com.example.app00, com.example.app01, "),
          "\(run.messages)")
        let markdown = await workspace.run(command + options + ["--format", "markdown"]).output
        if command == ["ping"] {
          #expect(run.output.occurrences(of: "403 A title") == 1, "\(run.output)")
          #expect(run.output.contains("\nTested: 0 of 40 webhooks received the test event, 40 failed. "))
          #expect(markdown.occurrences(of: "A title") <= 2, "\(markdown)")
        } else {
          #expect(
            run.output.hasPrefix("Reading failed: the deliveries of 40 of 40 webhooks unread. "),
            "\(run.output)")
          #expect(markdown.hasPrefix("**Reading failed:** the deliveries of 40 of 40 "), "\(markdown)")
        }
      }
    }
  }

  /// What is said of one app isn't said of the list of apps.
  @Test(arguments: [
    (
      403,
      "403 A title: A detail [X] (request ID an-id); the key's role must be Account Holder, Admin or App Manager\n"
    ),
    (404, "404 A title: A detail [X] (request ID an-id); check the API URL and any proxy\n"),
  ]) func theListOfAppsIsRefused(status: Int, words: String) async throws {
    try await Workspace.withLargeFleet { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { _ in
        .refuse(Self.error(status, "X"))
      }
      defer { server.stop() }
      let run = await workspace.run("plan", "--api-url", server.url, "--no-state")
      #expect(run.messages.contains(words), "\(run.messages)")
    }
  }
}

extension String {
  func occurrences(of text: String) -> Int { ranges(of: text).count }
}
