import Cryptography
import HTTPTransport
import Synchronization
import TestSupport
import Testing

@testable import AppStoreConnect

/// Which failures of which calls are sent again, how often, and with what result.
struct RetryTests {
  /// One call of each kind; all succeed on `successes`.
  enum Call: String, CaseIterable, CustomTestStringConvertible {
    case get, patch, delete, ping, redeliver

    var testDescription: String { rawValue }

    func make(_ client: Client) async throws(ClientError) {
      switch self {
      case .get: _ = try await client.app(id: "1")
      case .patch: _ = try await client.updateWebhook(id: "w1", .init(name: "n"))
      case .delete: try await client.deleteWebhook(id: "w1")
      case .ping: _ = try await client.ping(webhookId: "w1")
      case .redeliver: _ = try await client.redeliver(deliveryId: "d1")
      }
    }

    var success: ScriptedTransport.Answer {
      switch self {
      case .get: .json(#"{"data":\#(CallTests.app),"links":{"self":"x"}}"#)
      case .patch: .json(#"{"data":\#(CallTests.webhook),"links":{"self":"x"}}"#)
      case .delete: .answer(204)
      case .ping: .json(#"{"data":{"type":"webhookPings","id":"p"},"links":{"self":"x"}}"#, status: 201)
      case .redeliver:
        .json(#"{"data":{"type":"webhookDeliveries","id":"d"},"links":{"self":"x"}}"#, status: 201)
      }
    }
  }

  static func transport(_ kind: TransportError.Kind, sent: Bool = true) -> ScriptedTransport.Answer {
    .failure(TransportError(kind, detail: "D", mayHaveReachedServer: sent))
  }

  static func status(_ status: Int, _ headers: [(String, String)] = []) -> ScriptedTransport.Answer {
    .json(
      #"{"errors":[{"status":"\#(status)","code":"C","title":"T"}]}"#, status: status, headers: headers)
  }

  /// Failures, and how often a call is sent if it always meets one of them.
  static let failures: [(ScriptedTransport.Answer, times: Int)] = [
    (transport(.connectionFailed, sent: false), 6), (transport(.hostNotFound, sent: false), 6),
    (transport(.connectionLost), 6), (transport(.timedOut), 6), (transport(.timedOut, sent: false), 6),
    (status(500), 6), (status(502), 6), (status(503), 6), (status(504), 6), (.answer(502, "<html>"), 6),
    (transport(.malformedResponse), 3),
    (transport(.invalidURL, sent: false), 1), (transport(.tls, sent: false), 1), (transport(.tls), 1),
    (transport(.responseTooLarge), 1), (transport(.libraryMissing, sent: false), 1), (transport(.other), 1),
    (transport(.cancelled), 1),
    (status(400), 1), (status(403), 1), (status(404), 1), (status(409), 1), (status(422), 1),
    (status(501), 1), (.json("", status: 302, headers: [("Location", "/x")]), 1), (.answer(202), 1),
    (status(401), 1),
  ]

  @Test(arguments: Call.allCases, failures.indices)
  func failuresThatLast(call: Call, index: Int) async {
    let (answer, times) = Self.failures[index]
    let transport = ScriptedTransport { _, _ in answer }
    let client = Client(transport: transport, tokens: nil, clock: .instant())
    let last = await failure { () async throws(ClientError) in try await call.make(client) }
    let once = Client(ScriptedTransport(answer))
    let first = await failure { () async throws(ClientError) in try await call.make(once) }
    #expect(last != nil && last == first, "the error is that of the last request")
    #expect(transport.requests.count == times)
    #expect(client.statistics.requests == times)
  }

  @Test(arguments: Call.allCases, failures.indices)
  func failuresThatPass(call: Call, index: Int) async {
    let (answer, times) = Self.failures[index]
    let transport = ScriptedTransport { _, index in index < times - 1 ? answer : call.success }
    let client = Client(transport: transport, tokens: nil, clock: .instant())
    let error = await failure { () async throws(ClientError) in try await call.make(client) }
    #expect(error == nil)
    #expect(transport.requests.count == times)
    #expect(Set(transport.requests.map { $0.body }).count == 1, "the same request each time")
  }

  @Test(arguments: [
    ScriptedTransport.Answer.json(#"{"data":{"type":"apps","#), .answer(200, type: "text/html", "<p>"),
    .json(""),
  ])
  func readsOfWhatIsNotJSONAreRepeated(answer: ScriptedTransport.Answer) async throws {
    let lasting = ScriptedTransport { _, _ in answer }
    var client = Client(transport: lasting, tokens: nil, clock: .instant())
    let error = await failure { () async throws(ClientError) in _ = try await client.app(id: "1") }
    guard case .malformedResponse = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(lasting.requests.count == 3)
    let passing = ScriptedTransport(answer, answer, Call.get.success)
    client = Client(transport: passing, tokens: nil, clock: .instant())
    #expect(try await client.app(id: "1").id == "1")
  }

  @Test(arguments: [Call.patch, .ping, .redeliver])
  func successesOfWritesAreNotRepeated(call: Call) async {
    let transport = ScriptedTransport { _, _ in .json("{", status: call == .patch ? 200 : 201) }
    let client = Client(transport: transport, tokens: nil, clock: .instant())
    let error = await failure { () async throws(ClientError) in try await call.make(client) }
    #expect(error?.description.contains("the change may have been made") == true)
    #expect(transport.requests.count == 1)
  }

  @Test func readsOfAnotherShapeAreNotRepeated() async {
    for body in ["{}", "[]", #"{"data":{"type":"webhooks","id":"1"},"links":{"self":"x"}}"#] {
      let transport = ScriptedTransport { _, _ in .json(body) }
      let client = Client(transport: transport, tokens: nil, clock: .instant())
      _ = await failure { () async throws(ClientError) in _ = try await client.app(id: "1") }
      #expect(transport.requests.count == 1)
    }
  }

  @Test(arguments: [
    (transport(.connectionLost), true), (transport(.timedOut), true), (status(500), true),
    (status(504), true), (transport(.connectionFailed, sent: false), false), (status(429), true),
    (status(401), true),
  ])
  func goneIsWhatADeleteWants(first: ScriptedTransport.Answer, isSuccess: Bool) async {
    let transport = ScriptedTransport(first, Self.status(404))
    let client = Client(transport: transport, tokens: CountingTokens(), clock: .instant())
    let error = await failure { () async throws(ClientError) in try await client.deleteWebhook(id: "w") }
    #expect((error == nil) == isSuccess)
    #expect(transport.requests.count == 2)
  }

  @Test func goneIsNotWhatAChangeWants() async {
    let client = Client(
      transport: ScriptedTransport(Self.transport(.connectionLost), Self.status(404)), tokens: nil,
      clock: .instant())
    let error = await failure { () async throws(ClientError) in
      _ = try await client.updateWebhook(id: "w", .init(name: "n"))
    }
    guard case .api(let error) = error else {
      Issue.record("no API error")
      return
    }
    #expect(error.status == 404)
  }

  @Test(arguments: [Call.ping, .redeliver])
  func repetitionsAreCounted(call: Call) async throws {
    let transport = ScriptedTransport(
      Self.status(500), Self.transport(.connectionFailed, sent: false), Self.status(429),
      Self.transport(.connectionLost), call.success)
    let client = Client(transport: transport, tokens: nil, clock: .instant())
    let times =
      switch call {
      case .ping: try await client.ping(webhookId: "w").times
      default: try await client.redeliver(deliveryId: "d").times
      }
    #expect(times == 3, "the refused ones and the one that wasn't sent don't count")
    #expect(client.statistics.requests == 5)
  }

  @Test func everyRequestIsCountedAndHeardOf() async throws {
    let heard = Mutex<[FinishedRequest.Outcome]>([])
    let waits = Mutex<[WaitEvent]>([])
    let transport = ScriptedTransport(
      Self.status(500), Self.transport(.timedOut), Self.status(429), Call.get.success)
    let client = Client(
      transport: transport, tokens: nil, clock: .instant(),
      observer: { finished in heard.withLock { $0.append(finished.outcome) } },
      onWait: { wait in waits.withLock { $0.append(wait) } })
    let (app, requests) = await RequestCounter.counting { try? await client.app(id: "1") }
    #expect(app?.id == "1" && requests == 4 && client.statistics.requests == 4)
    #expect(heard.withLock { $0.count } == 4)
    let events = waits.withLock { $0 }
    #expect(events.map(\.reason) == [.retry, .retry, .rateLimit])
    #expect(events.map(\.duration) == [.milliseconds(250), .milliseconds(500), .milliseconds(750)])
    #expect(events.allSatisfy { $0.method == .get && $0.path == "/v1/apps/1" })
    #expect(events[2].cause.description.contains("429"))
  }

  @Test func countersNest() async {
    let client = Client(ScriptedTransport { _, _ in Call.get.success })
    let (inner, outer) = await RequestCounter.counting {
      _ = try? await client.app(id: "1")
      return await RequestCounter.counting {
        async let first = try? client.app(id: "1")
        async let second = try? client.app(id: "1")
        _ = await (first, second)
      }.requests
    }
    #expect(inner == 2 && outer == 3)
    #expect(client.statistics.requests == 3)
  }

  final class CountingTokens: TokenProvider {
    private let state = LockedValue((renewals: 0, handedOut: [Int]()))
    var renewals: Int { state.withLock { $0.renewals } }

    func token() -> Secret {
      state.withLock { state in
        state.handedOut.append(state.renewals)
        return Secret("token-\(state.renewals)")
      }
    }
    func renew() { state.withLock { $0.renewals += 1 } }
  }

  @Test(arguments: Call.allCases, 0...3)
  func strayRefusalsOfTokens(call: Call, refusals: Int) async {
    let tokens = CountingTokens()
    let transport = ScriptedTransport { _, index in index < refusals ? Self.status(401) : call.success }
    let client = Client(transport: transport, tokens: tokens, clock: .instant())
    let error = await failure { () async throws(ClientError) in try await call.make(client) }
    #expect((error == nil) == (refusals < 3))
    #expect(error.map { $0.description.contains("; check the API key") } ?? true)
    let sent = transport.requests.compactMap { $0.headers["Authorization"] }
    #expect(sent == (0...min(refusals, 2)).map { "Bearer token-\($0)" })
    #expect(tokens.renewals == min(refusals, 2))
  }
}
