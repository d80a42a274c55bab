import AppStoreConnect
import Cryptography
import HTTPTransport
import PlanningSupport
import Simulator
import TestSupport
import Testing

@testable import Planning
@testable import Reconciler

/// Webhooks that swap roles are recorded under their new ones before the first call, so that the next run knows them
/// wherever this one is killed.
@Suite struct RoleRecordTests {
  private static let yaml = """
    version: 1
    apps:
      com.example.app0:
        prune: false
        webhooks:
          Alpha: { url: "https://b.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
          Beta: { url: "https://a.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
    """

  @Test func rolesAreOnRecordBeforeTheFirstCall() async throws {
    try await TemporaryDirectory.with { directory in
      let simulator = AppStoreConnectSimulator(
        fleet: Fleet(apps: [
          fleetApp(
            0, nil,
            [
              fleetWebhook("m1", "Alpha", "https://a.example.com/"),
              fleetWebhook("m2", "Beta", "https://b.example.com/"),
            ])
        ]))
      let file = StateFile(path: directory.file("webhooks.state.json"))
      let state = try StateRecordsTests.empty()
      try file.save(state)
      let seen = LockedValue<[[String: String]]>([])
      let transport = InterceptingTransport(base: SimulatorTransport(simulator)) { request in
        guard request.method == .patch else { return nil }
        let names = (try? StateFile(path: file.path).load())?.names(ofApp: "1000000000") ?? [:]
        seen.withLock { $0.append(names) }
        return nil
      }
      let client = Client(transport: transport, tokens: AnyTokens(), concurrency: 1, clock: .instant())
      let plan = Planner().plan(
        await LiveStateReader(client: client).read(try desiredState(Self.yaml), recorded: state).apps)
      #expect(plan.apps[0].webhooks.map(\.formerName) == ["Beta", "Alpha"])
      let outcome = await Applier(
        client: client,
        secrets: try SecretStore(for: plan, reader: SecretReader(environment: ["S": "no-secret-at-all"])),
        recorder: StateRecorder(
          file: file, state: state, deriver: FingerprintDeriver(parameters: state.parameters))
      ).apply(plan)
      #expect(outcome.isComplete)
      #expect(seen.withLock { $0 } == [["m1": "Beta", "m2": "Alpha"], ["m1": "Beta", "m2": "Alpha"]])
    }
  }
}
