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

  private static func error(_ status: Int, _ code: String, headers: [(String, String)] = []) -> ServerResponse
  {
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

  /// With two of forty, the others are planned, and the verdict says first what failed.
  @Test func someAppsAreNamed() async throws {
    try await Workspace.withLargeFleet { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        let isMeant = ["/v1/apps/1000000003/", "/v1/apps/1000000017/"].contains {
          request.target.hasPrefix($0)
        }
        return isMeant ? .refuse(Self.error(403, "FORBIDDEN_ERROR")) : .answer
      }
      defer { server.stop() }
      let outputs = try workspace.directory.write("", to: "outputs")
      workspace.environment["GITHUB_ACTIONS"] = "true"
      workspace.environment["GITHUB_OUTPUT"] = outputs
      let plan = await workspace.run("plan", "--api-url", server.url, "--no-state")
      #expect(plan.exitCode == 1)
      #expect(
        plan.messages.contains("error: 2 apps could not be read (com.example.app03 and com.example.app17): "))
      #expect(plan.messages.occurrences(of: "::error") == 1)
      #expect(
        plan.output.contains("\nPlan failed: 2 of 40 apps unread. 0 to create, 38 to modify, 0 to delete; "))
      let told = try workspace.directory.read("outputs")
      #expect(
        told.hasPrefix("result=failed\nhas-changes=true\ncreate=0\nmodify=38\n"), "what is known is told")
    }
  }

  /// Without a list, the first app's answer ends the run.
  @Test func theFirstAnswerEndsTheRun() async throws {
    try await Workspace.withLargeFleet(byAppleID: true) { workspace in
      let asked = LockedValue<[String]>([])
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        asked.withLock { $0.append(request.target) }
        return .refuse(Self.error(401, "NOT_AUTHORIZED"))
      }
      defer { server.stop() }
      for command in ["plan", "apply", "drift", "list", "ping"] {
        asked.withLock { $0 = [] }
        let yes = command == "apply" ? ["--yes"] : []
        let run = await workspace.run([command, "--api-url", server.url, "--no-state"] + yes)
        #expect(run.exitCode == 1)
        #expect(run.messages.occurrences(of: "error: ") == 1, "\(run.messages)")
        #expect(
          run.messages.hasPrefix("error: no app could be read: GET /v1/apps/…/webhooks: 401 "),
          "\(run.messages)")
        #expect(asked.withLock { Set($0).count } == 1, "\(command)")
      }
    }
  }

  /// That the plan isn't saved then is no second error.
  @Test(arguments: ["plan.json", "-"]) func anUnreadAccountSavesNoPlan(out: String) async throws {
    try await Workspace.withLargeFleet { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { _ in
        .refuse(Self.error(401, "NOT_AUTHORIZED"))
      }
      defer { server.stop() }
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let path = out == "-" ? out : workspace.directory.file(out)
      let run = await workspace.run("plan", "--out", path, "--api-url", server.url, "--no-state")
      #expect(run.exitCode == 1)
      #expect(run.messages.occurrences(of: "error: ") == 1 && run.messages.occurrences(of: "::error") == 1)
      #expect(
        run.messages.contains("note: the plan isn't saved, because not every app could be read\n"),
        "\(run.messages)")
      #expect(try !workspace.directory.contents().contains(out) && (out != "-" || run.output.isEmpty))
    }
  }

  /// A saved plan isn't stale just because nothing could be read.
  @Test func anUnreadAccountMakesNoPlanStale() async throws {
    try await Workspace.withLargeFleet { workspace in
      let isBroken = LockedValue(false)
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { _ in
        isBroken.withLock { $0 } ? .refuse(Self.error(401, "NOT_AUTHORIZED")) : .answer
      }
      defer { server.stop() }
      let options = ["--api-url", server.url, "--no-state"]
      let plan = workspace.directory.file("plan.json")
      #expect(await workspace.run(["plan", "--out", plan] + options).exitCode == 0)
      isBroken.withLock { $0 = true }
      let run = await workspace.run(["apply", plan, "--yes", "--api-url", server.url])
      #expect(run.exitCode == 1)
      #expect(run.messages.occurrences(of: "error: ") == 1, "\(run.messages)")
      #expect(run.messages.hasPrefix("error: no app could be read: "), "\(run.messages)")
    }
  }

  /// Calls that failed alike are one message, which names the apps.
  @Test func refusedCallsNameTheirApps() async throws {
    try await Workspace.withLargeFleet { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        let isMeant =
          request.method == "PATCH" && ["w3", "w17"].contains { request.target.hasSuffix("/\($0)") }
        return isMeant ? .refuse(Self.error(409, "ENTITY_ERROR")) : .answer
      }
      defer { server.stop() }
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let run = await workspace.run("apply", "--yes", "--quiet", "--api-url", server.url, "--no-state")
      #expect(run.exitCode == 1)
      #expect(
        run.messages.contains(
          "error: changing webhook 'Release bot' failed in 2 apps (com.example.app03 and com.example.app17): A title"
        ),
        "\(run.messages)")
      #expect(run.messages.occurrences(of: "::error") == 1)
      #expect(run.output.contains("Applied in part: 38 of 40 calls made, 2 failed."))
    }
  }

  @Test func anUnreachableHost() async throws {
    try await Workspace.withLargeFleet { workspace in
      let refusing = try ScriptedServer.RefusingPort()
      let plain = try ScriptedServer { $0.respond(200) }
      defer { plain.stop() }
      let urls = [
        ("http://127.0.0.1:\(refusing.port)", "no connection"),
        ("https://127.0.0.1:\(plain.port)", "TLS failed"),
      ]
      for (url, words) in urls {
        for command in Self.commands {
          let run = await workspace.run(command + ["--api-url", url, "--no-state"])
          #expect(run.exitCode == 1)
          #expect(run.messages.occurrences(of: "error: ") == 1, "\(command): \(run.messages)")
          #expect(run.messages.contains(words), "\(command): \(run.messages)")
        }
      }
      withExtendedLifetime(refusing) {}
    }
  }
}

extension String {
  func occurrences(of text: String) -> Int { ranges(of: text).count }
}
