import AppStoreConnect
import HTTPTransport
import Simulator
import TestSupport

/// A simulator in which things go wrong, and a client's way to it.
struct FaultBench {
  let simulator: AppStoreConnectSimulator
  let faults: FaultPlan
  let transport: any Transport
  private let base: String
  private let log = LockedValue<[AnsweredRequest]>([])
  /// Kept because a server stops with its last reference.
  private let server: SimulatorServer?

  init(
    _ way: Way, fleet: Fleet = .example, rules: [FaultRule], seed: UInt64 = 0,
    timeout: Duration = .seconds(86_400)
  ) throws {
    let clock = ManualClock()
    let log = log
    var configuration = AppStoreConnectSimulator.Configuration(now: { clock.now })
    configuration.onAnswer = { request in log.withLock { $0.append(request) } }
    simulator = AppStoreConnectSimulator(fleet: fleet, configuration: configuration)
    faults = FaultPlan(rules: rules, seed: seed)
    switch way {
    case .inProcess:
      server = nil
      base = "https://api.example"
      transport = SimulatorTransport(simulator, faults: faults, timeout: timeout)
    case .overHTTP:
      let server = try SimulatorServer(simulator: simulator, faults: faults)
      server.start()
      self.server = server
      base = server.url
      var configuration = CurlTransport.Configuration(userAgent: "tests")
      configuration.totalTimeout = timeout
      configuration.idleTimeout = .seconds(86_400)
      configuration.maxResponseBytes = 256 * 1024
      transport = try CurlTransport(configuration: configuration)
    }
  }

  init(_ way: Way, _ action: FaultAction, timeout: Duration = .seconds(86_400)) throws {
    try self.init(way, rules: [.always(action)], timeout: timeout)
  }

  /// What the service answered so far.
  var requests: [AnsweredRequest] { log.withLock { $0 } }

  /// Sends a request to the API.
  func send(
    _ method: HTTPMethod, _ target: String, _ body: String = ""
  ) async throws(TransportError) -> HTTPResponse {
    let headers: HTTPHeaders = body.isEmpty ? [:] : ["Content-Type": "application/json"]
    return try await transport.send(
      HTTPRequest(method, base + target, headers: headers, body: Array(body.utf8)))
  }

  func get(_ target: String = "/v1/apps/1001/webhooks") async throws(TransportError) -> HTTPResponse {
    try await send(.get, target)
  }

  /// Creates a webhook named `New` for the app 1001.
  func create() async throws(TransportError) -> HTTPResponse {
    try await send(.post, "/v1/webhooks", Body.webhook(name: "New"))
  }

  /// What a request failed with; `nil` if it was answered.
  func failure(
    _ request: () async throws(TransportError) -> HTTPResponse
  ) async -> TransportError? {
    do {
      _ = try await request()
      return nil
    } catch {
      return error
    }
  }

  /// The error of a request that should time out after it was sent. If a slow machine makes it time out
  /// before that, it is sent again.
  func failureOnceSent(
    _ request: () async throws(TransportError) -> HTTPResponse
  ) async -> TransportError? {
    for _ in 0..<100 where faults.requests == 0 {
      let error = await failure(request)
      if error?.kind != .timedOut || error?.mayHaveReachedServer == true { return error }
    }
    return nil
  }

  /// Stops the server, once it has finished what it has begun.
  func stop() { server?.stop() }

  /// The names of the webhooks of the app 1001.
  var names: [String] { simulator.fleet.apps[0].webhooks.map(\.name) }

  /// Whether ``create()`` has made its webhook.
  var hasCreated: Bool { names.contains("New") }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}
