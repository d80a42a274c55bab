import AppStoreConnect
import DesiredState
import Planning
import Simulator
import TestSupport
import Testing

@testable import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reading deliveries within the hour's quota: what others keep, and in which order.
@Suite struct QuotaReadingTests {
  private let window = DeliveryWindow.all(now: moment(0))

  /// An account with so many webhooks, one in each app, and a quota.
  private func account(_ count: Int, limit: Int) -> (client: Client, webhooks: [WebhookReference]) {
    let apps = (0..<count).map { fleetApp($0, nil, [fleetWebhook("w\($0)", "Hook \($0)")]) }
    let pipeline = Pipeline(apps, configuration: .init(hourlyLimit: limit, now: { moment(0) }))
    let webhooks = apps.map { app in
      WebhookReference(
        app: AppFacts(id: app.id, bundleId: app.bundleId), id: app.webhooks[0].id, name: app.webhooks[0].name,
        url: "https://a.example.com/", isEnabled: true)
    }
    return (pipeline.client, webhooks)
  }

  private func read(
    _ account: (client: Client, webhooks: [WebhookReference]), _ log: ReadingLog = ReadingLog(path: nil),
    at now: Date = moment(0), concurrency: Int = 8
  ) async throws -> (read: [String], unread: [String]) {
    // The first answer tells the quota.
    _ = try await account.client.apps(ids: ["1000000000"])
    let reading = await DeliveryReader(client: account.client, concurrency: concurrency)
      .read(account.webhooks, window, log: log, now: now)
    return (reading.lists.map(\.webhook.id), reading.unread.map(\.id))
  }

  @Test(arguments: [1, 8]) func thirtyPercentAreLeft(_ concurrency: Int) async throws {
    let account = account(100, limit: 101)
    let (read, unread) = try await read(account, concurrency: concurrency)
    let left = try #require(account.client.statistics.rateLimit)
    #expect(left.hourlyLimit == 101 && account.client.statistics.requests == 1 + read.count)
    // 30.3 of 101 stay, so never fewer than 31.
    #expect(account.client.statistics.requests <= 70 && read.count >= 69 - concurrency)
    #expect(read.count + unread.count == 100 && Set(read).isDisjoint(with: unread))
    #expect(read == account.webhooks.map(\.id).filter(Set(read).contains), "in the order of the webhooks")
  }

  @Test func everythingIsReadIfThereIsRoom() async throws {
    try await TemporaryDirectory.with { directory in
      let path = directory.file("cache/log")
      let (read, unread) = try await read(account(20, limit: 3600), ReadingLog(path: path))
      #expect(read.count == 20 && unread.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: path), "there is nothing to remember")
    }
  }

  @Test func theNextRunBeginsWithWhatWasNotRead() async throws {
    try await TemporaryDirectory.with { directory in
      let log = ReadingLog(path: directory.file("a/b/log"))
      var seen: [String: Int] = [:]
      var former: [String] = []
      for run in 0..<6 {
        // With a quota of ten, a run can read six.
        let (read, unread) = try await read(
          account(10, limit: 10), log, at: moment(Double(run) * 60), concurrency: 1)
        #expect(read.count == 6 && unread.count == 4)
        #expect(Set(former).isSubset(of: read), "run \(run)")
        former = unread
        for id in read { seen[id, default: 0] += 1 }
      }
      #expect(seen.count == 10 && seen.values.allSatisfy { $0 >= 3 })
    }
  }

  @Test func withoutAMemoryEachDayBeginsElsewhere() async throws {
    var seen: Set<String> = []
    for day in 0..<3 {
      seen.formUnion(
        try await read(account(10, limit: 10), at: moment(Double(day) * 86_400), concurrency: 1).read)
    }
    #expect(seen.count == 10)
  }

  @Test(arguments: ["", "\u{0}\u{1}", "x y z\n12\n99999999999999999999 w1\n1 w2 \n", "1800000000 w0"])
  func anythingMayStandInTheLog(_ content: String) async throws {
    try await TemporaryDirectory.with { directory in
      try directory.write(content, to: "log")
      let path = directory.file("log")
      #expect(try await read(account(10, limit: 10), ReadingLog(path: path), concurrency: 1).read.count == 6)
      let lines = try directory.read("log").split(separator: "\n")
      #expect(lines.count >= 6 && lines.allSatisfy { $0.hasPrefix("1800000000 w") })
    }
  }

  @Test func aFolderThatCannotBeMadeIsNoFailure() async throws {
    try await TemporaryDirectory.with { directory in
      try directory.write("", to: "file")
      let log = ReadingLog(path: directory.file("file/log"))
      #expect(try await read(account(10, limit: 10), log, concurrency: 1).read.count == 6)
    }
  }

  @Test func eventsThatArrivedLaterCount() {
    let tally = DeliveryTally([
      record("1", "FAILED", at: -50, event: "a"), record("2", at: -40, event: "a"),
      record("3", "FAILED", at: -30, event: "b"), record("4", "PENDING", at: -20, event: "b"),
      record("5", "FAILED", at: -10), record("6", at: -5), record("7", nil, at: 0),
    ])
    #expect(tally.ended == 5 && tally.missed == 2 && tally.rate == 0.6)
    #expect(tally.latestMissed?.id == "5" && !tally.isLatestMissed)
    #expect(DeliveryTally([]).rate == nil && DeliveryTally([record("1", "PENDING")]).rate == nil)
    #expect(DeliveryTally([record("1", "FAILED")]).isLatestMissed)
  }
}
