import HTTPTransport
import Simulator
import TestSupport
import Testing

/// Requests that are carried out later than they fail, and lists that lag behind.
@Suite struct LateFaultTests {
  /// A simulator with a clock that is set by hand.
  private final class Bench: Sendable {
    let time = LockedValue(Duration.zero)
    let simulator: AppStoreConnectSimulator
    let transport: SimulatorTransport

    init(_ rules: FaultRule...) {
      simulator = AppStoreConnectSimulator(
        fleet: .example, configuration: .init(elapsed: { [time] in time.withLock { $0 } }))
      transport = SimulatorTransport(
        simulator, faults: FaultPlan(rules: rules), timeout: .seconds(9),
        sleep: { [time] wait in time.withLock { $0 += wait } })
    }

    func send(_ method: HTTPMethod, _ target: String, _ body: String = "") async -> (Int?, String) {
      let headers: HTTPHeaders = body.isEmpty ? [:] : ["Content-Type": "application/json"]
      do throws(TransportError) {
        let answer = try await transport.send(
          HTTPRequest(method, "https://api.example" + target, headers: headers, body: Array(body.utf8)))
        return (answer.status, answer.text)
      } catch {
        return (nil, "\(error.kind)")
      }
    }

    func create() async -> (Int?, String) { await send(.post, "/v1/webhooks", Body.webhook(name: "New")) }

    /// Whether the list has the new webhook.
    func lists() async -> Bool { await send(.get, "/v1/apps/1001/webhooks").1.contains(#""New""#) }

    func pass(_ duration: Duration) { time.withLock { $0 += duration } }

    var hasCreated: Bool { simulator.fleet.apps[0].webhooks.contains { $0.name == "New" } }
  }

  private static let creates = FaultRule.Match(method: .post)
  private static let lists = FaultRule.Match(method: .get, path: "/v1/apps/*/webhooks")

  @Test(arguments: [
    (FaultAction.late(.seconds(3)), Int?.some(504), ""), (.late(.seconds(3), .status(500)), 500, ""),
    (.late(.seconds(3), .reset), nil, "connectionLost"), (.late(.seconds(3), .hang), nil, "timedOut"),
  ])
  func aRequestIsCarriedOutAfterItHasFailed(action: FaultAction, status: Int?, kind: String) async {
    let bench = Bench(FaultRule(Self.creates, action))
    let (answered, text) = await bench.create()
    #expect(answered == status && (status != nil || text == kind))
    // A client that waits until it times out is there longer than the request is late.
    guard kind != "timedOut" else { return #expect(bench.hasCreated) }
    bench.pass(.milliseconds(2_999))
    #expect(!bench.hasCreated)
    bench.pass(.milliseconds(1))
    #expect(bench.hasCreated)
    #expect(await bench.lists())
  }

  @Test func aDelayPastTheTimeLimitGoesOn() async {
    let bench = Bench(FaultRule(Self.creates, .delay(.seconds(10))))
    #expect(await bench.create() == (nil, "timedOut"))
    #expect(!bench.hasCreated)
    bench.pass(.seconds(1))
    #expect(bench.hasCreated)
  }

  @Test func aListLagsBehind() async {
    let bench = Bench(FaultRule(Self.lists, .stale(.seconds(2))))
    #expect(await !bench.lists())
    bench.pass(.seconds(5))
    #expect(await bench.create().0 == 201)
    #expect(await !bench.lists())
    bench.pass(.milliseconds(1_999))
    #expect(await !bench.lists())
    bench.pass(.milliseconds(1))
    #expect(await bench.lists())
    let id = bench.simulator.fleet.apps[0].webhooks.last?.id ?? ""
    #expect(await bench.send(.delete, "/v1/webhooks/\(id)").0 == 204)
    #expect(await bench.lists(), "what is gone is still there")
    bench.pass(.seconds(2))
    #expect(await !bench.lists())
  }

  @Test func onlyListsOfWebhooksLagBehind() async {
    let bench = Bench(.always(.stale(.seconds(2))))
    #expect(await bench.create().0 == 201, "what changes something goes well")
    let id = bench.simulator.fleet.apps[0].webhooks.last?.id ?? ""
    #expect(await bench.send(.get, "/v1/webhooks/\(id)").0 == 200)
    #expect(await !bench.send(.get, "/v1/apps/1001/relationships/webhooks").1.contains(id))
    #expect(await bench.send(.get, "/v1/apps").0 == 200)
  }

  @Test func withoutAClockNothingIsLateInProcess() async throws {
    let bench = try FaultBench(.inProcess, .late(.seconds(3600)))
    #expect(try await bench.create().status == 504)
    #expect(bench.hasCreated)
  }

  @Test func overHTTPItHappensInTime() async throws {
    let bench = try FaultBench(.overHTTP, rules: [FaultRule(Self.creates, .late(.milliseconds(50)))])
    #expect(try await bench.create().status == 504)
    try await waitUntil { bench.hasCreated }
  }
}
