import AppStoreConnect
import DesiredState
import HTTPTransport
import Planning
import PlanningSupport
import Simulator
import TestSupport
import Testing

@testable import Reconciler

/// Which apps of the account `defaults` rules bring in, and how many requests that takes.
@Suite struct DefaultAppsTests {
  private static let head = """
    version: 1
    templates: { Bot: { url: "https://bot.example.com/{bundleId}", events: [BUILD_*], secret: { env: S } } }
    defaults: [{ apps: ["com.example.*"], except: ["*.internal"], use: [Bot] }]

    """

  private func read(
    _ pipeline: Pipeline, _ yaml: String, selection: [String] = [], record: RecordedState? = nil,
    files: [String] = []
  ) async throws -> LiveStateReader.Reading {
    let state = try desiredState(Self.head + yaml)
    let given = NamedFiles(given: files)
    let ownership = record.map {
      Ownership(of: $0, state, files: given, isNewSet: false, selection: .init(patterns: selection))
    }
    return await LiveStateReader(client: pipeline.client).read(
      state, selection: AppSelection(patterns: selection), recorded: record, ownership: ownership)
  }

  /// Files by name; what isn't among the given ones is missing.
  private struct NamedFiles: FilesOnRecord {
    var given: [String]
    let hasStandardInput = false
    mutating func isMissing(_ recorded: String) -> Bool { !given.contains(recorded) }
    func shown(_ recorded: String) -> String { recorded }
  }

  private static func record(_ apps: RecordedApp...) throws -> RecordedState {
    let empty = try StateRecordsTests.empty()
    return RecordedState(api: empty.api, issuer: empty.issuer, parameters: empty.parameters, apps: apps)
  }

  private static let byRule = AppFiles(
    rules: [.init(file: "fleet.yaml", apps: ["com.example.*"])], defaults: ["fleet.yaml"])

  private static let apps = [
    fleetApp(0, "com.example.b"), fleetApp(1, "com.example.a"), fleetApp(2, "com.example.internal"),
    fleetApp(3, "net.other"), fleetApp(4, "com.example.listed"),
  ]

  @Test func matchedAppsComeAfterThoseThatAreListed() async throws {
    let pipeline = Pipeline(Self.apps)
    let reading = try await read(pipeline, "apps: { 1000000004: {}, net.other: {} }")
    #expect(
      reading.apps.map(\.facts.bundleId) == [
        "com.example.listed", "net.other", "com.example.a", "com.example.b",
      ])
    #expect(reading.apps.map(\.desired.isListed) == [true, true, false, false])
    #expect(reading.apps.map(\.desired.webhooks.count) == [1, 0, 1, 1], "also by the Apple ID")
    #expect(pipeline.calls.count == 1 + 4)
    #expect(reading.gone.isEmpty && reading.accountFailure == nil)
  }

  @Test(arguments: [(0, 1), (1, 2), (200, 201), (201, 203)])
  func theListCostsACallPerTwoHundred(apps: Int, calls: Int) async throws {
    let pipeline = Pipeline((0..<apps).map { fleetApp($0, "com.example.app\($0)") })
    #expect(try await read(pipeline, "apps: {}").apps.count == apps)
    #expect(pipeline.calls.count == calls)
  }

  @Test func aSelectionOfIDsAsksForNoOthers() async throws {
    for (selection, found, lists) in [
      (["com.example.a"], ["com.example.a"], "bundleId%5D="),
      (["1000000001"], ["com.example.a"], "filter%5Bid%5D="), (["net.other"], [], "bundleId%5D="),
      (["com.*.b"], ["com.example.b"], "limit=200"),
      (["com.example.listed"], ["com.example.listed"], "bundleId%5D="),
    ] {
      let transport = RecordingTransport(SimulatorTransport(Pipeline(Self.apps).simulator))
      let pipeline = Pipeline(Self.apps, through: { _ in transport })
      let reading = try await read(pipeline, "apps: { 1000000004: {} }", selection: selection)
      #expect(reading.apps.compactMap(\.facts.bundleId) == found)
      let first = try #require(transport.requests.first)
      #expect(first.url.contains(lists), "\(first.url)")
    }
  }

  @Test func withoutTheListNoAppIsRead() async throws {
    let record = try Self.record(
      RecordedApp(appId: "1000000000", bundleId: "com.example.b", files: Self.byRule),
      RecordedApp(
        appId: "1000000003", bundleId: "net.other", files: Self.byRule,
        webhooks: [.init(appId: "1000000003", webhookId: "w", name: "Bot")]))
    let pipeline = Pipeline(
      Self.apps,
      through: { base in
        InterceptingTransport(base: base) { request in
          "\(request.url)".contains("/webhooks") ? nil : .failure(InterceptingTransport.lost)
        }
      })
    let reading = try await read(
      pipeline, "apps: { com.example.listed: {} }", record: record, files: ["fleet.yaml"])
    #expect(reading.accountFailure != nil)
    let failures = reading.apps.map { app -> String? in
      if case .failure(let failure) = app.webhooks { failure.kind } else { nil }
    }
    #expect(reading.apps.map(\.facts.bundleId) == ["com.example.listed", "com.example.b", "net.other"])
    #expect(failures == ["account", "account", "account"], "what left isn't asked for either")
  }

  @Test func whatTheListLacksIsGoneAndGetsNoCalls() async throws {
    let gone = RecordedApp(
      appId: "5", bundleId: "com.example.sold", files: Self.byRule,
      webhooks: [.init(appId: "5", webhookId: "w", name: "Bot")])
    let nameless = RecordedApp(
      appId: "6", files: Self.byRule, webhooks: [.init(appId: "6", webhookId: "v", name: "Bot")])
    let pipeline = Pipeline(Self.apps)
    let reading = try await read(
      pipeline, "apps: {}", record: try Self.record(gone, nameless), files: ["fleet.yaml"])
    #expect(reading.gone == [gone])
    #expect(reading.apps.allSatisfy { !$0.hasLeft })
    #expect(!pipeline.calls.contains { $0.contains("/5/") || $0.contains("/6/") })
  }

  @Test func anAppHasLeftIfNoRuleMatchesItAnyMore() async throws {
    let record = try Self.record(
      RecordedApp(
        appId: "1000000002", bundleId: "com.example.internal", files: Self.byRule,
        webhooks: [.init(appId: "1000000002", webhookId: "w", name: "Bot")]),
      RecordedApp(
        appId: "1000000003", files: Self.byRule,
        webhooks: [.init(appId: "1000000003", webhookId: "v", name: "Bot")]))
    let reading = try await read(Pipeline(Self.apps), "apps: {}", record: record, files: ["fleet.yaml"])
    #expect(reading.apps.filter(\.hasLeft).map(\.facts.id) == ["1000000002", "1000000003"])
  }

  @Test func whatAFileThatIsNotGivenListsIsLeftAlone() async throws {
    var files = Self.byRule
    files.listed = "a.yaml"
    let record = try Self.record(
      RecordedApp(appId: "1000000001", bundleId: "com.example.a", files: files),
      RecordedApp(
        appId: "1000000000", bundleId: "com.example.b",
        webhooks: [.init(appId: "1000000000", webhookId: "w", name: "Own")]))
    let yaml = Self.head.replacing("use: [Bot]", with: "use: [Bot], prune: true")
    let state = try desiredState(yaml + "apps: {}")
    for (given, isNewSet, found) in [
      (["fleet.yaml"], false, ["com.example.listed"]),
      (["fleet.yaml", "a.yaml"], false, ["com.example.a", "com.example.listed"]),
      (["fleet.yaml"], true, ["com.example.a", "com.example.b", "com.example.listed"]),
    ] {
      let ownership = Ownership(
        of: record, state, files: NamedFiles(given: given), isNewSet: isNewSet, selection: .all)
      let reading = await LiveStateReader(client: Pipeline(Self.apps).client).read(
        state, recorded: record, ownership: ownership)
      #expect(reading.apps.map(\.facts.bundleId) == found)
      // A file that wasn't given may list it.
      let isPartial = given.count == 1 && !isNewSet
      #expect(reading.apps.last?.desired.prune == (isPartial ? .managed : .always))
    }
  }

  @Test func appsThatShareABundleIDAreNotToldApart() async throws {
    let pipeline = Pipeline([fleetApp(0, "com.example.a"), fleetApp(1, "com.example.a")])
    let reading = try await read(pipeline, "apps: {}")
    #expect(pipeline.calls.count == 1)
    for app in reading.apps {
      guard case .failure(.sharedBundleId(apps: ["1000000000", "1000000001"])) = app.webhooks else {
        Issue.record("\(app.webhooks)")
        continue
      }
    }
    let named = try await read(pipeline, "apps: { 1000000000: { defaults: false } }")
    #expect(named.apps.map(\.desired.webhooks.count) == [0, 1])
    #expect(named.apps.allSatisfy { (try? $0.webhooks.get()) != nil })
  }
}
