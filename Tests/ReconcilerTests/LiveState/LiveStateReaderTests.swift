import AppStoreConnect
import DesiredState
import HTTPTransport
import Planning
import PlanningSupport
import Reconciler
import Simulator
import Synchronization
import Testing

@Suite struct LiveStateReaderTests {
  /// A file that lists apps by these keys, without webhooks.
  private func file(_ keys: some Sequence<String>) -> String {
    "version: 1\napps:\n" + keys.map { "  \"\($0)\": {}\n" }.joined()
  }

  private func failures(_ readings: [AppReading]) -> [String?] {
    readings.map { if case .failure(let failure) = $0.webhooks { failure.kind } else { nil } }
  }

  private func names(_ reading: AppReading?) throws -> [String] {
    try #require(reading).webhooks.get().map(\.name)
  }

  // MARK: Calls

  @Test(arguments: [(0, 0), (1, 2), (2, 3), (100, 101), (101, 103), (250, 253)])
  func callsOncePerAppAndOncePerHundredBundleIDs(apps: Int, calls: Int) async throws {
    // No bundle ID is the beginning of another, which the filter would find, too, on further pages.
    let bundleIds = (0..<apps).map { "com.example.app\(1_000 + $0)" }
    let pipeline = Pipeline(bundleIds.enumerated().map { fleetApp($0.offset, $0.element) })
    let yaml = apps == 0 ? "version: 1\napps: {}\n" : file(bundleIds)
    let readings = try await pipeline.read(yaml)
    #expect(failures(readings) == Array(repeating: nil, count: apps))
    #expect(
      readings.map(\.facts.id) == (0..<apps).map { "\(1_000_000_000 + $0)" }, "in the order of the file")
    #expect(pipeline.calls.count == calls)
    #expect(pipeline.calls.count { $0 == "GET /v1/apps" } == calls - apps)
    #expect(pipeline.client.statistics.requests == calls)
  }

  @Test func numericIDsCostNoCallOfTheirOwn() async throws {
    let pipeline = Pipeline([fleetApp(0, nil, [fleetWebhook("w", "N")]), fleetApp(1)])
    let readings = try await pipeline.read(file(["1000000000", "1000000001"]))
    #expect(
      pipeline.calls.sorted()
        == ["GET /v1/apps/1000000000/webhooks", "GET /v1/apps/1000000001/webhooks"])
    #expect(try names(readings.first) == ["N"])
    let facts = AppFacts(id: "1000000000", bundleId: "com.example.app0", name: "App 0")
    #expect(readings.first?.facts == facts, "told along with the webhooks")
  }

  @Test(
    arguments: [
      ("{appId}", 1), ("{webhookName}", 1), ("{bundleId}", 2), ("{appName}", 2),
    ]) func numericIDsAreLookedUpForPlaceholdersOnly(placeholder: String, calls: Int) async throws
  {
    let pipeline = Pipeline([fleetApp(0)])
    let plan = try await pipeline.plan(
      """
      version: 1
      apps:
        1000000000:
          webhooks: { N: { url: "https://a.example.com/\(placeholder)", events: ['*'], secret: { env: S } } }
      """)
    #expect(plan.calls == ["create N"])
    #expect(pipeline.calls.count == calls)
  }

  @Test func listsOfSeveralPagesAreReadWhole() async throws {
    let webhooks = (0..<5).map { fleetWebhook("w\($0)", "N\($0)") }
    let pipeline = Pipeline([fleetApp(0, nil, webhooks)], configuration: .init(maxPageSize: 2))
    let reading = try await pipeline.read(file(["com.example.app0"])).first
    #expect(try names(reading) == ["N0", "N1", "N2", "N3", "N4"])
    #expect(pipeline.calls.count == 4)
  }

  @Test(arguments: [1, 3, 8]) func keepsToItsConcurrency(limit: Int) async throws {
    let simulator = AppStoreConnectSimulator(fleet: Fleet(apps: (0..<20).map { fleetApp($0) }))
    let transport = CountingTransport(SimulatorTransport(simulator), expecting: limit, of: .get)
    let reader = LiveStateReader(
      client: Client(transport: transport, tokens: nil, retries: .none), concurrency: limit)
    let done = Mutex<[Int]>([])
    let keys = (0..<20).map { "\(1_000_000_000 + $0)" }
    let readings = await reader.read(try desiredState(file(keys))) { count, total in
      done.withLock { $0.append(count) }
      #expect(total == 20)
    }
    #expect(transport.highest == limit)
    #expect(readings.apps.map(\.desired.key.text) == keys)
    #expect(done.withLock { $0 } == Array(0...20))
  }

  // MARK: Identity

  @Test func onlyExactBundleIDsCount() async throws {
    let pipeline = Pipeline([
      fleetApp(0, "com.example.ab", [fleetWebhook("w0", "longer")]),
      fleetApp(1, "com.example.a", [fleetWebhook("w1", "exact")]),
      fleetApp(2, "com.example.bc", [fleetWebhook("w2", "longer")]),
    ])
    let readings = try await pipeline.read(file(["com.example.a", "com.example.b", "com.example"]))
    #expect(failures(readings) == [nil, "notFound", "notFound"])
    #expect(try names(readings.first) == ["exact"])
    #expect(readings.first?.facts.id == "1000000001")
  }

  @Test func unknownAppsAreNotFound() async throws {
    let pipeline = Pipeline([fleetApp(0)])
    let readings = try await pipeline.read(file(["com.example.none", "com.example.app0", "999"]))
    #expect(failures(readings) == ["notFound", nil, "notFound"])
    #expect(readings.first?.facts == AppFacts(bundleId: "com.example.none"))
  }

  @Test func oneAppUnderTwoKeysIsRefusedAtBothPlaces() async throws {
    let pipeline = Pipeline([fleetApp(0), fleetApp(1)])
    let readings = try await pipeline.read(file(["com.example.app0", "com.example.app1", "1000000000"]))
    #expect(failures(readings) == ["sameApp", nil, "sameApp"])
    #expect(
      readings.map { reading in
        if case .failure(.sameApp(let other, let location)) = reading.webhooks {
          "\(other.text) \(location.start.line)"
        } else {
          ""
        }
      } == ["1000000000 5", "", "com.example.app0 3"])
    #expect(!pipeline.calls.contains("GET /v1/apps/1000000000/webhooks"))
  }

  // MARK: Selection

  @Test(
    arguments: [
      ([], ["com.example.app0", "com.example.app1", "1000000002", "org.other"], 5),
      (["com.example.app1"], ["com.example.app1"], 3),
      (["com.example.*"], ["com.example.app0", "com.example.app1", "1000000002"], 5),
      (["org.*"], ["org.other"], 3),
      (["1000000002"], ["1000000002"], 2),
      (["1000000001"], ["com.example.app1"], 2),
      (["1000000001", "org.other"], ["com.example.app1", "org.other"], 4),
      (["nothing.*"], [], 1),
      (["999"], [], 1),
    ] as [([String], [String], Int)])
  func readsWhatIsSelectedOnly(patterns: [String], expected: [String], calls: Int) async throws {
    let pipeline = Pipeline([fleetApp(0), fleetApp(1), fleetApp(2), fleetApp(3, "org.other")])
    let yaml = file(["com.example.app0", "com.example.app1", "1000000002", "org.other"])
    let readings = try await pipeline.read(yaml, selection: AppSelection(patterns: patterns))
    #expect(readings.map(\.desired.key.text) == expected)
    #expect(pipeline.calls.count == calls, "\(pipeline.calls)")
  }

  @Test func aFailedLookUpIsNotMistakenForNoMatch() async throws {
    let pipeline = Pipeline([fleetApp(0)]) { base in
      InterceptingTransport(base: base) {
        $0.url.contains("/v1/apps?") ? .failure(InterceptingTransport.lost) : nil
      }
    }
    let byID = AppSelection(patterns: ["1000000000"])
    #expect(failures(try await pipeline.read(file(["com.example.app0"]), selection: byID)) == ["account"])
    let byGlob = AppSelection(patterns: ["com.*"])
    #expect(failures(try await pipeline.read(file(["1000000000"]), selection: byGlob)) == ["account"])
  }

  // MARK: Failures

  /// Reads two apps while requests whose URL contains `part` are answered with `answer`.
  private func readings(
    failing part: String, with answer: Result<HTTPResponse, TransportError>,
    configuration: AppStoreConnectSimulator.Configuration = .init()
  ) async throws -> [AppReading] {
    let apps = (0..<2).map { app in
      fleetApp(app, nil, (0..<3).map { fleetWebhook("w\(app)\($0)", "N\($0)") })
    }
    let pipeline = Pipeline(apps, configuration: configuration) { base in
      InterceptingTransport(base: base) { $0.url.contains(part) ? answer : nil }
    }
    return try await pipeline.read(file(["com.example.app0", "com.example.app1"]))
  }

  @Test(
    arguments: [
      .failure(InterceptingTransport.lost), .success(HTTPResponse(status: 500)),
      .success(HTTPResponse(status: 403)), .success(HTTPResponse(status: 404)),
      .success(HTTPResponse(status: 200, body: Array("{}".utf8))),
      .success(HTTPResponse(status: 200, body: Array(#"{"data":[]"#.utf8))),
      .success(HTTPResponse(status: 302, headers: ["Location": "https://elsewhere.example.com/"])),
      .success(HTTPResponse(status: 204)),
    ] as [Result<HTTPResponse, TransportError>])
  func oneAppsFailureIsNoOthers(answer: Result<HTTPResponse, TransportError>) async throws {
    let readings = try await readings(failing: "1000000000/webhooks", with: answer)
    #expect(failures(readings) == ["client", nil])
    #expect(try names(readings.last).count == 3)
    #expect(readings.first?.facts.id == "1000000000", "what was known before stays known")
  }

  @Test func aFailedListOfAppsLeavesAllOfThemUnread() async throws {
    let readings = try await readings(failing: "/v1/apps?", with: .failure(InterceptingTransport.lost))
    #expect(failures(readings) == ["account", "account"])
  }

  @Test(
    arguments: [.failure(InterceptingTransport.lost), .success(HTTPResponse(status: 500))]
      as [Result<HTTPResponse, TransportError>])
  func aPageThatFailsMakesTheAppUnreadAndNotShorter(answer: Result<HTTPResponse, TransportError>) async throws
  {
    // Pages of two: the apps are on one page, each app's three webhooks on two.
    let readings = try await readings(
      failing: "cursor", with: answer, configuration: .init(maxPageSize: 2))
    #expect(failures(readings) == ["client", "client"])
    #expect(Planner().plan(readings).steps.isEmpty, "unread webhooks are neither created again nor deleted")
  }

  @Test(arguments: ["name", "url", "eventTypes", "enabled"])
  func aWebhookThatIsKnownInPartLeavesItsAppUnread(field: String) async throws {
    let attributes = [
      #""name":"N""#, #""url":"https://a.example.com""#, #""eventTypes":[]"#, #""enabled":true"#,
    ].filter { !$0.hasPrefix("\"\(field)\"") }.joined(separator: ",")
    let body = """
      {"data":[{"type":"webhooks","id":"w","attributes":{\(attributes)}}],"links":{"self":"https://api.example.com/x"}}
      """
    let readings = try await readings(
      failing: "1000000000/webhooks", with: .success(HTTPResponse(status: 200, body: Array(body.utf8))))
    #expect(failures(readings) == ["incompleteWebhook", nil])
  }

  @Test func aWebhookWithoutAttributesIsIncompleteToo() {
    #expect(LiveWebhook(Webhook(id: "w")) == nil)
  }
}
