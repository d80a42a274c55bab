import Cryptography
import Simulator
import TestSupport
import Testing

/// Secrets of every kind, through every command and every failure: none may be shown.
@Suite struct CanaryTests {
  private static let values = [
    "canary-secret-from-the-environment", "canary-secret-from-a-file", "canary-secret-from-a-command",
    "canary-secret-that-is-live",
  ]

  private static let yaml = """
    version: 1
    apps:
      com.example.notes:
        webhooks:
          Env: { url: "https://env.example.com/", events: [BUILD_*], secret: { env: CANARY } }
          File: { url: "https://file.example.com/", events: [BUILD_*], secret: { file: canary.txt } }
          Command:
            url: "https://command.example.com/"
            events: [BUILD_*]
            secret: { command: [sh, -c, "cat canary-command.txt"] }
      com.example.tasks: {}

    """

  /// Puts canaries in all places for secrets.
  private func prepare(_ workspace: inout Workspace) throws {
    workspace.environment["CANARY"] = Self.values[0]
    try workspace.directory.write(Self.values[1] + "\n", to: "canary.txt")
    try workspace.directory.write(Self.values[2], to: "canary-command.txt")
    try workspace.directory.write(Self.yaml, to: "webhooks.yaml")
    try workspace.edit("fleet.json") { $0.replacing("simulated, not a secret", with: Self.values[3]) }
  }

  /// What mustn't be seen of a private key: any line of its PEM except the first and the last.
  private func canaries(_ key: P256SigningKey) throws -> [String] {
    let pem = try #require(key.exportPEM().exposedText)
    return pem.split(separator: "\n").filter { !$0.hasPrefix("-----") && $0.count > 8 }.map(String.init)
  }

  private func check(_ result: Command.Result, _ canaries: [String], _ what: Comment) {
    for text in [result.output, result.errorOutput] {
      for canary in Self.values + canaries + ["canary-secret", "eyJ"] {
        // The issue doesn't have the text, which would be in the log of the tests.
        let isSeen = text.contains(canary)
        #expect(!isSeen, what)
      }
    }
  }

  /// Every way to run `plan` and `apply` that changes nothing the next one needs.
  private static let invocations = [
    ["validate"], ["validate", "--format", "json"], ["plan"], ["plan", "--verbose"],
    ["plan", "--format", "json", "--verbose"], ["plan", "--color", "always"], ["apply"],
    ["drift", "--all-apps", "--verbose"], ["drift", "--format", "json"], ["list"],
    ["list", "--format", "json"],
    ["import", "--all-apps"], ["import", "--all-apps", "--format", "json"],
  ]

  @Test func nothingIsSeenOverHTTP() async throws {
    try await Workspace.with { workspace in
      try prepare(&workspace)
      let key = try P256SigningKey.generate()
      let canaries = try canaries(key)
      #expect(canaries.count >= 2)
      let server = try await SimulatorProcess.start(in: workspace, key: key)
      for arguments in Self.invocations + [
        ["apply", "--yes", "--verify", "--verbose"], ["plan", "--verbose"], ["drift", "--ping", "--verbose"],
        ["ping", "--verbose", "--format", "json"], ["deliveries", "--payload", "--verbose"],
        ["redeliver", "--failed", "--verbose"],
      ] {
        let options = arguments.first == "validate" ? [] : server.options
        check(try await workspace.built(arguments + options).run(), canaries, "\(arguments)")
      }
      let stored = try workspace.fleet.apps[0].webhooks.compactMap(\.secret)
      #expect(Self.values.dropLast().allSatisfy { stored.contains(Secret($0)) }, "they did arrive")

      // The wrong key, and the right one in the environment, whole, as base64 and damaged.
      let pem = try #require(key.exportPEM().exposedText)
      for (name, text) in [
        ("whole", pem), ("base64", Base64.encode(Array(pem.utf8))), ("cut", String(pem.dropLast(60))),
        ("one line", pem.replacing("\n", with: " ")), ("text", Self.values[0]),
      ] {
        var command = try workspace.built(["plan", "--verbose", "--api-url", server.url])
        command.environment["ASC_KEY_ID"] = "WRONG"
        command.environment["ASC_ISSUER_ID"] = SimulatorProcess.issuerID
        command.environment["ASC_PRIVATE_KEY"] = text
        let result = try await command.run()
        #expect(result.exitCode == 1)
        check(result, canaries, "\(name)")
      }
      check(try await server.stop(), canaries, "simulate")
      let unreachable = try await workspace.built(["apply", "--yes", "--verbose"] + server.options).run()
      #expect(unreachable.exitCode == 1)
      check(unreachable, canaries, "unreachable")
    }
  }

  private static let failures: [(name: String, change: @Sendable (inout Workspace) throws -> Void)] = [
    ("nothing", { _ in }),
    ("missing", { $0.environment["CANARY"] = nil }),
    ("empty file", { try $0.directory.write("\n", to: "canary.txt") }),
    (
      "large",
      { try $0.directory.write(String(repeating: CanaryTests.values[1], count: 4_000), to: "canary.txt") }
    ),
    (
      "failing command",
      {
        try $0.edit("webhooks.yaml") {
          $0.replacing("canary-command.txt\"", with: "canary-command.txt; exit 3\"")
        }
      }
    ),
    (
      "killed command",
      {
        try $0.edit("webhooks.yaml") {
          $0.replacing("canary-command.txt\"", with: "canary-command.txt; kill -9 $$\"")
        }
      }
    ),
    ("missing program", { try $0.edit("webhooks.yaml") { $0.replacing("[sh,", with: "[no-such-program,") } }),
    (
      "in the file instead of a source",
      { try $0.edit("webhooks.yaml") { $0.replacing("{ env: CANARY }", with: CanaryTests.values[0]) } }
    ),
    (
      "under a wrong key",
      {
        try $0.edit("webhooks.yaml") {
          $0.replacing("{ env: CANARY }", with: "{ value: \(CanaryTests.values[0]) }")
        }
      }
    ),
    (
      "as the name of a variable",
      {
        try $0.edit("webhooks.yaml") {
          $0.replacing("{ env: CANARY }", with: "{ env: \(CanaryTests.values[0]) }")
        }
      }
    ),
    (
      "in a file that isn't YAML",
      {
        try $0.edit("webhooks.yaml") {
          $0.replacing("{ env: CANARY }", with: "{ env: [\(CanaryTests.values[0]) }")
        }
      }
    ),
    (
      "damaged fleet",
      { try $0.edit("fleet.json") { String($0.prefix { $0 != "]" }) + "\"canary-secret-that-is-live" } }
    ),
    (
      "wrong type in the fleet",
      {
        try $0.edit("fleet.json") {
          $0.replacing("\"name\" : \"Crash triage\"", with: "\"name\" : [\"canary-secret-that-is-live\"]")
        }
      }
    ),
  ]

  @Test(arguments: failures.indices) func nothingIsSeenWhenThingsGoWrong(index: Int) async throws {
    let failure = Self.failures[index]
    try await Workspace.with { workspace in
      try prepare(&workspace)
      try failure.change(&workspace)
      for arguments in Self.invocations + [
        ["apply", "--yes", "--verbose"], ["apply", "--yes", "--format", "json"],
      ] {
        let options = arguments.first == "validate" ? [] : ["--simulate", "fleet.json"]
        let result = try await workspace.built(arguments + options).run()
        check(result, [], "\(failure.name): \(arguments)")
      }
    }
  }
}
