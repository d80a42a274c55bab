import Cryptography
import LoopbackServer
import Planning
import Reconciler
import TestSupport

/// Kills the built program at its requests, one run after the other, and lets it try again until everything is as the
/// file wants.
struct KillSoak {
  private(set) var kills = 0
  private(set) var convergences = 0

  /// Whether the live webhooks' secrets are on record, so that each counts as changed.
  private var isRecorded = false
  private let program: String
  private let directory: TemporaryDirectory
  private let server = KillingServer()
  private let http: LoopbackServer

  init(program: String, directory: TemporaryDirectory) throws {
    self.program = program
    self.directory = directory
    let server = server
    http = try LoopbackServer(replying: { server.reply(to: $0) })
    http.start()
    let path = try directory.write("", to: "key.p8")
    chmod(path, 0o600)
    try directory.write(try P256SigningKey.generate().exportPEM().exposedText ?? "", to: "key.p8")
  }

  /// One scenario: an undisturbed run, then one that dies at each of its requests. Stops early if time is up.
  mutating func run(seed: UInt64, until deadline: ContinuousClock.Instant) async throws {
    let scenario = Scenario(seed: seed)
    var random = SeededGenerator(seed: seed ^ 0x5EED)
    isRecorded = Bool.random(using: &random)
    try begin(scenario)
    let requests = try await converge(scenario)
    for request in 1...max(requests, 1) where ContinuousClock.now < deadline {
      try begin(scenario)
      var deaths: [String] = []
      // Now and then, the run after it dies, too.
      for number in 1...(Int.random(in: 1...4, using: &random) == 1 ? 2 : 1) {
        let kill = KillingServer.Kill(
          request: number == 1 ? request : Int.random(in: 1...max(requests, 1), using: &random),
          moment: KillingServer.Moment.allCases.randomElement(using: &random) ?? .before,
          delay: UInt32.random(in: 0...3_000, using: &random))
        deaths.append("\(kill.moment.rawValue) request \(kill.request)")
        let result = try await apply(kill: kill)
        if result.exitCode == 128 + SIGKILL { kills += 1 }
      }
      // After that, the secrets being replaced may be wanted back.
      let secrets = isRecorded && Bool.random(using: &random) ? Scenario.formerSecrets : Scenario.secrets
      if secrets == Scenario.formerSecrets { deaths.append("then back to the former secrets") }
      do {
        _ = try await converge(scenario, secrets)
      } catch {
        throw SoakFailure(description: "seed \(seed), killed \(deaths): \(error)\n\(scenario.yaml)")
      }
    }
  }

  /// Resets the scenario. Few rounds of derivation save time.
  private func begin(_ scenario: Scenario) throws {
    server.hold(scenario.fleet)
    try directory.write(scenario.yaml, to: "webhooks.yaml")
    unlink(directory.file("webhooks.state.json"))
    guard
      let parameters = FingerprintParameters(
        iterations: 1_000, salt: Array(repeating: 7, count: FingerprintParameters.saltLength))
    else { throw SoakFailure(description: "no parameters") }
    var state = RecordedState(api: "127.0.0.1:\(http.port)", issuer: "soak", parameters: parameters)
    if isRecorded {
      let former = try FingerprintDeriver(parameters: parameters).fingerprint(of: Secret(Scenario.former))
      for app in scenario.fleet.apps {
        let isListed = scenario.yaml.contains("\n  \(app.bundleId):")
        let rules = [AppFiles.Rule(file: "webhooks.yaml", apps: ["com.example.*"])]
        state.record(
          AppFiles(listed: isListed ? "webhooks.yaml" : nil, rules: isListed ? [] : rules), ofApp: app.id,
          bundleId: app.bundleId)
        for webhook in app.webhooks where webhook.name != "Vendor" {
          state.record(.init(appId: app.id, webhookId: webhook.id, name: webhook.name, fingerprint: former))
        }
      }
    }
    try StateFile(path: directory.file("webhooks.state.json")).save(state)
  }

  /// Applies, and fails unless that reaches the desired state with nothing left to plan. Returns how many requests it
  /// took.
  private mutating func converge(
    _ scenario: Scenario, _ secrets: [String: String] = Scenario.secrets
  ) async throws -> Int {
    let applied = try await apply(kill: nil, secrets)
    let requests = server.requests
    guard applied.exitCode == 0 else { throw SoakFailure(description: "apply failed: \(applied)") }
    try scenario.check(server.fleet, recorded: isRecorded ? secrets : nil)
    let planned = try await start(["plan", "--detailed-exitcode"], kill: nil, secrets)
    guard planned.exitCode == 0 else {
      throw SoakFailure(description: "the next plan isn't empty: \(planned)")
    }
    guard try StateFile(path: directory.file("webhooks.state.json")).load() != nil else {
      throw SoakFailure(description: "the state file is gone")
    }
    convergences += 1
    return requests
  }

  private func apply(
    kill: KillingServer.Kill?, _ secrets: [String: String] = Scenario.secrets
  ) async throws -> Command.Result {
    try await start(["apply", "--yes", "--allow-deletes", "100"], kill: kill, secrets)
  }

  private func start(
    _ arguments: [String], kill: KillingServer.Kill?, _ secrets: [String: String]
  ) async throws -> Command.Result {
    let path = server.expect(kill: kill)
    let environment = [
      "ASC_KEY_ID": "TESTKEY123", "ASC_ISSUER_ID": "soak", "ASC_PRIVATE_KEY_PATH": directory.file("key.p8"),
      "STOREHOOKS_API_URL": "http://127.0.0.1:\(http.port)\(path)",
    ].merging(secrets) { own, _ in own }
    let command = Command(
      program, arguments + ["-f", directory.file("webhooks.yaml")], environment: environment)
    let client = try command.start()
    server.meet(client)
    return try await client.wait()
  }
}
