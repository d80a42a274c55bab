import AppStoreConnect
import Cryptography
import HTTPTransport
import LoopbackServer
import Synchronization
import TestSupport
import Testing

@testable import Simulator

/// Deliveries over real HTTP.
@Suite struct LoopbackDeliveriesTests {
  /// A receiver that notes what it got and answers what the test says.
  final class Receiver: Sendable {
    private final class Record: Sendable {
      let requests = Mutex<[ServerRequest]>([])
      let response = Mutex(ServerResponse(status: 200))
    }

    private let server: LoopbackServer
    private let record = Record()

    init() throws {
      server = try LoopbackServer { [record] request in
        record.requests.withLock { $0.append(request) }
        return record.response.withLock { $0 }
      }
      server.start()
    }

    var url: String { "http://127.0.0.1:\(server.port)/asc?a=b" }
    var requests: [ServerRequest] { record.requests.withLock { $0 } }
    func answer(_ response: ServerResponse) { record.response.withLock { $0 = response } }
  }

  /// A transport that must not be used.
  private struct NoTransport: Transport {
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      Issue.record("sent to \(request.url)")
      return HTTPResponse(status: 200)
    }
  }

  /// A transport whose limits no test reaches.
  private static func transport() throws -> CurlTransport {
    var configuration = CurlTransport.Configuration(userAgent: "tests")
    configuration.totalTimeout = .seconds(86_400)
    configuration.idleTimeout = .seconds(86_400)
    configuration.connectTimeout = .seconds(86_400)
    return try CurlTransport(configuration: configuration)
  }

  private func attempt(_ url: String, secret: Secret? = Secret(canary)) -> DeliveryAttempt {
    DeliveryAttempt(deliveryId: "d", webhookId: "w", url: url, payload: #"{"a":"é"}"#, secret: secret)
  }

  @Test func signsTheBodyAndRecordsTheAnswer() async throws {
    let receiver = try Receiver()
    receiver.answer(ServerResponse(status: 202, body: Array("thanks".utf8)))
    let deliveries = LoopbackDeliveries(transport: try Self.transport())
    #expect(await deliveries.deliver(attempt(receiver.url)) == .answered(status: 202, body: "thanks"))
    let request = try #require(receiver.requests.first)
    let body = Array(#"{"a":"é"}"#.utf8)
    let code = try HMACSHA256.authenticationCode(for: body, key: Secret(canary))
    #expect(request.method == "POST")
    #expect(request.target == "/asc?a=b")
    #expect(request.body == body)
    #expect(request["Content-Type"] == "application/json")
    #expect(request["x-apple-signature"] == "hmacsha256=\(Hexadecimal.encode(code))")
  }

  @Test func leavesTheSignatureOutWhereNoSecretIsKnown() async throws {
    let receiver = try Receiver()
    let deliveries = LoopbackDeliveries(transport: try Self.transport())
    for secret in [nil, Secret("")] {
      #expect(
        await deliveries.deliver(attempt(receiver.url, secret: secret)) == .answered(status: 200, body: ""))
    }
    #expect(receiver.requests.map { $0["x-apple-signature"] } == [nil, nil])
  }

  @Test(arguments: [
    "https://hooks.example/asc", "http://127.0.0.1@hooks.example/", "http://127.0.0.1.hooks.example/",
    "https://user@localhost/", "http://128.0.0.1/", "http://hooks.example#@127.0.0.1/", "nonsense",
  ]) func sendsNothingToOtherMachines(url: String) async {
    guard case .failed(let reason) = await LoopbackDeliveries(transport: NoTransport()).deliver(attempt(url))
    else {
      Issue.record("not refused")
      return
    }
    #expect(reason.contains("loopback hosts only"))
  }

  @Test func followsNoRedirect() async throws {
    let receiver = try Receiver()
    receiver.answer(ServerResponse(status: 307, headers: [("Location", "https://hooks.example/")]))
    let deliveries = LoopbackDeliveries(transport: try Self.transport())
    #expect(await deliveries.deliver(attempt(receiver.url)) == .answered(status: 307, body: ""))
    #expect(receiver.requests.count == 1)
  }

  @Test func saysWhyThereIsNoAnswer() async throws {
    let refusing = try ScriptedServer.RefusingPort()
    let deliveries = LoopbackDeliveries(transport: try Self.transport())
    guard case .failed(let reason) = await deliveries.deliver(attempt("http://127.0.0.1:\(refusing.port)/"))
    else {
      Issue.record("answered by nobody")
      return
    }
    #expect(!reason.isEmpty && !reason.contains(canary))
    withExtendedLifetime(refusing) {}
  }

  /// A receiver that was down for two events gets them, with the same bodies, when they are sent again.
  @Test(arguments: Way.allCases) func deliversPingsEventsAndRedeliveries(way: Way) async throws {
    let receiver = try Receiver()
    var fleet = Fleet.example
    fleet.apps[0].webhooks[0].url = receiver.url
    let inner = LoopbackDeliveries(transport: try Self.transport()).sender
    let (outcomes, outcome) = AsyncStream<Void>.makeStream()
    let bench = try Bench(way, fleet: fleet) {
      $0.sender = { attempt, complete in
        inner(attempt) {
          complete($0)
          outcome.yield()
        }
      }
    }
    var settled = outcomes.makeAsyncIterator()
    func list() throws -> [WebhookDelivery] {
      try bench.get(
        "/v1/webhooks/hook-1/deliveries?filter[createdDateGreaterThanOrEqualTo]=2027-01-15T08:00:00Z"
      ).decode(WebhookDeliveriesResponse.self).data
    }

    #expect(try bench.send("POST", "/v1/webhookPings", Body.ping("hook-1")).status == 201)
    await settled.next()
    receiver.answer(ServerResponse(status: 503, body: Array("down".utf8)))
    bench.simulator.recordEvent(appId: "1001", type: EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED"))
    await settled.next()
    let failed = try #require(try list().first)
    #expect(failed.attributes?.deliveryState == .failed)
    #expect(failed.attributes?.response?.httpStatusCode == 503)
    #expect(failed.attributes?.response?.body == "down")
    #expect(failed.attributes?.request?.url == receiver.url)

    receiver.answer(ServerResponse(status: 200))
    #expect(try bench.send("POST", "/v1/webhookDeliveries", Body.redelivery(failed.id)).status == 201)
    await settled.next()
    #expect(try list().map { $0.attributes?.deliveryState } == [.succeeded, .failed, .succeeded])
    let bodies = receiver.requests.map(\.body)
    #expect(bodies.count == 3)
    #expect(String(decoding: bodies[0], as: UTF8.self).contains("webhookPingCreated"))
    #expect(bodies[1] == bodies[2])
  }
}
