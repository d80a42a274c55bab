import AppStoreConnect
import Cryptography
import TestSupport
import Testing

/// `storehooks simulate` as a separate process, and the API key it expects.
struct SimulatorProcess {
  let running: RunningCommand
  /// The API's URL for clients.
  let url: String
  /// The options that lead `plan` and `apply` to it.
  var options: [String] {
    ["--api-url", url, "--key-id", Self.keyID, "--issuer-id", Self.issuerID, "--private-key", "key.p8"]
  }

  static let keyID = "TESTKEY123"
  static let issuerID = "00000000-0000-4000-8000-000000000001"

  /// Starts it on the workspace's fleet file, with a key written to `key.p8` and `key.pub`.
  static func start(
    in workspace: Workspace, key: P256SigningKey? = nil, fleet: String? = "fleet.json",
    options: [String] = []
  ) async throws -> SimulatorProcess {
    let key = try key ?? P256SigningKey.generate()
    try workspace.write(key, to: "key.p8")
    try workspace.directory.write(key.publicKeyPEM, to: "key.pub")
    let running = try workspace.built(
      ["simulate", "--port", "0", "--public-key", "key.pub", "--key-id", keyID, "--issuer-id", issuerID]
        + (fleet.map { ["--fleet", $0] } ?? []) + options
    ).start()
    let line = try await running.readLine()
    let url = try #require(line.firstMatch(of: #/^Listening on (http://127\.0\.0\.1:\d+)$/#)?.1)
    return SimulatorProcess(running: running, url: String(url))
  }

  /// Ends it with a signal and returns what it wrote after its first line.
  func stop(_ signal: Int32 = SIGTERM) async throws -> Command.Result {
    running.send(signal: signal)
    return try await running.wait()
  }
}

extension Workspace {
  /// Writes a private key so that nobody else can read it.
  func write(_ key: P256SigningKey, to name: String) throws {
    let path = try directory.write("", to: name)
    try #require(chmod(path, 0o600) == 0)
    try directory.write(try #require(key.exportPEM().exposedText), to: name)
  }

  /// Credentials with a key, as the tool loads them.
  static func credentials(_ key: P256SigningKey) throws -> Credentials {
    let environment = [
      "ASC_KEY_ID": SimulatorProcess.keyID, "ASC_ISSUER_ID": SimulatorProcess.issuerID,
      "ASC_PRIVATE_KEY": try #require(key.exportPEM().exposedText),
    ]
    return try Credentials.load(options: CredentialOptions(), environment: environment)
  }
}
