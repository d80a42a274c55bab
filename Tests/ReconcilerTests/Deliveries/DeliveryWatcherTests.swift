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

/// Following deliveries with a clock that only passes while nobody reads.
@Suite struct DeliveryWatcherTests {
  private static let type = EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")

  /// An account that shares the watcher's clock, and what happens there in which second.
  private struct Bench {
    let simulator: AppStoreConnectSimulator
    let client: Client
    let time: LockedValue<Duration>
    /// The seconds in which requests were made.
    let asked = LockedValue<[Int64]>([])
    let webhooks: [WebhookReference]
    let plan = LockedValue<[(second: Int64, action: @Sendable (AppStoreConnectSimulator) -> Void)]>([])

    init(
      _ count: Int = 1, limit: Int = 3_600, faults: FaultPlan? = nil,
      receiver: @escaping @Sendable (_ number: Int) -> Simulator.DeliveryOutcome? = { _ in
        .answered(status: 200, body: "ok")
      }, held: LockedValue<[@Sendable (Simulator.DeliveryOutcome) -> Void]>? = nil
    ) {
      let time = LockedValue(Duration.zero)
      self.time = time
      let asked = asked
      let number = LockedValue(0)
      var configuration = AppStoreConnectSimulator.Configuration(
        hourlyLimit: limit,
        now: { time.withLock { moment(Double($0.milliseconds) / 1_000) } },
        sender: { _, complete in
          let next = number.withLock { number in
            number += 1
            return number
          }
          if let outcome = receiver(next) {
            complete(outcome)
          } else {
            held?.withLock { $0.append(complete) }
          }
        })
      configuration.onAnswer = { _ in
        asked.withLock { $0.append(time.withLock { $0.milliseconds / 1_000 }) }
      }
      let apps = (0..<count).map { fleetApp($0, nil, [fleetWebhook("w\($0)", "Hook \($0)")]) }
      let simulator = AppStoreConnectSimulator(fleet: Fleet(apps: apps), configuration: configuration)
      self.simulator = simulator
      let plan = plan
      let clock = WaitClock(
        now: { time.withLock { $0 } },
        sleep: { duration in
          let now = time.withLock { time in
            time += duration
            return time.milliseconds / 1_000
          }
          let due = plan.withLock { plan in
            let due = plan.filter { $0.second <= now }
            plan.removeAll { $0.second <= now }
            return due
          }
          for entry in due { entry.action(simulator) }
        }, random: { 0.5 })
      client = Client(
        transport: SimulatorTransport(simulator, faults: faults), tokens: nil, retries: .none, clock: clock,
        now: { time.withLock { moment(Double($0.milliseconds) / 1_000) } })
      webhooks = apps.map { app in
        WebhookReference(
          app: AppFacts(id: app.id, bundleId: app.bundleId), id: app.webhooks[0].id,
          name: app.webhooks[0].name, url: "https://a.example.com/", isEnabled: true)
      }
    }

    func at(_ seconds: Int64..., action: @escaping @Sendable (AppStoreConnectSimulator) -> Void) {
      plan.withLock { $0 += seconds.map { ($0, action) } }
    }

    /// An event of an app at some seconds.
    func event(_ seconds: Int64..., app: Int = 0) {
      let id = fleetApp(app, nil, []).id
      plan.withLock { plan in
        plan += seconds.map { ($0, { $0.recordEvent(appId: id, type: DeliveryWatcherTests.type) }) }
      }
    }

    /// What is reported in so many seconds: the second, and what, in words.
    func watch(
      for seconds: Double, since: Double? = nil, failedOnly: Bool = false,
      stop: @escaping @Sendable () -> Bool = { false }
    ) async throws -> (told: [String], outcome: DeliveryWatcher.Outcome) {
      let watcher = DeliveryWatcher(
        reader: DeliveryReader(client: client, concurrency: 1), failedOnly: failedOnly,
        begin: time.withLock { moment(Double($0.milliseconds) / 1_000) }, isStopped: stop)
      var told: [String] = []
      let outcome = try await watcher.watch(
        webhooks, since: since.map { moment($0) }, until: moment(seconds)
      ) { event in
        let second = time.withLock { $0.milliseconds / 1_000 }
        switch event {
        case .following(let interval): told.append("\(second) every \(interval.milliseconds / 1_000)")
        case .delivery(let item):
          let created = item.delivery.createdDate.map { Int($0.timeIntervalSince(moment(0)).rounded()) } ?? -1
          told.append("\(second) \(item.webhook.id) \(item.delivery.state?.rawValue ?? "") of \(created)")
        case .failures(let lists):
          told.append("\(second) \(lists.map(\.webhook.id).joined(separator: ", ")) can't be read")
        case .gone(let webhooks):
          told.append("\(second) \(webhooks.map(\.id).joined(separator: ", ")) gone")
        case .outOfQuota(let webhooks): told.append("\(second) no quota for \(webhooks)")
        }
      }
      return (told, outcome)
    }
  }

  @Test func newOnesAreToldOfOnce() async throws {
    let bench = Bench(2)
    bench.simulator.recordEvent(appId: fleetApp(0, nil, []).id, type: Self.type)
    bench.time.withLock { $0 = .seconds(1) }
    bench.event(12, 13)
    bench.event(12, app: 1)
    let (told, outcome) = try await bench.watch(for: 60)
    #expect(told == ["1 every 5", "16 w0 SUCCEEDED of 12", "16 w1 SUCCEEDED of 12", "16 w0 SUCCEEDED of 13"])
    #expect(outcome.deliveries.count == 3 && outcome.failed.isEmpty && outcome.failing.isEmpty)
  }

  @Test func thoseThatAreThereComeFirstIfAskedFor() async throws {
    let bench = Bench()
    bench.simulator.recordEvent(appId: fleetApp(0, nil, []).id, type: Self.type)
    bench.time.withLock { $0 = .seconds(3_600) }
    bench.simulator.recordEvent(appId: fleetApp(0, nil, []).id, type: Self.type)
    bench.event(3_700)
    let (told, _) = try await bench.watch(for: 3_800, since: -60)
    #expect(told.map { $0.split(separator: " ").last } == ["0", "3600", "5", "3700"])
  }

  @Test func anEndIsToldOfAsWell() async throws {
    let held = LockedValue<[@Sendable (Simulator.DeliveryOutcome) -> Void]>([])
    let bench = Bench(receiver: { $0 == 1 ? nil : .failed("Connect timed out") }, held: held)
    bench.event(11, 2_000)
    // Later than lists are searched again for news.
    bench.at(3_000) { _ in held.withLock { $0[0](.answered(status: 200, body: "")) } }
    let (told, outcome) = try await bench.watch(for: 3_100)
    #expect(
      told.dropFirst().map { $0.split(separator: " ", maxSplits: 1)[1] } == [
        "w0 PENDING of 11", "w0 FAILED of 2000", "w0 SUCCEEDED of 11",
      ])
    #expect(outcome.deliveries.count == 2 && outcome.failed.count == 1)
    let failed = Bench(receiver: { $0 == 1 ? .answered(status: 200, body: "") : .failed("no") })
    failed.event(11, 12)
    #expect(try await failed.watch(for: 60, failedOnly: true).told.dropFirst() == ["15 w0 FAILED of 12"])
  }

  @Test(arguments: [
    (1, 3_600, 5), (3, 3_600, 5), (4, 3_600, 6), (50, 3_600, 72), (192, 3_600, 275), (1, 50, 103),
  ])
  func theIntervalLeavesOthersTheirShare(webhooks: Int, limit: Int, seconds: Int64) {
    let interval = DeliveryWatcher.interval(webhooks: webhooks, hourlyLimit: limit)
    #expect(interval == .seconds(seconds))
    #expect(3_600 / Double(seconds) * Double(webhooks) <= Double(limit) * 0.7)
  }

  @Test func withoutQuotaItWaitsAndLosesNothing() async throws {
    let bench = Bench(4, limit: 100)
    // Somebody else uses most of it.
    for _ in 0..<60 { _ = try await bench.client.apps(ids: ["1000000000"]) }
    for app in 0..<4 { bench.event(1_000, 3_000, app: app) }
    let (told, _) = try await bench.watch(for: 7_500)
    #expect(told.first == "0 every 206" && told.contains("412 no quota for 2"), "\(told)")
    #expect(told.count { $0.contains("no quota") } <= 4, "\(told)")
    for app in 0..<4 {
      for second in [1_000, 3_000] {
        #expect(told.count { $0.hasSuffix(" w\(app) SUCCEEDED of \(second)") } == 1, "\(told)")
      }
    }
    // In no hour more than 70 of 100, including the other's 60.
    let asked = bench.asked.withLock { $0 }
    for second in asked { #expect(asked.count { $0 > second - 3_600 && $0 <= second } <= 70) }
  }

  @Test func aListThatCannotBeReadIsSaidOnceAndCatchesUp() async throws {
    let fails = FaultRule(.init(path: "/v1/webhooks/w1/deliveries"), .status(500), times: 300)
    let bench = Bench(2, faults: FaultPlan(rules: [fails]))
    bench.event(100, 1_400, app: 1)
    let (told, outcome) = try await bench.watch(for: 2_000)
    #expect(told.prefix(2) == ["0 w1 can't be read", "0 every 5"])
    #expect(told.dropFirst(2) == ["1500 w1 SUCCEEDED of 100", "1500 w1 SUCCEEDED of 1400"], "\(told)")
    #expect(outcome.failing.isEmpty)
    let still = try await Bench(2, faults: FaultPlan(rules: [fails])).watch(for: 20)
    #expect(still.outcome.failing.map(\.webhook.id) == ["w1"])
  }

  @Test func webhooksThatAreGoneAreLeftAndTheLastEndsIt() async throws {
    func gone(_ id: String, at look: Int) -> FaultRule {
      FaultRule(.init(path: "/v1/webhooks/\(id)/deliveries", nth: .only([look])), .status(404))
    }
    let bench = Bench(2, faults: FaultPlan(rules: [gone("w0", at: 3), gone("w1", at: 5)]))
    let (told, outcome) = try await bench.watch(for: 10_000)
    #expect(told == ["0 every 5", "10 w0 gone", "20 w1 gone"])
    #expect(outcome.isEmpty && outcome.failing.isEmpty)
  }

  @Test func thoseThatGoTogetherAreToldOfOnce() async throws {
    let gone = FaultRule(.init(path: "/v1/webhooks/*", nth: .only([3, 4])), .status(404))
    let (told, outcome) = try await Bench(2, faults: FaultPlan(rules: [gone])).watch(for: 10_000)
    #expect(told == ["0 every 5", "5 w0, w1 gone"] && outcome.isEmpty)
  }

  @Test func aKeyThatIsRefusedEndsIt() async throws {
    let refusal = FaultRule(.init(path: "/v1/webhooks/*", nth: .only(Set(4...20))), .status(401))
    let bench = Bench(3, faults: FaultPlan(rules: [refusal]))
    let (told, outcome) = try await bench.watch(for: 10_000)
    #expect(told == ["0 every 5", "5 w0, w1, w2 can't be read"])
    #expect(outcome.failing.count == 3)
  }

  @Test func itStopsAtOnce() async throws {
    let bench = Bench(50)
    let time = bench.time
    let (told, outcome) = try await bench.watch(for: 10_000) { time.withLock { $0 >= .seconds(10) } }
    #expect(told == ["0 every 72"] && outcome.failing.isEmpty)
    #expect(time.withLock { $0 } == .seconds(10), "and doesn't wait for the next look")
    #expect(bench.asked.withLock { $0.count } == 50)
  }
}
