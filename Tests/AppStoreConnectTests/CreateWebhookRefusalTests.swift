import HTTPTransport
import TestSupport
import Testing

@testable import AppStoreConnect

/// A create that is refused temporarily: for its token, or for too many requests.
extension CreateWebhookTests {
  /// Temporary refusals: the service says that it did nothing, but a look is cheaper than a second webhook.
  private static let passing = [
    RetryTests.status(401), RetryTests.status(429), RetryTests.status(429, [("Retry-After", "7")]),
  ]

  @Test(arguments: passing.indices)
  func passingRefusalsAreLookedIntoBeforeTheRepetition(index: Int) async throws {
    let refusal = Self.passing[index]
    for (answers, expected) in [
      ([refusal, Self.there], "Pg"), ([refusal, Self.none, Self.created, Self.there], "PgPg"),
      ([refusal, Self.none, refusal, Self.there], "PgPg"),
      ([Self.lost] + Self.nothing + [refusal, Self.there], "PggggPg"),
      ([refusal, Self.none, Self.lost, Self.there], "PgPg"),
    ] {
      let (result, calls) = await create(answers, tokens: RetryTests.CountingTokens())
      #expect(try result.get().id == "new")
      #expect(calls == expected)
    }
  }

  @Test func aTokenThatIsRefusedForGoodEndsIt() async {
    let answers = Array(repeating: [RetryTests.status(401), Self.none], count: 4).flatMap { $0 }
    let (result, calls) = await create(answers, tokens: RetryTests.CountingTokens())
    #expect(calls == "PgPgP")
    guard case .failure(.api(let error)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(error.status == 401)
  }

  @Test(arguments: passing.indices)
  func aRefusalThatCannotBeLookedIntoIsNotRepeated(index: Int) async {
    let (result, calls) = await create(
      [Self.passing[index], RetryTests.status(403)], tokens: RetryTests.CountingTokens())
    guard case .failure(.outcomeUnknown(.api, .unread(.api))) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(calls == "Pg")
  }

  /// The look has no time left, so the call counts as the service said: not made.
  @Test func theEndOfWaitingIsNoOpenOutcome() {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in RetryTests.status(429, [("Retry-After", "50")]) }
    let client = Client(transport: transport, tokens: nil, maxWait: .seconds(60), clock: time.clock)
    let error = time.run {
      await failure { () async throws(ClientError) in
        _ = try await client.createWebhook(appId: "1", Self.attributes, known: [])
      }
    }
    guard case .rateLimited(_, _, _, .post, "/v1/webhooks")?? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(transport.requests.map(\.method) == [.post, .get])
  }

  @Test func aStopDuringAPauseIsNoOpenOutcome() {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in RetryTests.status(429, [("Retry-After", "50")]) }
    let client = Client(transport: transport, tokens: nil, clock: time.clock)
    time.at(.milliseconds(100)) { client.stopWaiting() }
    let error = time.run {
      await failure { () async throws(ClientError) in
        _ = try await client.createWebhook(appId: "1", Self.attributes, known: [])
      }
    }
    #expect(error == .some(.some(.stopped(method: .post, path: "/v1/webhooks", isOutcomeOpen: false))))
    #expect(transport.requests.count == 1 && time.now == .milliseconds(100))
  }
}
