import AppStoreConnect
import Cryptography
import HTTPTransport
import PlanningSupport
import Simulator
import Synchronization
import TestSupport
import Testing

@testable import Planning
@testable import Reconciler

/// The state file and `apply`'s calls: what a kill at any moment would leave.
@Suite struct RecordOnDiskTests {
  /// Checks, at each change's request, that its app's previous change is on disk.
  private final class Watch: Transport {
    private let base: any Transport
    private let file: StateFile
    private let made = Mutex<[String: [String]]>([:])
    let problems = Mutex<[String]>([])
    let calls = Mutex(0)

    init(_ base: any Transport, _ file: StateFile) {
      self.base = base
      self.file = file
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      guard request.method == .post, let app = Self.app(in: request.body) else {
        return try await base.send(request)
      }
      calls.withLock { $0 += 1 }
      let known = (try? file.load())?.webhooks.map(\.webhookId) ?? []
      for id in made.withLock({ $0[app] ?? [] }) where !known.contains(id) {
        problems.withLock { $0.append("\(app): \(id) is not on disk yet") }
      }
      let response = try await base.send(request)
      if let id = Self.id(in: response.body) { made.withLock { $0[app, default: []].append(id) } }
      return response
    }

    private static func app(in body: [UInt8]) -> String? {
      String(decoding: body, as: UTF8.self).firstMatch(of: #/"type"\s*:\s*"apps"/#).flatMap { _ in
        String(decoding: body, as: UTF8.self).firstMatch(of: #/"id"\s*:\s*"(\d+)"/#).map { String($0.1) }
      }
    }

    private static func id(in body: [UInt8]) -> String? {
      String(decoding: body, as: UTF8.self).firstMatch(of: #/"id"\s*:\s*"([^"]+)"/#).map { String($0.1) }
    }
  }

  private static func yaml(apps: Int) -> String {
    var lines = ["version: 1", "templates:"]
    for number in 0..<4 {
      lines.append(
        "  W\(number): { url: 'https://h\(number).example.com/', events: [BUILD_UPLOAD_STATE_UPDATED],"
          + " secret: { env: S\(number) } }")
    }
    lines.append("apps:")
    for app in 0..<apps { lines.append("  com.example.app\(app): { use: [W0, W1, W2, W3] }") }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: [1, 2, 8])
  func noCallIsMadeBeforeTheFormerOneOfItsAppIsOnDisk(concurrency: Int) async throws {
    try await TemporaryDirectory.with { folder in
      let simulator = AppStoreConnectSimulator(fleet: Fleet(apps: (0..<30).map { fleetApp($0, nil, []) }))
      let file = StateFile(path: folder.file("webhooks.state.json"))
      let watch = Watch(SimulatorTransport(simulator), file)
      let counting = CountingTransport(watch, expecting: min(concurrency, 2), of: .post)
      let client = Client(transport: counting, tokens: AnyTokens(), concurrency: 100, clock: .instant())
      let plan = Planner().plan(
        await LiveStateReader(client: client, concurrency: 1).read(try desiredState(Self.yaml(apps: 30))).apps
      )
      var random = SeededGenerator(seed: 1)
      let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      let secrets = try SecretStore(
        for: plan,
        reader: SecretReader(
          environment: [
            "S0": "not-a-secret", "S1": Base64.encode(bytes), "S2": "not-a-secret-2", "S3": "not-a-secret-3",
          ]))
      let recorder = StateRecorder(
        file: file, state: try StateRecordsTests.empty(),
        deriver: FingerprintDeriver(parameters: try StateRecordsTests.parameters()))
      let outcome = await Applier(
        client: client, secrets: secrets, recorder: recorder, concurrency: concurrency
      ).apply(plan)
      #expect(outcome.isComplete)
      #expect(watch.calls.withLock { $0 } == 120)
      #expect(watch.problems.withLock { $0 } == [])
      #expect(counting.highest <= concurrency)
      let state = try #require(try file.load())
      #expect(
        Set(state.webhooks.map(\.webhookId)) == Set(simulator.fleet.apps.flatMap { $0.webhooks.map(\.id) }))
    }
  }
}
