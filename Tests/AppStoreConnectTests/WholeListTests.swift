import HTTPTransport
import Testing

@testable import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Lists that repeat entries, or have fewer than they should have.
struct WholeListTests {
  /// A list of the API, read for its IDs.
  struct List: Sendable, CustomStringConvertible {
    var path: String
    var type: String
    var isDeliveries = false
    var read: @Sendable (Client) async throws(ClientError) -> [String]

    var description: String { path }

    func entries(_ ids: String...) -> String {
      "[\(ids.map { #"{"type":"\#(type)","id":"\#($0)"}"# }.joined(separator: ","))]"
    }
  }

  static let lists = [
    List(path: "/v1/apps", type: "apps") { client throws(ClientError) in try await client.apps().map(\.id) },
    List(path: "/v1/apps/1/webhooks", type: "webhooks") { client throws(ClientError) in
      try await client.webhooks(appId: "1").webhooks.map(\.id)
    },
    List(path: "/v1/apps/1/relationships/webhooks", type: "webhooks") { client throws(ClientError) in
      try await client.webhookIds(appId: "1")
    },
    List(path: "/v1/webhooks/w/deliveries", type: "webhookDeliveries", isDeliveries: true) {
      client throws(ClientError) in
      try await client.deliveries(webhookId: "w", createdSince: .distantPast).map(\.delivery.id)
    },
    List(path: "/v1/webhooks/w/relationships/deliveries", type: "webhookDeliveries", isDeliveries: true) {
      client throws(ClientError) in try await client.deliveryIds(webhookId: "w")
    },
  ]

  private func read(
    _ list: List, _ answers: [ScriptedTransport.Answer], takesShortLists: Bool = false
  ) async -> (result: Result<[String], ClientError>, requests: Int, client: Client) {
    let transport = ScriptedTransport { _, index in
      index < answers.count ? answers[index] : RetryTests.transport(.other, sent: false)
    }
    let client = Client(
      transport: transport, tokens: nil, retries: .none, takesShortLists: takesShortLists, clock: .instant())
    let result: Result<[String], ClientError>
    do throws(ClientError) { result = .success(try await list.read(client)) } catch {
      result = .failure(error)
    }
    return (result, transport.requests.count, client)
  }

  @Test(arguments: lists) func eachEntryCountsOnce(list: List) async throws {
    let pages: [[ScriptedTransport.Answer]] = [
      [
        .page(list.entries("1", "2"), next: "\(list.path)?cursor=b", total: "3"),
        .page(list.entries("2", "3"), total: "3"),
      ],
      [.page(list.entries("1", "2", "1", "3", "3"), total: "3")],
      [
        .page(list.entries("1", "2"), next: "\(list.path)?cursor=b"),
        .page(list.entries("1", "2"), next: "\(list.path)?cursor=c"), .page(list.entries("3")),
      ],
    ]
    for answers in pages {
      let (result, requests, _) = await read(list, answers)
      #expect(try result.get() == ["1", "2", "3"])
      #expect(requests == answers.count)
    }
  }

  @Test func ofARepeatedEntryTheLastCounts() async throws {
    func webhook(_ name: String) -> String {
      #"{"type":"webhooks","id":"w","attributes":{"name":"\#(name)"}}"#
    }
    let transport = ScriptedTransport(
      .page("[\(webhook("Old"))]", next: "/v1/apps/1/webhooks?cursor=b"), .page("[\(webhook("New"))]"))
    let webhooks = try await Client(transport).webhooks(appId: "1").webhooks
    #expect(webhooks.map(\.attributes?.name) == ["New"])
  }

  @Test(arguments: lists) func aShortListIsReadAgainFromTheStart(list: List) async throws {
    let short: [[ScriptedTransport.Answer]] = [
      [.page("[]", total: "2")],
      [.page(list.entries("1"), next: "\(list.path)?cursor=b"), .page("[]", total: "2")],
      [.page(list.entries("1"), next: "\(list.path)?cursor=b", total: "2"), .page("[]", total: "1")],
      [.page(list.entries("1"), next: "\(list.path)?cursor=b", total: "1"), .page("[]", total: "2")],
      [.page(list.entries("1", "1"), total: "2")],
    ]
    for answers in short {
      let whole = ScriptedTransport.Answer.page(list.entries("1", "2"), total: "2")
      let (result, requests, client) = await read(list, answers + [whole])
      #expect(try result.get() == ["1", "2"])
      #expect(requests == answers.count + 1 && client.shortLists.isEmpty)
    }
  }

  @Test(arguments: lists) func aListThatStaysShortIsAnErrorOrAWarning(list: List) async throws {
    for (total, number) in [("2", 2), (#""2""#, nil), ("1.5", nil), ("{}", nil)] as [(String, Int?)] {
      let answers = Array(repeating: ScriptedTransport.Answer.page(list.entries("1"), total: total), count: 2)
      let (result, requests, client) = await read(list, answers)
      #expect(requests == 2)
      if list.isDeliveries {
        #expect(try result.get() == ["1"])
        #expect(client.shortLists.map(\.entries) == [1] && client.shortLists.map(\.total) == [number])
      } else {
        let expected = ClientError.paging(.short(entries: 1, total: number), path: list.path)
        #expect(throws: expected) { try result.get() }
        #expect(
          expected.description.contains(
            "it has 1 entry, but its total is \(number.map(String.init) ?? "not a number")"))
        #expect(expected.description.contains("--ignore-totals"))
      }
      let (taken, _, lenient) = await read(list, answers, takesShortLists: true)
      #expect(try taken.get() == ["1"] && lenient.shortLists.count == 1)
    }
  }

  @Test(arguments: lists) func totalsThatSayNothingAreIgnored(list: List) async throws {
    for total in ["null", "-1", "0", "1", "2", "2.0", nil] as [String?] {
      let (result, requests, client) = await read(list, [.page(list.entries("1", "2"), total: total)])
      #expect(try result.get() == ["1", "2"])
      #expect(requests == 1 && client.shortLists.isEmpty)
    }
  }

  @Test(arguments: lists) func aPageWithoutDataIsNone(list: List) async {
    for page in [#"{"links":{"self":"x"}}"#, #"{"data":null,"links":{"self":"x"}}"#, #"{"data":[]}"#] {
      let (result, _, _) = await read(list, [.json(page)])
      guard case .failure(.malformedResponse) = result else {
        Issue.record("\(result)")
        continue
      }
    }
  }

  @Test(arguments: lists) func pagesWithoutAnythingNewComeToAnEnd(list: List) async {
    let transport = ScriptedTransport { _, index in
      .page(list.entries("1"), next: "\(list.path)?cursor=\(index)")
    }
    let client = Client(transport)
    let error = await failure { () async throws(ClientError) in _ = try await list.read(client) }
    #expect(error == .paging(.nothingNew(pages: 100), path: list.path))
    #expect(transport.requests.count == 101)
  }

  @Test func aListThatIsReadAgainAnywayIsTakenAsItIs() async throws {
    let transport = ScriptedTransport(.page("[]", total: "9"))
    let client = Client(transport)
    let found = try await client.deliveries(webhookId: "w", createdSince: .distantPast, looksAgain: true)
    #expect(found.isEmpty && client.shortLists.isEmpty && transport.requests.count == 1)
  }
}
