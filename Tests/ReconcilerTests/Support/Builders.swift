import AppStoreConnect
import DesiredState
import Diagnostics
import HTTPTransport
import Planning
import PlanningSupport
import Reconciler
import Simulator
import TestSupport
import Testing

/// A webhook of a fleet.
func fleetWebhook(
  _ id: String, _ name: String, _ url: String = "https://a.example.com/hook",
  _ events: [EventType] = [Event.build], enabled: Bool = true
) -> Fleet.Webhook {
  Fleet.Webhook(id: id, name: name, url: url, enabled: enabled, eventTypes: events)
}

/// An app of a fleet; by default, its ID depends only on the caller's number.
func fleetApp(_ number: Int, _ bundleId: String? = nil, _ webhooks: [Fleet.Webhook] = []) -> Fleet.App {
  Fleet.App(
    id: "\(1_000_000_000 + number)", bundleId: bundleId ?? "com.example.app\(number)",
    name: "App \(number)", webhooks: webhooks)
}

/// The pipeline from a YAML text to calls, against a simulator in process.
struct Pipeline {
  let simulator: AppStoreConnectSimulator
  let client: Client
  private let log = LockedValue<[AnsweredRequest]>([])
  var environment = ["S": "a-secret", "T": "another-secret"]

  init(
    _ apps: [Fleet.App], configuration: AppStoreConnectSimulator.Configuration = .init(),
    through wrap: (any Transport) -> any Transport = { $0 }
  ) {
    var configuration = configuration
    let log = log
    configuration.onAnswer = { request in log.withLock { $0.append(request) } }
    simulator = AppStoreConnectSimulator(fleet: Fleet(apps: apps), configuration: configuration)
    client = Client(
      transport: wrap(SimulatorTransport(simulator)), tokens: nil, retries: .none, clock: .instant())
  }

  func read(_ yaml: String, selection: AppSelection = .all) async throws -> [AppReading] {
    await LiveStateReader(client: client).read(try desiredState(yaml), selection: selection).apps
  }

  func plan(_ yaml: String, selection: AppSelection = .all) async throws -> Plan {
    Planner().plan(try await read(yaml, selection: selection))
  }

  func apply(_ plan: Plan) async throws -> Outcome {
    let secrets = try SecretStore(for: plan, reader: SecretReader(environment: environment))
    return await Applier(client: client, secrets: secrets).apply(plan)
  }

  /// The requests so far: method and path, without queries.
  var calls: [String] {
    log.withLock { $0 }.map { "\($0.method) \($0.target.prefix { $0 != "?" })" }
  }

  /// The requests so far that change something.
  var writes: [String] { calls.filter { !$0.hasPrefix("GET ") } }
}
