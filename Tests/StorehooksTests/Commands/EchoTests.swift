import Cryptography
import Simulator
import TestSupport
import Testing

/// A server that repeats the API key, the token and webhooks' secrets in every field, in every form. No command prints
/// or writes any of it, in any format.
@Suite struct EchoTests {
  private static let secrets = ["canary/First+Secret&For\"Echo<s>42", "canary-other-secret-0123456789abcdef"]

  private static let yaml = """
    version: 1
    apps:
      com.example.notes:
        webhooks:
          Bot: { url: "https://bot.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: FIRST } }
          New: { url: "https://new.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: OTHER } }
    """

  private static let commands = [
    ["plan"], ["plan", "--out", "plan.json"], ["apply", "--yes", "--write-secrets", "all"], ["drift"],
    ["drift", "--all-apps"], ["list"], ["list", "--all-apps"], ["import", "--all-apps"],
    ["import", "--all-apps", "--out", "imported.yaml"], ["ping", "--timeout", "1s"],
    ["deliveries", "--payload"],
    ["redeliver", "--failed"], ["apply", "--yes", "--verify", "--timeout", "1s"],
    ["drift", "--format", "junit"],
  ]

  private static let statuses = [400, 401, 403, 404, 409, 422, 429, 500, 503]

  /// What mustn't be seen: pieces of everything the server has repeated.
  private static func pieces(_ secrets: [String], _ encoding: EchoEncoding) -> [String] {
    // The lines around a key tell nothing about it.
    secrets.flatMap { EchoEncoding.pieces(of: encoding.encode($0)) }
  }

  @Test(arguments: EchoEncoding.allCases)
  func nothingThatAServerRepeatsIsSeen(encoding: EchoEncoding) async throws {
    let key = try P256SigningKey.generate()
    let pem = try #require(key.exportPEM().exposedText)
    let lines = pem.split(separator: "\n").filter { !$0.hasPrefix("-----") }.map(String.init)
    let secrets = Self.secrets + [lines[1]]
    let start = EchoEncoding.allCases.firstIndex(of: encoding) ?? 0
    for (index, mode) in EchoServer.Mode.allCases.enumerated() {
      let status = Self.statuses[(start + index) % Self.statuses.count]
      let server = try EchoServer(mode, encoding, secrets: secrets, status: status)
      defer { server.stop() }
      // One command for each mode, another for the next encoding, so that every mode meets all of them.
      for offset in 0..<min(RandomCases.count(1), Self.commands.count) {
        let number = start + index * 5 + offset
        let command = Self.commands[number % Self.commands.count]
        // These read no file, so they only know the key.
        let knowsSecrets = !["list --all-apps", "import --all-apps"].contains(
          command.prefix(2).joined(separator: " "))
        try await check(
          command, ["text", "json", "markdown"][number % 3], server, key,
          Self.pieces(knowsSecrets ? secrets : [lines[1]], encoding), "\(mode) \(status) \(encoding)")
      }
    }
  }

  private func check(
    _ command: [String], _ format: String, _ server: EchoServer, _ key: P256SigningKey, _ pieces: [String],
    _ what: String
  ) async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(Self.yaml, to: "webhooks.yaml")
      try workspace.write(key, to: "key.p8")
      workspace.environment["FIRST"] = Self.secrets[0]
      workspace.environment["OTHER"] = Self.secrets[1]
      workspace.environment["GITHUB_ACTIONS"] = "true"
      workspace.environment["GITHUB_STEP_SUMMARY"] = workspace.directory.file("summary.md")
      workspace.environment["GITHUB_OUTPUT"] = workspace.directory.file("outputs")
      let files = ["plan.json", "imported.yaml", "summary.md", "outputs"]
      var arguments = command.map { files.contains($0) ? workspace.directory.file($0) : $0 }
      if !command.contains("--format"), !(command[0] == "import" && format == "markdown") {
        arguments += ["--format", format]
      }
      let state = command[0] == "apply" ? ["--no-state"] : []
      let run = await workspace.run(
        arguments + state + [
          "--verbose", "--api-url", server.url, "--key-id", "K", "--private-key",
          workspace.directory.file("key.p8"),
          "--max-wait", "0s",
        ])
      #expect(run.exitCode != 64, "\(command): \(run.messages)")
      let texts =
        [run.output, run.messages] + files.compactMap { try? workspace.directory.read($0) }
      for text in texts {
        // The issue has neither text, because they would be in the log of the tests.
        let seen = pieces.count { text.lowercased().contains($0.lowercased()) }
        #expect(seen == 0, "\(what): \(command) \(format)")
        let showsToken = text.contains("eyJ")
        #expect(!showsToken, "\(what): \(command) \(format)")
      }
    }
  }

  /// A secret that becomes known late is withheld from then on.
  @Test func aSecretThatIsReadLaterIsWithheldAsWell() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(Self.yaml, to: "webhooks.yaml")
      workspace.environment["FIRST"] = Self.secrets[0]
      workspace.environment["OTHER"] = Self.secrets[1]
      let apply = await workspace.recorded("apply", "--yes", "--allow-deletes", "99")
      #expect(apply.exitCode == 0, "\(apply.messages)")
      var fleet = try workspace.fleet
      fleet.apps[0].webhooks[0].url = "https://hooks.example.com/\(Self.secrets[1])"
      fleet.apps[0].webhooks[0].name = "was \(Self.secrets[1])"
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      let plan = await workspace.recorded("plan", "--format", "json")
      #expect(!plan.output.contains("canary-other"))
      #expect(plan.output.contains("was (withheld)"), "\(plan.output)")
      #expect(try plan.document().summary["delete"] != nil)
    }
  }
}
