import AppStoreConnect
import Cryptography
import TestSupport
import Testing

@testable import storehooks

/// What programs get from the run that starts them: `command` secrets, and the command of `listen --exec`.
@Suite struct ChildrenTests {
  /// Lists a program's variables, and what its descriptors lead to.
  private static func spy(to file: String) -> String {
    "env >\(file); for number in $(ls /dev/fd/); do [ -e /dev/fd/$number ] && echo fd $number >>\(file); done; true; "
  }

  /// Every variable of the key. The parts of one source are used, and the rest is never looked at.
  private static func environment(_ key: P256SigningKey) throws -> [String: String] {
    var environment = Dictionary(
      uniqueKeysWithValues: CredentialVariables.names.map { ($0, "a-part-of-a-key") })
    environment["ASC_PRIVATE_KEY_PATH"] = nil
    environment["ASC_KEY_ID"] = SimulatorProcess.keyID
    environment["ASC_ISSUER_ID"] = SimulatorProcess.issuerID
    let pem = try #require(key.exportPEM().exposedText)
    environment["ASC_PRIVATE_KEY"] = pem
    return environment
  }

  private func check(_ report: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(report.contains("PATH="), sourceLocation: sourceLocation)
    for name in CredentialVariables.names {
      #expect(!report.contains(name + "="), "\(report)", sourceLocation: sourceLocation)
    }
    #expect(
      !report.contains("PRIVATE KEY") && !report.contains("a-part-of-a-key"), sourceLocation: sourceLocation)
    let descriptors = report.split(separator: "\n").filter { $0.hasPrefix("fd ") }
    #expect(descriptors == ["fd 0", "fd 1", "fd 2"], sourceLocation: sourceLocation)
  }

  /// The secret is read while the connection to App Store Connect stays open for the calls.
  @Test func aSecretsProgramGetsNeitherKeyNorConnection() async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      let spy = Self.spy(to: "spied") + "echo a-secret-of-a-program"
      try directory.write(
        """
        version: 1
        apps:
          com.example.notes:
            webhooks:
              Bot: { url: "https://bot.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED],
                     secret: { command: [sh, -c, "\(spy)"] } }
        """, to: "webhooks.yaml")
      try directory.write(
        #"{"apps":[{"id":"1","bundleId":"com.example.notes","name":"Notes","webhooks":[]}]}"#,
        to: "fleet.json")
      let key = try P256SigningKey.generate()
      let simulator = try await SimulatorProcess.start(in: workspace, key: key)
      workspace.environment.merge(try Self.environment(key)) { $1 }
      let applied = try await workspace.runBuilt("apply", "--yes", "--api-url", simulator.url)
      #expect(applied.exitCode == 0, "\(applied.messages)")
      check(try directory.read("spied"))
      // The other use: comparing with what is on record.
      try directory.write("", to: "spied")
      let planned = try await workspace.runBuilt("plan", "--api-url", simulator.url, "--format", "json")
      #expect(planned.output.contains(#""secret" : "unchanged""#), "\(planned.messages)")
      check(try directory.read("spied"))
      _ = try await simulator.stop()
    }
  }

  @Test func theCommandOfListenGetsNeitherKeyNorConnection() async throws {
    try await TemporaryDirectory.with { directory in
      let environment = try Self.environment(P256SigningKey.generate())
      let listener = try await ListenProcess.start(
        ["--exec", Self.spy(to: directory.file("spied"))], environment: environment)
      let idle = try RawConnection(port: listener.port)
      #expect(try listener.deliver(#"{"data":{"type":"webhookPingCreated","id":"p"}}"#).status == 200)
      let result = try await listener.stop()
      withExtendedLifetime(idle) {}
      #expect(result.output.hasSuffix("Stopped: 1 accepted, 0 refused; 1 command, 0 of them failed.\n"))
      let report = try directory.read("spied")
      check(report)
      #expect(report.contains("STOREHOOKS_EVENT_TYPE=WEBHOOK_PING_CREATED"))
      #expect(!report.contains("LISTEN_SECRET="))
    }
  }
}
