import Cryptography
import HTTPTransport
import Synchronization
import Testing

@testable import AppStoreConnect

struct SenderTests {
  struct FailingTokens: TokenProvider {
    func token() throws(CryptographyError) -> Secret { throw .libraryMissing(detail: "install libssl3") }
    func renew() {}
  }

  private static let app = #"{"data":{"type":"apps","id":"1"},"links":{"self":"x"}}"#

  @Test func headers() async throws {
    let transport = ScriptedTransport(.json(Self.app))
    let client = Client(transport: transport, tokens: AnswerTests.Tokens(), userAgent: "storehooks/1")
    _ = try await client.app(id: "1")
    let fields = transport.requests[0].headers.map { "\($0.name): \($0.value)" }
    #expect(
      fields.sorted() == [
        "Accept: application/json", "Authorization: Bearer canary-token", "User-Agent: storehooks/1",
      ])
  }

  @Test func noTokensNoAuthorization() async throws {
    let transport = ScriptedTransport(.json(Self.app))
    _ = try await Client(transport).app(id: "1")
    #expect(transport.requests[0].headers["Authorization"] == nil)
  }

  @Test func withoutATokenNothingIsSent() async {
    let transport = ScriptedTransport(.json(Self.app))
    let client = Client(transport: transport, tokens: FailingTokens())
    let error = await failure { () async throws(ClientError) in _ = try await client.app(id: "1") }
    #expect(error == .token(.libraryMissing(detail: "install libssl3")))
    #expect(error?.description == "no token could be signed: install libssl3")
    #expect(transport.requests.isEmpty && client.statistics.requests == 0)
  }

  @Test func statistics() async throws {
    let lost = TransportError(.connectionLost, detail: "", mayHaveReachedServer: true)
    let transport = ScriptedTransport(
      .json(Self.app, headers: [("x-rate-limit", "user-hour-lim:3600;user-hour-rem:3412;")]),
      .json(Self.app, headers: [("X-Rate-Limit", "nonsense")]), .failure(lost),
      .json("{}", status: 429, headers: [("X-Rate-Limit", "user-hour-lim:3600;user-hour-rem:0;")]))
    let client = Client(transport)
    #expect(client.statistics == RequestStatistics())
    _ = try await client.app(id: "1")
    #expect(client.statistics.rateLimit == RateLimit(hourlyLimit: 3600, hourlyRemaining: 3412))
    _ = try await client.app(id: "1")
    #expect(client.statistics.rateLimit?.hourlyRemaining == 3412)
    for _ in 0..<2 {
      _ = await failure { () async throws(ClientError) in _ = try await client.app(id: "1") }
    }
    let copy = client
    #expect(
      copy.statistics
        == RequestStatistics(requests: 4, rateLimit: RateLimit(hourlyLimit: 3600, hourlyRemaining: 0)))
  }

  @Test func theObserverHearsOfEveryRequest() async {
    let lost = TransportError(.timedOut, detail: "", mayHaveReachedServer: true)
    let heard = Mutex<[FinishedRequest]>([])
    let transport = ScriptedTransport(.json(Self.app), .answer(500, "oops"), .failure(lost))
    let client = Client(transport: transport, tokens: AnswerTests.Tokens(), retries: .none) { finished in
      heard.withLock { $0.append(finished) }
    }
    for _ in 0..<3 {
      _ = await failure { () async throws(ClientError) in _ = try await client.app(id: "1") }
    }
    let records = heard.withLock { $0 }
    #expect(
      records.map(\.outcome) == [.answered(status: 200), .answered(status: 500), .failed(lost)])
    #expect(records.map(\.responseBytes) == [Self.app.utf8.count, 4, 0])
    #expect(records.allSatisfy { $0.path == "/v1/apps/1" && $0.method == .get && $0.duration >= .zero })
  }

  @Test func cancelledTasksSendNothing() async {
    let transport = ScriptedTransport(.json(Self.app))
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return await failure { () async throws(ClientError) in _ = try await Client(transport).app(id: "1") }
    }
    task.cancel()
    #expect(await task.value?.isCancelled == true)
    #expect(transport.requests.isEmpty)
  }

  @Test func cancellationEndsBatches() async {
    let transport = ScriptedTransport { _, _ in
      while !Task.isCancelled { await Task.yield() }
      return .failure(TransportError(.cancelled, detail: "", mayHaveReachedServer: true))
    }
    let client = Client(transport)
    let task = Task {
      await failure { () async throws(ClientError) in
        _ = try await client.apps(ids: (0..<900).map(String.init))
      }
    }
    while client.statistics.requests < 4 { await Task.yield() }
    task.cancel()
    #expect(await task.value?.isCancelled == true)
    #expect(client.statistics.requests == 4)
  }
}
