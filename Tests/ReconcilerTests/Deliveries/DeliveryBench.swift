import AppStoreConnect
import HTTPTransport
import Simulator
import TestSupport

@testable import DesiredState
@testable import Reconciler

/// A simulator whose receivers answer as a test wants, and whose time passes when somebody waits.
struct DeliveryBench {
  /// What a receiver does with its deliveries, by its webhook's ID; the number counts from 1.
  typealias Receiver = @Sendable (_ webhookId: String, _ number: Int) -> DeliveryOutcome?

  typealias DeliveryOutcome = Simulator.DeliveryOutcome

  let simulator: AppStoreConnectSimulator
  let client: Client
  let clock: WaitClock
  let requests: RecordingTransport

  /// - Parameters:
  ///   - receiver: answers a delivery; `nil` leaves it pending.
  ///   - transport: what requests pass on their way to the simulator.
  init(
    _ webhooks: [Fleet.Webhook], retries: RetryPolicy = .none, faults: FaultPlan? = nil,
    clock: WaitClock = .instant(),
    through wrap: (any Transport) -> any Transport = { $0 },
    receiver: @escaping Receiver = { _, _ in .answered(status: 200, body: "ok") }
  ) {
    let counts = LockedValue<[String: Int]>([:])
    let configuration = AppStoreConnectSimulator.Configuration(
      now: { moment(0) },
      sender: { attempt, complete in
        let number = counts.withLock { counts in
          counts[attempt.webhookId, default: 0] += 1
          return counts[attempt.webhookId] ?? 0
        }
        if let outcome = receiver(attempt.webhookId, number) { complete(outcome) }
      })
    simulator = AppStoreConnectSimulator(
      fleet: Fleet(apps: [fleetApp(0, "com.example.notes", webhooks)]), configuration: configuration)
    self.clock = clock
    requests = RecordingTransport(wrap(SimulatorTransport(simulator, faults: faults)))
    client = Client(transport: requests, tokens: nil, retries: retries, clock: clock)
  }

  func follower(
    wait: Duration = .seconds(60), isStopped: @escaping @Sendable () -> Bool = { false }
  ) -> DeliveryFollower {
    DeliveryFollower(client: client, wait: wait, clock: clock, now: { moment(0) }, isStopped: isStopped)
  }

  /// Tests all webhooks.
  func ping(
    wait: Duration = .seconds(60), new: Set<String> = [],
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) async -> [PingResult] {
    await Pinger(client: client, follower: follower(wait: wait, isStopped: isStopped))
      .ping(webhooks, new: new)
  }

  var webhooks: [WebhookReference] {
    simulator.fleet.apps.flatMap { app in
      app.webhooks.map { webhook in
        WebhookReference(
          app: AppFacts(id: app.id, bundleId: app.bundleId, name: app.name), id: webhook.id,
          name: webhook.name, url: webhook.url, isEnabled: webhook.enabled)
      }
    }
  }

  /// The requests so far: method and last part of the path.
  var calls: [String] {
    requests.requests.map { request in
      "\(request.method.rawValue) \(request.url.prefix { $0 != "?" }.split(separator: "/").last ?? "")"
    }
  }
}

extension Reconciler.DeliveryOutcome {
  /// The case's name, and the delivery's state if there is one.
  var kind: String {
    String("\(self)".prefix { $0 != "(" }) + (delivery?.state.map { " \($0.rawValue)" } ?? "")
  }
}
