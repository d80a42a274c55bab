import HTTPTransport
import TestSupport
import Testing

@testable import AppStoreConnect

/// Creates that the service carries out or shows late: they end with one webhook, or an error that says what
/// is there.
extension CreateWebhookTests {
  private static let both = ScriptedTransport.Answer.page("[\(old),\(webhook("new")),\(webhook("twin"))]")
  private static let changed = ScriptedTransport.Answer.json(
    #"{"data":\#(webhook("twin")),"links":{"self":"x"}}"#)
  private static let gone = ScriptedTransport.Answer.answer(204)
  /// A create that was sent again and succeeded the second time.
  private static let repeated = [lost] + nothing + [created]

  private func fault(_ answers: [ScriptedTransport.Answer]) async -> (ClientError.RepetitionFault?, String) {
    let (result, calls) = await create(Self.repeated + answers)
    guard case .failure(let error) = result, case .repeatedCreate("new", let fault) = error else {
      Issue.record("\(result)")
      return (nil, calls)
    }
    #expect(error.description.contains("was sent more than once and created webhook new; "))
    #expect(error.description.hasSuffix("; plan again to see the result"))
    #expect(!error.description.contains("canary"))
    return (fault, String(calls.dropFirst("PggggP".count)))
  }

  @Test func theLooksTakeMoreThanFiveSecondsAndTheLastIsRightBeforeTheRepetition() throws {
    let time = VirtualTime()
    let sent = LockedValue<[(HTTPMethod, Duration)]>([])
    let answers = [Self.lost] + Self.nothing + [Self.created, Self.there]
    let transport = ScriptedTransport { request, index in
      sent.withLock { $0.append((request.method, time.now)) }
      return answers[index]
    }
    let client = Client(transport: transport, tokens: nil, clock: time.clock)
    let webhook = time.run {
      try? await client.createWebhook(appId: "1", Self.attributes, known: ["old"])
    }
    #expect(webhook??.id == "new")
    let times = sent.withLock { $0 }
    try #require(times.map(\.0) == [.post, .get, .get, .get, .get, .post, .get])
    let waits = zip(times.dropFirst(), times).map { $0.1 - $1.1 }
    #expect(waits[0..<4].elementsEqual(Settlement.waits), "they grow")
    #expect(times[4].1 - times[0].1 > .seconds(5) && waits[4] == .zero)
    #expect(waits[5] > .zero)
  }

  @Test(arguments: 1...4) func whatIsDoneOrShownLateIsAdopted(look: Int) async throws {
    let early = Array(repeating: Self.none, count: look - 1)
    let (result, calls) = await create([Self.lost] + early + [Self.there])
    #expect(try result.get().id == "new")
    #expect(calls == "P" + String(repeating: "g", count: look))
  }

  @Test func ofTwoTheOwnOneGoes() async throws {
    let transport = ScriptedTransport {
      [answers = Self.repeated + [Self.both, Self.changed, Self.both, Self.gone]] in
      answers[$1]
    }
    let client = Client(transport: transport, tokens: nil, clock: .instant())
    let webhook = try await client.createWebhook(appId: "1", Self.attributes, known: ["old"])
    #expect(webhook.id == "twin")
    let last = transport.requests.suffix(4)
    #expect(last.map(\.method) == [.get, .patch, .get, .delete])
    #expect(last.map { $0.url.split(separator: "/").last.map(String.init) }[1] == "twin")
    #expect(last.last?.url.hasSuffix("/v1/webhooks/new") == true)
    let body = String(decoding: transport.requests.first { $0.method == .patch }?.body ?? [], as: UTF8.self)
    #expect(body.contains(#""attributes":{"secret":"canary"}"#), "and nothing else")
  }

  /// The waits take longer than a change may be late, but what was begun is finished.
  @Test func ofTwoTheOwnOneGoesHoweverLateItIs() async throws {
    let transport = ScriptedTransport {
      [answers = Self.repeated + [Self.both, Self.changed, Self.both, Self.gone]] in
      answers[$1]
    }
    let client = Client(transport: transport, tokens: nil, clock: .instant()).sendingChanges(until: .zero)
    let webhook = try await client.createWebhook(appId: "1", Self.attributes, known: ["old"])
    #expect(webhook.id == "twin")
    #expect(transport.requests.suffix(4).map(\.method) == [.get, .patch, .get, .delete])
  }

  @Test func aListThatDoesNotShowTheNewOneIsReadAgain() async throws {
    let (result, calls) = await create(Self.repeated + [Self.none, Self.none, Self.there])
    #expect(try result.get().id == "new" && calls == "PggggPggg")
    let (fault, looks) = await fault([Self.none, Self.none, Self.none])
    #expect(fault == .unseen && looks == "ggg")
  }

  @Test func nothingIsDeletedUnlessAllHolds() async {
    let three = ScriptedTransport.Answer.page(
      "[\(Self.webhook("new")),\(Self.webhook("twin")),\(Self.webhook("third"))]")
    let other = Self.webhook("twin", enabled: false)
    let cases: [([ScriptedTransport.Answer], String, (ClientError.RepetitionFault?) -> Bool)] = [
      ([RetryTests.status(403)], "g", { if case .unread? = $0 { true } else { false } }),
      ([three], "g", { $0 == .several(webhookIds: ["twin", "third"]) }),
      (
        [Self.both, RetryTests.status(409)], "gU",
        { if case .secretNotSet("twin", _)? = $0 { true } else { false } }
      ),
      (
        [Self.both, Self.changed, RetryTests.status(403)], "gUg",
        { if case .unread? = $0 { true } else { false } }
      ),
      ([Self.both, Self.changed, Self.there], "gUg", { $0 == .changed(webhookId: "twin") }),
      (
        [Self.both, Self.changed, .page("[\(Self.webhook("new")),\(other)]")], "gUg",
        { $0 == .changed(webhookId: "twin") }
      ),
      (
        [Self.both, Self.changed, .page("[\(Self.webhook("twin"))]")], "gUg",
        { $0 == .changed(webhookId: "twin") }
      ),
      (
        [Self.both, Self.changed, Self.both, RetryTests.status(403)], "gUgD",
        { if case .notDeleted("twin", _)? = $0 { true } else { false } }
      ),
    ]
    for (answers, expected, isRight) in cases {
      let (fault, calls) = await fault(answers)
      #expect(isRight(fault), "\(String(describing: fault))")
      #expect(calls == expected)
    }
  }

  /// A webhook that only looks alike is somebody else's.
  @Test(arguments: [
    webhook("x", name: "Other"), webhook("x", url: "https://hooks.example.com/other"),
    webhook("x", enabled: false), webhook("x", events: #"["A"]"#), #"{"type":"webhooks","id":"x"}"#,
  ])
  func whatIsNotTheSameIsNoTwin(other: String) async throws {
    let (result, calls) = await create(
      Self.repeated + [.page("[\(Self.webhook("new")),\(other)]")])
    #expect(try result.get().id == "new" && calls == "PggggPg")
  }

  @Test func severalThatAreTheSameAreNotGuessedAt() async {
    let (result, calls) = await create([Self.lost, Self.both])
    guard case .failure(.outcomeUnknown(_, .several(["new", "twin"]))) = result,
      case .failure(let error) = result
    else {
      Issue.record("\(result)")
      return
    }
    #expect(calls == "Pg")
    #expect(error.description.contains("webhooks new, twin have appeared, all with the same values"))
  }

  @Test func twoThatComeOneAfterTheOtherAreSeen() async {
    let (result, calls) = await create(
      [Self.lost] + Self.nothing + [Self.lost, Self.none, Self.there, Self.both])
    guard case .failure(.outcomeUnknown(_, .several)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(calls == "PggggPggg")
  }

  @Test func aTidiedNameIsTheOneThatWasAskedFor() async throws {
    for name in [" Bot", "Bot  ", "Bot"] {
      let (result, calls) = await create([Self.lost, .page("[\(Self.webhook("new", name: name))]")])
      #expect(try result.get().id == "new" && calls == "Pg")
    }
  }

  @Test func theCallerSaysWhichURLsAreEqual() async throws {
    let transport = ScriptedTransport(Self.lost, .page("[\(Self.webhook("new", url: "https://a.example"))]"))
    let client = Client(transport: transport, tokens: nil, clock: .instant())
    let webhook = try await client.createWebhook(
      appId: "1", Self.attributes, known: [], comparable: { _ in "one" })
    #expect(webhook.id == "new")
  }

  /// If all calls pause between the last look and the repetition, that look is too old.
  @Test func aRepetitionThatHadToWaitIsLookedIntoAgain() {
    let time = VirtualTime()
    let transport = ScriptedTransport { request, _ in
      if request.method == .post { return Self.lost }
      guard request.url.contains("/webhooks") else {
        guard time.now < .seconds(20) else { return RetryTests.status(403) }
        try? await time.sleep(.milliseconds(350))
        return RetryTests.status(429, [("Retry-After", "30")])
      }
      let isLate = time.now > .seconds(30)
      try? await time.sleep(.milliseconds(100))
      return isLate ? Self.there : Self.none
    }
    let client = Client(transport: transport, tokens: nil, maxWait: .seconds(60), clock: time.clock)
    time.at(.milliseconds(7_500)) { Task(executorPreference: time) { try? await client.app(id: "9") } }
    let webhook = time.run {
      try? await client.createWebhook(appId: "1", Self.attributes, known: ["old"])
    }
    #expect(webhook??.id == "new")
    #expect(transport.requests.count { $0.method == .post } == 1)
  }

  @Test func aStopEndsTheWaitsWithALook() throws {
    for isThere in [true, false] {
      let time = VirtualTime()
      let transport = ScriptedTransport { _, index in
        index == 0 ? Self.lost : isThere ? Self.there : Self.none
      }
      let client = Client(transport: transport, tokens: nil, clock: time.clock)
      time.at(.milliseconds(100)) { client.stopWaiting() }
      let webhook = time.run {
        try? await client.createWebhook(appId: "1", Self.attributes, known: ["old"])
      }
      #expect(transport.requests.map(\.method) == [.post, .get] && time.now == .milliseconds(100))
      #expect((webhook??.id == "new") == isThere)
    }
  }
}
