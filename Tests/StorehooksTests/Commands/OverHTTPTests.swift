import Cryptography
import Simulator
import TestSupport
import Testing

/// The built program against `storehooks simulate`: two processes with a real connection.
@Suite struct OverHTTPTests {
  private func run(_ workspace: Workspace, _ arguments: [String]) async throws -> Workspace.Run {
    let result = try await workspace.built(arguments).run()
    return .init(exitCode: result.exitCode, output: result.output, messages: result.errorOutput)
  }

  @Test func planApplyPlan() async throws {
    try await Workspace.with { workspace in
      let server = try await SimulatorProcess.start(in: workspace)
      let before = try workspace.directory.read("fleet.json")
      // With one request at a time, the last answer has the remaining quota.
      let options = server.options + ["--concurrency", "1", "--no-state"]
      let plan = try await run(workspace, ["plan", "--detailed-exitcode"] + options)
      #expect(plan.exitCode == 2)
      #expect(plan.messages.isEmpty)
      let simulated = await workspace.simulated("plan")
      #expect(plan.output == simulated.output, "the same as in process, requests and quota included")
      #expect(plan.output.contains("5 calls; 5 requests made, 3 595 left this hour."))
      #expect(try workspace.directory.read("fleet.json") == before)

      let apply = try await run(workspace, ["apply", "--yes", "--format", "json"] + options)
      #expect(apply.exitCode == 0, "\(apply.messages)")
      let document = try apply.document()
      #expect(document.requests.made == 10)
      #expect(document.requests.remaining == 3_600 - 5 - 10)
      #expect(document.results?.map(\.status) == Array(repeating: "applied", count: 5))

      let again = try await run(workspace, ["plan", "--detailed-exitcode"] + server.options)
      #expect(again.exitCode == 0)
      #expect(again.output.contains("No changes. 6 unchanged, 2 unmanaged."))
      let notes = try #require(try workspace.fleet.apps.first)
      #expect(notes.webhooks.map(\.name).sorted() == ["Crash triage", "Release bot"])
      #expect(notes.webhooks.first { $0.name == "Crash triage" }?.enabled == false)
      #expect(notes.webhooks.first { $0.name == "Release bot" }?.secret == Secret("a-secret-that-is-none"))
      let ended = try await server.stop()
      #expect(ended.exitCode == 0)
      #expect(ended.errorOutput.isEmpty)
      #expect(ended.output == "Listening on \(server.url)\n")
    }
  }

  @Test(arguments: [SIGTERM, SIGINT]) func signalsEndTheSimulator(signal: Int32) async throws {
    try await Workspace.with { workspace in
      let server = try await SimulatorProcess.start(in: workspace)
      let result = try await server.stop(signal)
      #expect(result.exitCode == 0)
      #expect(result.errorOutput.isEmpty)
      let late = try await run(workspace, ["plan"] + server.options)
      #expect(late.exitCode == 1)
      #expect(
        late.messages.contains("error: the account's apps could not be listed: GET /v1/apps: no connection: ")
      )
    }
  }

  @Test func anotherKeyIsRefusedAndSaidToBe() async throws {
    try await Workspace.with { workspace in
      let server = try await SimulatorProcess.start(in: workspace)
      try workspace.write(try P256SigningKey.generate(), to: "key.p8")
      let before = try workspace.directory.read("fleet.json")
      let wrongKey = try await run(workspace, ["apply", "--yes"] + server.options)
      #expect(wrongKey.exitCode == 1)
      #expect(wrongKey.messages.contains("401"))
      #expect(wrongKey.messages.contains("--private-key"), "names the credential: \(wrongKey.messages)")
      #expect(wrongKey.output.contains("Plan failed: 4 of 4 apps unread."))
      let wrongID = try await run(
        workspace, ["plan"] + server.options.map { $0 == SimulatorProcess.keyID ? "OTHERKEY" : $0 })
      #expect(wrongID.exitCode == 1)
      #expect(try workspace.directory.read("fleet.json") == before)
      _ = try await server.stop()
    }
  }

  @Test func anUnusableKeyIsSaidBeforeAnyRequest() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write("no key at all\n", to: "key.p8")
      let options = [
        "--api-url", "http://127.0.0.1:9", "--key-id", "K", "--private-key", "key.p8", "--verbose",
      ]
      let result = try await run(workspace, ["plan"] + options)
      #expect(result.exitCode == 1)
      #expect(
        result.messages
          == "error: the private key of option --private-key (file key.p8) is neither PEM nor base64 of PEM: use the whole AuthKey_….p8 file, from its BEGIN line to its END line\n"
      )
      #expect(!result.messages.contains("no key at all"))
      #expect(!result.messages.contains("GET"))
    }
  }

  @Test func withoutAPublicKeyAnyTokenWillDo() async throws {
    try await Workspace.with { workspace in
      try workspace.write(try P256SigningKey.generate(), to: "key.p8")
      let server = try workspace.built(["simulate", "--fleet", "fleet.json"]).start()
      let url = try await server.readLine().replacing("Listening on ", with: "")
      workspace.environment["STOREHOOKS_API_URL"] = url
      workspace.environment["ASC_KEY_ID"] = "ANY"
      workspace.environment["ASC_PRIVATE_KEY_PATH"] = "key.p8"
      let result = try await run(workspace, ["plan", "--detailed-exitcode"])
      #expect(result.exitCode == 2, "\(result.messages)")
      server.send(signal: SIGTERM)
      #expect(try await server.wait().exitCode == 0)
    }
  }

  @Test func aSimulatorWithoutAFleetHasNoApps() async throws {
    try await Workspace.with { workspace in
      let server = try await SimulatorProcess.start(in: workspace, fleet: nil)
      let result = try await run(workspace, ["plan", "--app", "com.example.notes"] + server.options)
      #expect(result.exitCode == 1)
      #expect(
        result.messages == """
          webhooks.yaml:21:3: error: app 'com.example.notes' was not found; check the ID, and that the API key has access to the app
            com.example.notes:
            ^~~~~~~~~~~~~~~~~

          """)
      _ = try await server.stop()
    }
  }

  @Test(
    arguments: [
      (["--public-key", "none.pub", "--key-id", "K"], 1, "can't read 'none.pub'"),
      (
        ["--public-key", "webhooks.yaml", "--key-id", "K"], 1,
        "'webhooks.yaml' isn't a P-256 public key in PEM"
      ),
      (["--public-key", "webhooks.yaml"], 64, "--public-key needs --key-id"),
      (["--fleet", "none.json"], 1, "none.json: can't read the fleet file: No such file or directory"),
      (["--fleet", "webhooks.yaml"], 1, "webhooks.yaml"),
    ]) func simulateSaysWhatIsWrong(options: [String], exitCode: Int, message: String) async throws
  {
    try await Workspace.with { workspace in
      let result = try await run(workspace, ["simulate"] + options)
      #expect(result.exitCode == Int32(exitCode))
      #expect(result.output.isEmpty)
      #expect(result.messages.hasPrefix("error: "))
      #expect(result.messages.contains(message), "\(result.messages)")
    }
  }

  @Test func aPortInUseIsSaid() async throws {
    try await Workspace.with { workspace in
      let server = try await SimulatorProcess.start(in: workspace)
      let port = try #require(server.url.split(separator: ":").last)
      let result = try await run(workspace, ["simulate", "--port", String(port)])
      #expect(result.exitCode == 1)
      #expect(result.messages.contains(port))
      _ = try await server.stop()
    }
  }
}
