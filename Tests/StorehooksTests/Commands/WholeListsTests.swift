@testable import Reports
import LoopbackServer
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// Lists of the account that repeat entries, miss some, or are ambiguous.
@Suite struct WholeListsTests {
  private static let notes = "/v1/apps/1000000001/webhooks"

  /// Runs a command against a server that answers some reads itself.
  private func run(
    _ arguments: [String], in workspace: Workspace,
    _ answer: @escaping @Sendable (ServerRequest) -> String?
  ) async throws -> (run: Workspace.Run, writes: Int) {
    let writes = LockedValue(0)
    let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
      guard request.method == "GET" else {
        writes.withLock { $0 += 1 }
        return .answer
      }
      guard let body = answer(request) else { return .answer }
      return .refuse(
        ServerResponse(
          status: 200, headers: [("Content-Type", "application/json")], body: Array(body.utf8)))
    }
    defer { server.stop() }
    try workspace.write(.generate(), to: "key.p8")
    let run = await workspace.run(
      arguments + [
        "--no-state", "--api-url", server.url, "--key-id", "K", "--private-key",
        workspace.directory.file("key.p8"), "--concurrency", "1",
      ])
    return (run, writes.withLock { $0 })
  }

  private static func page(_ data: String, next: String? = nil, total: String? = nil) -> String {
    let next = next.map { #","next":"\#($0)""# } ?? ""
    let meta = total.map { #","meta":{"paging":{"total":\#($0),"limit":200}}"# } ?? ""
    return #"{"data":[\#(data)],"links":{"self":"x"\#(next)}\#(meta)}"#
  }

  private static func app(_ id: String, _ bundleId: String) -> String {
    #"{"type":"apps","id":"\#(id)","attributes":{"bundleId":"\#(bundleId)","name":"App \#(id)"}}"#
  }

  private static func webhook(_ id: String, _ name: String) -> String {
    #"{"type":"webhooks","id":"\#(id)","attributes":{"enabled":true,"name":"\#(name)","url":"https://h.example.com/","#
      + #""eventTypes":["BUILD_UPLOAD_STATE_UPDATED"]}}"#
  }

  /// Writes a file with the app's only webhook.
  private func write(_ workspace: Workspace, _ apps: String...) throws {
    let hook =
      #"{ url: "https://h.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: CI_SECRET } }"#
    try workspace.directory.write(
      "version: 1\napps:\n" + apps.map { "  \($0): { webhooks: { Bot: \(hook) } }\n" }.joined(),
      to: "webhooks.yaml")
  }

  @Test func aRepeatedWebhookIsNotDeleted() async throws {
    try await Workspace.with { workspace in
      try write(workspace, "com.example.notes")
      let (run, writes) = try await run(["apply", "--yes"], in: workspace) { request in
        guard request.target.hasPrefix(Self.notes) else { return nil }
        return request.target.contains("cursor")
          ? Self.page(Self.webhook("w1", "Bot"), total: "1")
          : Self.page(Self.webhook("w1", "Bot"), next: "\(Self.notes)?cursor=b", total: "1")
      }
      #expect(run.exitCode == 0 && writes == 0)
      #expect(run.output.contains("No changes. 1 unchanged"))
    }
  }

  @Test func aRepeatedAppIsImportedOnce() async throws {
    try await Workspace.with { workspace in
      let (run, _) = try await run(
        ["import", "--all-apps", "--out", workspace.directory.file("new.yaml")], in: workspace
      ) { request in
        guard request.target.hasPrefix("/v1/apps?") else { return nil }
        let first = Self.app("1000000001", "com.example.notes")
        return request.target.contains("cursor")
          ? Self.page("\(first),\(Self.app("1000000002", "com.example.tasks"))")
          : Self.page(first, next: "/v1/apps?cursor=b")
      }
      #expect(run.exitCode == 0, "\(run.messages)")
      let file = try workspace.directory.read("new.yaml")
      #expect(file.components(separatedBy: "com.example.notes:").count == 2)
      #expect(await workspace.run("validate", "-f", workspace.directory.file("new.yaml")).exitCode == 0)
    }
  }

  @Test func aShortListIsNoEmptyOne() async throws {
    try await Workspace.with { workspace in
      try write(workspace, "com.example.notes")
      for answer in [Self.page("", total: "2"), Self.page("", total: #""2""#)] {
        let (run, writes) = try await run(["apply", "--yes", "--format", "json"], in: workspace) { request in
          request.target.hasPrefix(Self.notes) ? answer : nil
        }
        let document = try run.document()
        #expect(run.exitCode == 1 && writes == 0 && document.steps.isEmpty)
        let message = try #require(document.errors.first?.message)
        #expect(message.contains("app 'com.example.notes' could not be read"))
        #expect(message.contains("it has 0 entries, but its total is") && message.contains("--ignore-totals"))
      }
    }
  }

  @Test func aShortListCanBeAccepted() async throws {
    try await Workspace.with { workspace in
      try write(workspace, "com.example.notes")
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let warning =
        "the webhooks of app 'com.example.notes' may be incomplete: App Store Connect lists 1 and counts 2"
      for format in ["text", "json", "markdown"] {
        let (run, _) = try await run(["plan", "--ignore-totals", "--format", format], in: workspace) {
          request in
          request.target.hasPrefix(Self.notes) ? Self.page(Self.webhook("w1", "Bot"), total: "2") : nil
        }
        #expect(run.exitCode == 0)
        #expect(
          run.messages.contains("warning: \(warning)") && run.messages.contains("::warning::\(warning)"))
        if format == "json" {
          #expect(try run.decoded(as: Warnings.self).warnings?.map(\.message) == [warning])
        }
        if format == "markdown" {
          #expect(run.output.contains("**Warnings**") && run.output.contains(warning))
        }
      }
    }
  }

  private struct Warnings: Decodable { var warnings: [JSONDocument.Message]? }

  @Test func withoutTheWholeListOfAppsNothingIsPlanned() async throws {
    try await Workspace.with { workspace in
      try write(workspace, "com.example.notes", "com.example.tasks")
      let short: @Sendable (ServerRequest) -> String? = { request in
        request.target.hasPrefix("/v1/apps?")
          ? Self.page(Self.app("1000000001", "com.example.notes"), total: "2") : nil
      }
      let (planned, writes) = try await run(["apply", "--yes"], in: workspace, short)
      #expect(planned.exitCode == 1 && writes == 0)
      #expect(planned.output.contains("Plan failed: 2 of 2 apps unread."))
      for command in [["list", "--all-apps"], ["import", "--all-apps"], ["ping", "--app", "*"]] {
        let (run, _) = try await run(command, in: workspace, short)
        #expect(run.exitCode == 1, "\(command)")
        #expect(
          run.messages
            == "error: the account's apps could not be listed: GET /v1/apps: the list could not be read to its end: it has 1 entry, but its total is 2, even when read again: run again later, or accept it with --ignore-totals\n"
        )
        let (accepted, _) = try await self.run(command + ["--ignore-totals"], in: workspace, short)
        #expect(
          accepted.messages.contains(
            "the account's apps may be incomplete: App Store Connect lists 1 and counts 2"), "\(command)")
      }
    }
  }

  @Test func aShortListOfDeliveriesIsAWarning() async throws {
    try await Workspace.with { workspace in
      for (format, arguments) in [("text", []), ("json", ["--format", "json"])] as [(String, [String])] {
        let (run, _) = try await run(["deliveries", "--app", "com.example.notes"] + arguments, in: workspace)
        {
          request in
          request.target.contains("0001/deliveries") ? Self.page("", total: "3") : nil
        }
        #expect(run.exitCode == 0, "\(run.messages)")
        let warning =
          "the deliveries of webhook 'Crash triage' of 'com.example.notes' may be incomplete: App Store "
          + "Connect lists 0 and counts 3"
        #expect(run.messages.contains(warning))
        if format == "json" {
          #expect(try run.decoded(as: Warnings.self).warnings?.map(\.message) == [warning])
        }
      }
    }
  }

  @Test func twoAppsWithOneBundleIDAreNotGuessedAt() async throws {
    try await Workspace.with { workspace in
      try write(workspace, "com.example.notes")
      let two: @Sendable (ServerRequest) -> String? = { request in
        request.target.hasPrefix("/v1/apps?")
          ? Self.page(
            "\(Self.app("1000000002", "com.example.notes")),\(Self.app("1000000001", "com.example.notes"))")
          : nil
      }
      let (planned, writes) = try await run(["apply", "--yes"], in: workspace, two)
      #expect(planned.exitCode == 1 && writes == 0)
      #expect(
        planned.messages.contains(
          "webhooks.yaml:3:3: error: app 'com.example.notes' is ambiguous: 2 apps have this bundle ID "
            + "(1000000001, 1000000002)"))
      #expect(
        planned.messages == """
          webhooks.yaml:3:3: error: app 'com.example.notes' is ambiguous: 2 apps have this bundle ID (1000000001, 1000000002); name the one you mean by its Apple ID
            com.example.notes: { webhooks: { Bot: { url: "https://h.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: CI_SECRET } } } }
            ^~~~~~~~~~~~~~~~~

          """)
      for command in [
        ["list", "--all-apps"], ["import", "--all-apps"], ["ping", "--app", "com.example.*"],
        ["deliveries", "--app", "com.example.notes"], ["list"], ["ping"], ["deliveries"],
        ["drift", "--all-apps"],
      ] {
        let (run, _) = try await run(command, in: workspace, two)
        #expect(run.exitCode == 1, "\(command)")
        #expect(
          run.messages.contains("2 apps have this bundle ID (1000000001, 1000000002)"), "\(command)")
      }
    }
  }

  @Test func theAppleIDTellsThemApart() async throws {
    try await Workspace.with { workspace in
      try write(workspace, #""1000000001""#)
      let two: @Sendable (ServerRequest) -> String? = { request in
        request.target.hasPrefix("/v1/apps?")
          ? Self.page(
            "\(Self.app("1000000002", "com.example.notes")),\(Self.app("1000000001", "com.example.notes"))")
          : nil
      }
      #expect(try await run(["plan"], in: workspace, two).run.exitCode == 0)
      let (run, _) = try await run(
        [
          "import", "--app", "1000000001", "--app", "1000000002", "--out",
          workspace.directory.file("new.yaml"),
        ], in: workspace, two)
      #expect(run.exitCode == 0, "\(run.messages)")
      let file = try workspace.directory.read("new.yaml")
      #expect(file.contains("\"1000000001\":") && file.contains("\"1000000002\":"))
      #expect(await workspace.run("validate", "-f", workspace.directory.file("new.yaml")).exitCode == 0)
    }
  }
}
