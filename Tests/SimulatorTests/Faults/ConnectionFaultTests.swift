import HTTPTransport
import TestSupport
import Testing

@testable import Simulator

/// Faults of the connection, in process and over HTTP: a client can't tell them apart.
@Suite struct ConnectionFaultTests {
  @Test(arguments: Way.allCases, FaultAction.Moment.allCases)
  func resets(way: Way, moment: FaultAction.Moment) async throws {
    let bench = try FaultBench(way, rules: [.at(request: 1, .reset(moment))])
    let error = await bench.failure { () throws(TransportError) in try await bench.create() }
    #expect(error?.kind == .connectionLost)
    #expect(error?.mayHaveReachedServer == true)
    #expect(bench.hasCreated == (moment == .afterApplying))
    #expect(bench.requests.count == (moment == .afterApplying ? 1 : 0))
    #expect(try await bench.get().status == 200)
  }

  @Test(arguments: Way.allCases, FaultAction.Moment.allCases)
  func resetsAConnectionInUse(way: Way, moment: FaultAction.Moment) async throws {
    let bench = try FaultBench(way, rules: [.at(request: 2, .reset(moment))])
    #expect(try await bench.get().status == 200)
    let error = await bench.failure { () throws(TransportError) in try await bench.create() }
    #expect(error?.kind == .connectionLost)
    #expect(error?.mayHaveReachedServer == true)
    #expect(bench.names.count { $0 == "New" } == (moment == .afterApplying ? 1 : 0))
    #expect(bench.faults.requests == 2)
  }

  @Test(arguments: Way.allCases, FaultAction.Moment.allCases)
  func hangs(way: Way, moment: FaultAction.Moment) async throws {
    let bench = try FaultBench(way, .hang(moment), timeout: .milliseconds(400))
    let error = await bench.failureOnceSent { () throws(TransportError) in try await bench.create() }
    #expect(error?.kind == .timedOut)
    #expect(error?.mayHaveReachedServer == true)
    // The client may give up before a slow machine's server has seen the request.
    try await waitUntil { bench.faults.counts == [1] && bench.hasCreated == (moment == .afterApplying) }
  }

  @Test(
    arguments: Way.allCases,
    [FaultAction.Cut.bytes(0), .bytes(10), .fraction(0), .fraction(0.5), .fraction(0.999)])
  func truncates(way: Way, cut: FaultAction.Cut) async throws {
    let bench = try FaultBench(way, .truncate(cut))
    let error = await bench.failure { () throws(TransportError) in try await bench.create() }
    #expect(error?.kind == .connectionLost)
    #expect(error?.mayHaveReachedServer == true)
    #expect(bench.hasCreated)
    #expect(
      await bench.failure { () throws(TransportError) in try await bench.get() }?.kind == .connectionLost)
  }

  @Test(arguments: Way.allCases) func leavesAnswersWholeThatAreShorterThanTheCut(way: Way) async throws {
    let bench = try FaultBench(
      way, rules: [.at(request: 1, .truncate(.fraction(0.5))), .always(.truncate(.bytes(1_000_000)))])
    #expect(try await bench.send(.delete, "/v1/webhooks/hook-1").status == 204)
    let response = try await bench.get()
    #expect(response.status == 200)
    #expect(response.text.hasSuffix("}"))
  }

  @Test(arguments: Way.allCases) func sendsWithoutEnd(way: Way) async throws {
    let bench = try FaultBench(way, .endless)
    let error = await bench.failure { () throws(TransportError) in try await bench.create() }
    #expect(error?.kind == .responseTooLarge)
    #expect(error?.mayHaveReachedServer == true)
    #expect(!bench.hasCreated)
  }

  @Test(arguments: Way.allCases, FaultAction.Moment.allCases)
  func delays(way: Way, moment: FaultAction.Moment) async throws {
    let bench = try FaultBench(way, .delay(.milliseconds(50), moment))
    #expect(try await bench.create().status == 201)
    #expect(bench.hasCreated)
  }

  @Test(arguments: Way.allCases, FaultAction.Moment.allCases)
  func appliesWhatIsDelayedTooLong(way: Way, moment: FaultAction.Moment) async throws {
    let bench = try FaultBench(way, .delay(.seconds(86_400), moment), timeout: .milliseconds(150))
    let error = await bench.failureOnceSent { () throws(TransportError) in try await bench.create() }
    #expect(error?.kind == .timedOut)
    #expect(error?.mayHaveReachedServer == true)
    try await waitUntil { bench.faults.requests > 0 }
    // A server that is stopped doesn't wait any longer.
    bench.stop()
    #expect(bench.hasCreated)
  }

  @Test func stopsWhileRequestsHang() async throws {
    let simulator = AppStoreConnectSimulator(fleet: .example)
    let faults = FaultPlan(rules: [.always(.hang())])
    let server = try SimulatorServer(simulator: simulator, faults: faults)
    server.start()
    var configuration = CurlTransport.Configuration(userAgent: "tests")
    configuration.totalTimeout = .seconds(86_400)
    configuration.idleTimeout = .seconds(86_400)
    let transport = try CurlTransport(configuration: configuration)
    async let failure: TransportError? = {
      do throws(TransportError) {
        _ = try await transport.send(HTTPRequest(.get, "\(server.url)/v1/apps"))
        return nil
      } catch {
        return error
      }
    }()
    try await waitUntil { faults.requests > 0 }
    server.stop()
    #expect(await failure?.kind == .connectionLost)
  }
}
