import AppStoreConnect
import Cryptography
import HTTPTransport
import PlanningSupport
import Simulator
import TestSupport
import Testing

@testable import Planning
@testable import Reconciler

/// Changes of secrets with an unknown outcome: whatever the user does next, the plan never calls a secret unchanged
/// that the live webhook may not have.
@Suite struct OpenSecretsTests {
  private static let yaml = """
    version: 1
    apps:
      com.example.app0:
        webhooks:
          Bot: { url: "https://a.example.com/hook", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
    """
  private static let (former, new) = ("the-former-one-that-is-none", "the-new-one-that-is-none")

  /// An app with one webhook whose former secret is on record.
  private struct Bench {
    let simulator: AppStoreConnectSimulator
    let file: StateFile

    init(_ directory: TemporaryDirectory) throws {
      var webhook = fleetWebhook("w0", "Bot")
      webhook.secret = Secret(former)
      simulator = AppStoreConnectSimulator(fleet: Fleet(apps: [fleetApp(0, nil, [webhook])]))
      file = StateFile(path: directory.file("webhooks.state.json"))
      var state = try StateRecordsTests.empty()
      let fingerprint = try FingerprintDeriver(parameters: state.parameters).fingerprint(of: Secret(former))
      state.record(.init(appId: "1000000000", webhookId: "w0", name: "Bot", fingerprint: fingerprint))
      try file.save(state)
    }

    /// Plans and applies with one value of the secret.
    @discardableResult
    func apply(_ secret: String, through wrap: (SimulatorTransport) -> any Transport = { $0 }) async throws
      -> Outcome
    {
      let client = Client(
        transport: wrap(SimulatorTransport(simulator)), tokens: AnyTokens(), concurrency: 1, clock: .instant()
      )
      let plan = try await plan(secret, client)
      let state = try #require(try file.load())
      let reader = SecretReader(environment: ["S": secret])
      return await Applier(
        client: client, secrets: try SecretStore(for: plan, reader: reader),
        recorder: StateRecorder(
          file: file, state: state, deriver: FingerprintDeriver(parameters: state.parameters))
      ).apply(plan)
    }

    func plan(_ secret: String, _ client: Client? = nil) async throws -> Plan {
      let client = client ?? Client(transport: SimulatorTransport(simulator), tokens: nil)
      let readings = await LiveStateReader(client: client).read(try desiredState(yaml)).apps
      let state = try #require(try file.load())
      let comparison = await SecretComparison(
        state: state, deriver: FingerprintDeriver(parameters: state.parameters),
        reader: SecretReader(environment: ["S": secret])
      ).compare(readings.map(PreparedApp.init(_:)), writes: SecretFacts.Writes())
      return Planner(secrets: comparison.facts).plan(readings)
    }

    func status(_ secret: String) async throws -> WebhookPlan.SecretStatus? {
      try await plan(secret).apps.first?.webhooks.first?.secret
    }

    var live: Secret? { simulator.fleet.apps.first?.webhooks.first?.secret }
  }

  /// What happens to the change and to each repetition of it.
  private static let open: [FaultAction] =
    [401, 408, 429, 500, 503].flatMap { [.status($0), .status($0, .afterApplying)] } + [
      .reset(.beforeApplying), .reset(.afterApplying), .hang(.afterApplying), .truncate(.bytes(0)),
      .garbage(.afterApplying), .status(202, .afterApplying), .redirect(to: "https://example.com/"),
    ]

  @Test(arguments: open.indices, [former, new])
  func afterAnOpenOutcomeEitherSecretIsWritten(_ index: Int, _ next: String) async throws {
    try await TemporaryDirectory.with { directory in
      let bench = try Bench(directory)
      let faults = FaultPlan(rules: [FaultRule(.init(method: .patch), Self.open[index])])
      let outcome = try await bench.apply(Self.new) { _ in
        SimulatorTransport(bench.simulator, faults: faults)
      }
      #expect(!outcome.isComplete)
      #expect(try await bench.status(next) == .changed, "\(Self.open[index])")
      let plan = try await bench.plan(next)
      #expect(plan.apps[0].webhooks[0].reason == "secret: it is unknown whether its last change was made")
      #expect(try await bench.apply(next).isComplete)
      #expect(bench.live == Secret(next))
      #expect(try await bench.status(next) == .unchanged)
    }
  }

  /// As for a killed process: what counts is what the disk has when the request leaves.
  @Test func theFileClaimsNothingFromBeforeTheChangeIsSentUntilItIsMade() async throws {
    try await TemporaryDirectory.with { directory in
      let bench = try Bench(directory)
      let seen = LockedValue<[RecordedState?]>([])
      let outcome = try await bench.apply(Self.new) { base in
        InterceptingTransport(base: base) { request in
          guard request.method == .patch else { return nil }
          seen.withLock { $0.append(try? StateFile(path: bench.file.path).load()) }
          return nil
        }
      }
      #expect(outcome.isComplete)
      let recorded = seen.withLock { $0 }.map { $0?[webhookId: "w0"]?.fingerprint }
      #expect(recorded == [.ofNoSecret])
      #expect(try await bench.status(Self.new) == .unchanged)
      #expect(try await bench.status(Self.former) == .changed)
    }
  }

  @Test(arguments: [400, 403, 404, 409, 422])
  func aRefusalLeavesTheFormerSecretOnRecord(status: Int) async throws {
    try await TemporaryDirectory.with { directory in
      let bench = try Bench(directory)
      let before = try directory.read("webhooks.state.json")
      let faults = FaultPlan(rules: [FaultRule(.init(method: .patch), .status(status))])
      #expect(
        !(try await bench.apply(Self.new) { _ in SimulatorTransport(bench.simulator, faults: faults) }
          .isComplete))
      #expect(try directory.read("webhooks.state.json") == before)
      #expect(try await bench.status(Self.former) == .unchanged)
    }
  }

  @Test func aRefusalOfTheRepetitionProvesNothing() async throws {
    try await TemporaryDirectory.with { directory in
      let bench = try Bench(directory)
      let faults = FaultPlan(rules: [
        FaultRule(.init(method: .patch, nth: .only([1])), .reset(.afterApplying)),
        FaultRule(.init(method: .patch), .status(422)),
      ])
      try await bench.apply(Self.new) { _ in SimulatorTransport(bench.simulator, faults: faults) }
      #expect(bench.live == Secret(Self.new))
      #expect(try await bench.status(Self.former) == .changed)
    }
  }

  /// What is on record stays true if the new secret is the old one.
  @Test func theSameSecretAgainGivesNothingUp() async throws {
    let parameters = try StateRecordsTests.parameters()
    try await TemporaryDirectory.with { directory in
      let bench = try Bench(directory)
      let before = try directory.read("webhooks.state.json")
      let recorder = StateRecorder(
        file: bench.file, state: try #require(try bench.file.load()),
        deriver: FingerprintDeriver(parameters: parameters))
      #expect(try await recorder.giveUpSecret(of: "w0", for: Secret(Self.former)) == nil)
      #expect(try await recorder.giveUpSecret(of: "other", for: Secret(Self.new)) == nil)
      #expect(try directory.read("webhooks.state.json") == before)
      #expect(try await recorder.giveUpSecret(of: "w0", for: Secret(Self.new)) != nil)
      #expect(try await recorder.giveUpSecret(of: "w0", for: Secret(Self.new)) == nil, "given up already")
      #expect(try directory.read("webhooks.state.json") != before)
    }
  }

  @Test func aStateFileThatCannotBeWrittenStopsTheChange() async throws {
    try await TemporaryDirectory.with { directory in
      let bench = try Bench(directory)
      let file = StateFile(path: bench.file.path)
      // Because the file has a second name.
      #expect(link(file.path, directory.file("other")) == 0)
      let client = Client(transport: SimulatorTransport(bench.simulator), tokens: nil)
      let plan = try await bench.plan(Self.new)
      let state = try #require(try file.load())
      let recorder = StateRecorder(
        file: file, state: state, deriver: FingerprintDeriver(parameters: state.parameters))
      let secrets = try SecretStore(for: plan, reader: SecretReader(environment: ["S": Self.new]))
      let outcome = await Applier(client: client, secrets: secrets, recorder: recorder).apply(plan)
      guard case .stateFile(.unwritable)? = outcome.results.first?.failure else {
        Issue.record("\(outcome.results)")
        return
      }
      #expect(outcome.results.first?.requests == 0)
      #expect(bench.live == Secret(Self.former))
      #expect(unlink(directory.file("other")) == 0)
      #expect(try await bench.status(Self.former) == .unchanged)
    }
  }
}
