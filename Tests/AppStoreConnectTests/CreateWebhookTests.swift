import Cryptography
import HTTPTransport
import TestSupport
import Testing

@testable import AppStoreConnect

/// Creating a webhook makes one webhook or ends with an error; it never makes two.
struct CreateWebhookTests {
  static let attributes = WebhookCreateRequest.Attributes(
    enabled: true, eventTypes: [EventType(rawValue: "B"), EventType(rawValue: "A")], name: "Bot",
    secret: Secret("canary"), url: "https://Hooks.example.com")

  static func webhook(
    _ id: String, name: String = "Bot", url: String = "https://hooks.example.com/", enabled: Bool = true,
    events: String = #"["A","B"]"#
  ) -> String {
    #"{"type":"webhooks","id":"\#(id)","attributes":{"enabled":\#(enabled),"eventTypes":\#(events),"#
      + #""name":"\#(name)","url":"\#(url)"}}"#
  }

  static let created = ScriptedTransport.Answer.json(
    #"{"data":\#(webhook("new")),"links":{"self":"x"}}"#, status: 201)
  static let old = webhook("old")
  static let none = ScriptedTransport.Answer.page("[\(old)]")
  static let there = ScriptedTransport.Answer.page("[\(old),\(webhook("new"))]")
  static let lost = RetryTests.transport(.connectionLost)

  func create(
    _ answers: [ScriptedTransport.Answer], retries: RetryPolicy = RetryPolicy(),
    tokens: (any TokenProvider)? = nil
  ) async -> (result: Result<Webhook, ClientError>, calls: String) {
    let transport = ScriptedTransport { _, index in
      index < answers.count ? answers[index] : RetryTests.transport(.other, sent: false)
    }
    let client = Client(transport: transport, tokens: tokens, retries: retries, clock: .instant())
    let result: Result<Webhook, ClientError>
    do throws(ClientError) {
      result = .success(try await client.createWebhook(appId: "1", Self.attributes, known: ["old"]))
    } catch {
      result = .failure(error)
    }
    let letters: [HTTPMethod: String] = [.post: "P", .get: "g", .patch: "U", .delete: "D"]
    let calls = transport.requests.map { letters[$0.method] ?? "?" }.joined()
    #expect(client.statistics.requests == calls.count)
    return (result, calls)
  }

  /// The looks before a repetition, which show nothing.
  static let nothing = Array(repeating: none, count: Settlement.waits.count)

  /// Answers that leave open whether the webhook was created.
  static let open: [ScriptedTransport.Answer] = [
    lost, RetryTests.transport(.timedOut), RetryTests.transport(.malformedResponse), RetryTests.status(500),
    RetryTests.status(502), RetryTests.status(503), RetryTests.status(504), .answer(500, "<html>"),
    .json("{", status: 201), .json("{}", status: 201), .answer(201, type: "text/html", "<p>"),
    .json(#"{"data":{"type":"apps","id":"1"},"links":{"self":"x"}}"#, status: 201), .answer(200),
    .answer(204),
  ]

  @Test(arguments: open.indices)
  func whatWasCreatedIsAdopted(index: Int) async throws {
    let (result, calls) = await create([Self.open[index], Self.there])
    #expect(try result.get().id == "new")
    #expect(calls == "Pg")
  }

  @Test(arguments: open.indices)
  func whatWasNotCreatedIsAskedForAgain(index: Int) async throws {
    let (result, calls) = await create([Self.open[index]] + Self.nothing + [Self.created, Self.there])
    #expect(try result.get().id == "new")
    #expect(calls == "PggggPg")
  }

  @Test(arguments: open.indices)
  func whatCannotBeFoundOutIsSaid(index: Int) async throws {
    let (result, calls) = await create([Self.open[index], RetryTests.status(403)])
    guard case .failure(.outcomeUnknown(let cause, .unread(let error))) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(calls == "Pg")
    #expect(error.description.contains("GET /v1/apps/1/webhooks: 403"))
    let text = ClientError.outcomeUnknown(cause: cause, fault: .unread(error)).description
    #expect(text.hasPrefix("POST /v1/webhooks: "))
    #expect(
      text.contains("it is unknown whether the webhook was created: the app's webhooks could not be read"))
    #expect(text.hasSuffix("; plan again to find out"))
    #expect(!text.contains("canary"))
  }

  /// Nothing was made, and during the pause the create has become outdated: its caller looks again.
  @Test func aRefusedCreateIsNotSentOnceItIsOld() async {
    let answers = [RetryTests.status(429, [("Retry-After", "300")]), Self.none]
    let transport = ScriptedTransport { _, index in
      index < answers.count ? answers[index] : RetryTests.transport(.other, sent: false)
    }
    let client = Client(transport: transport, tokens: nil, clock: .instant()).sendingChanges(
      until: .seconds(60))
    await #expect(throws: ClientError.outdated(method: .post, path: "/v1/webhooks")) {
      try await client.createWebhook(appId: "1", Self.attributes, known: ["old"])
    }
    #expect(transport.requests.map(\.method) == [.post, .get])
  }

  @Test func theLookIsRepeatedLikeAnyRead() async throws {
    let (result, calls) = await create([
      Self.lost, RetryTests.status(500), Self.lost, RetryTests.status(429), .json("{"), Self.there,
    ])
    #expect(try result.get().id == "new")
    #expect(calls == "Pggggg")
  }

  @Test func theLookReadsAllPages() async throws {
    let (result, calls) = await create([
      Self.lost, .page("[\(Self.old)]", next: "/v1/apps/1/webhooks?cursor=b"), Self.there,
    ])
    #expect(try result.get().id == "new")
    #expect(calls == "Pgg")
  }

  @Test func theCallIsNotRepeatedWithoutEnd() async {
    var answers: [ScriptedTransport.Answer] = []
    for _ in 0..<10 { answers += [Self.lost] + Self.nothing }
    let (result, calls) = await create(answers)
    #expect(calls == String(repeating: "Pgggg", count: 6))
    guard case .failure(.transport(let error, .post, _)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(error.kind == .connectionLost)
  }

  @Test func theLastAnswerIsLookedInto() async throws {
    let (result, calls) = await create([Self.lost, Self.there], retries: .none)
    #expect(try result.get().id == "new")
    #expect(calls == "Pg")
    let (other, _) = await create([Self.lost] + Self.nothing + [Self.created], retries: .none)
    #expect(throws: ClientError.self) { try other.get() }
    let (last, lastCalls) = await create(
      [Self.lost] + Self.nothing + [Self.lost, Self.there, Self.none, Self.none, Self.none],
      retries: RetryPolicy(attempts: 2))
    #expect(try last.get().id == "new" && lastCalls == "PggggPgggg", "two may come: the first isn't the last")
  }

  @Test func anEmptyBudgetStopsTheRepetition() async {
    let (result, calls) = await create(
      [Self.lost] + Self.nothing + [Self.created], retries: RetryPolicy(budget: 0))
    #expect(throws: ClientError.self) { try result.get() }
    #expect(calls == "Pgggg")
  }

  /// Requests that were never sent.
  @Test(arguments: [
    RetryTests.transport(.connectionFailed, sent: false),
    RetryTests.transport(.hostNotFound, sent: false), RetryTests.transport(.timedOut, sent: false),
  ])
  func whatWasNotCarriedOutIsSentAgainAtOnce(answer: ScriptedTransport.Answer) async throws {
    let (result, calls) = await create([answer, answer, Self.created])
    #expect(try result.get().id == "new")
    #expect(calls == "PPP")
  }

  @Test(arguments: [
    RetryTests.status(400), RetryTests.status(401), RetryTests.status(403), RetryTests.status(409),
    RetryTests.status(422), RetryTests.transport(.tls, sent: false),
    RetryTests.transport(.other, sent: false),
    .json("", status: 307),
  ])
  func refusalsAreFinal(answer: ScriptedTransport.Answer) async {
    let (result, calls) = await create([answer, Self.created])
    #expect(throws: ClientError.self) { try result.get() }
    #expect(calls == "P")
  }

  @Test func failuresThatWouldComeAgainAreLookedIntoButNotRepeated() async throws {
    for answer in [RetryTests.transport(.responseTooLarge), RetryTests.transport(.other)] {
      let (adopted, _) = await create([answer, Self.there])
      #expect(try adopted.get().id == "new")
      let (result, calls) = await create([answer] + Self.nothing + [Self.created])
      #expect(throws: ClientError.self) { try result.get() }
      #expect(calls == "Pgggg")
    }
  }

  @Test func aRefusalOfTheRepetitionIsLookedInto() async throws {
    // The list didn't show the first webhook yet, and it took the last place.
    let (result, calls) = await create(
      [Self.lost] + Self.nothing + [RetryTests.status(409), Self.there])
    #expect(try result.get().id == "new" && calls == "PggggPg")
    let (refused, _) = await create(
      [Self.lost] + Self.nothing + [RetryTests.status(409)] + Self.nothing)
    guard case .failure(.api(let error)) = refused else {
      Issue.record("\(refused)")
      return
    }
    #expect(error.status == 409)
  }

  @Test(arguments: [
    webhook("x", url: "https://hooks.example.com/other"), webhook("x", enabled: false),
    webhook("x", events: #"["A"]"#), #"{"type":"webhooks","id":"x"}"#,
    #"{"type":"webhooks","id":"x","attributes":{"name":"Bot"}}"#,
  ])
  func lookalikesStopTheCall(other: String) async {
    let (result, calls) = await create([Self.lost, .page("[\(Self.old),\(other)]"), Self.created])
    guard case .failure(.outcomeUnknown(_, .lookalike("x"))) = result, case .failure(let error) = result
    else {
      Issue.record("\(result)")
      return
    }
    #expect(calls == "Pg")
    #expect(error.description.contains("webhook x has appeared with the same name but other values"))
  }

  @Test func othersWebhooksAreNotAdopted() async throws {
    let other = Self.webhook("x", name: "Other")
    let look = ScriptedTransport.Answer.page("[\(Self.old),\(other)]")
    let (result, calls) = await create([
      Self.lost, look, look, look, look, Self.created, .page("[\(other),\(Self.webhook("new"))]"),
    ])
    #expect(try result.get().id == "new" && calls == "PggggPg")
  }

  @Test func theOneThatIsTheSameIsAdoptedBesideALookalike() async throws {
    let (result, _) = await create([
      Self.lost, .page("[\(Self.webhook("x", enabled: false)),\(Self.webhook("new"))]"),
    ])
    #expect(try result.get().id == "new")
  }

  @Test func cancellationLeavesItOpen() {
    let time = VirtualTime()
    let transport = ScriptedTransport(Self.lost, Self.none, Self.created)
    let client = Client(
      transport: transport, tokens: nil, retries: RetryPolicy(backoff: Backoff(base: .seconds(20))),
      clock: time.clock)
    let error = time.run {
      let task = Task(executorPreference: time) {
        await failure { () async throws(ClientError) in
          _ = try await client.createWebhook(appId: "1", Self.attributes, known: ["old"])
        }
      }
      time.at(.milliseconds(1)) { task.cancel() }
      return await task.value
    }
    #expect(error??.isCancelled == true)
    guard case .transport(let fault, .post, _)?? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(fault.mayHaveReachedServer)
    #expect(transport.requests.count == 1 && time.now == .milliseconds(1))
  }
}
