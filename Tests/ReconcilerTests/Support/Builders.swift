import AppStoreConnect
import Diagnostics
import HTTPTransport
import Reconciler
import Simulator
import Testing

/// Event types by short names: most tests care only whether two are the same.
enum Event {
  static let state: EventType = "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED"
  static let build: EventType = "BUILD_UPLOAD_STATE_UPDATED"
  static let beta: EventType = "BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED"
  static let crash: EventType = "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED"
  static let screenshot: EventType = "BETA_FEEDBACK_SCREENSHOT_SUBMISSION_CREATED"
  /// One that this version doesn't know.
  static let future: EventType = "SOMETHING_NEW_CREATED"
}

extension EventType: ExpressibleByStringLiteral {
  /// An event type by its name.
  public init(stringLiteral value: String) { self.init(rawValue: value) }
}

/// Decodes a text; records every diagnostic as an issue where it is invalid.
func desiredState(_ yaml: String, path: String = "webhooks.yaml") throws -> DesiredState {
  let result = DesiredStateReader().decode([SourceFile(path: path, text: yaml)])
  return try #require(result.state, "\(DiagnosticRenderer().render(result.diagnostics))")
}

/// Decodes the `apps` of a file, `version` and indentation apart.
func desiredApps(_ yaml: String) throws -> [DesiredApp] {
  try desiredState("version: 1\n" + yaml).apps
}

/// A target with an environment secret.
func target(
  _ name: String, _ url: String = "https://a.example.com/hook", _ events: [EventType] = [Event.build],
  enabled: Bool = true
) throws -> TargetWebhook {
  TargetWebhook(
    name: name, url: try WebhookURL(url), events: events.sorted(), enabled: enabled,
    secret: .environment("S"))
}

/// A live webhook.
func live(
  _ id: String, _ name: String, _ url: String = "https://a.example.com/hook",
  _ events: [EventType] = [Event.build], enabled: Bool = true
) -> LiveWebhook {
  LiveWebhook(id: id, name: name, url: url, events: events, enabled: enabled)
}

/// A webhook of a fleet.
func fleetWebhook(
  _ id: String, _ name: String, _ url: String = "https://a.example.com/hook",
  _ events: [EventType] = [Event.build], enabled: Bool = true
) -> Fleet.Webhook {
  Fleet.Webhook(id: id, name: name, url: url, enabled: enabled, eventTypes: events)
}

/// An app of a fleet; by default its ID follows from nothing but the caller's number.
func fleetApp(_ number: Int, _ bundleId: String? = nil, _ webhooks: [Fleet.Webhook] = []) -> Fleet.App {
  Fleet.App(
    id: "\(1_000_000_000 + number)", bundleId: bundleId ?? "com.example.app\(number)",
    name: "App \(number)", webhooks: webhooks)
}

/// The pipeline from a YAML text to calls, against a simulator in process.
struct Pipeline {
  let simulator: AppStoreConnectSimulator
  let client: Client
  var environment = ["S": "a-secret", "T": "another-secret"]

  init(
    _ apps: [Fleet.App], configuration: AppStoreConnectSimulator.Configuration = .init(),
    through wrap: (any Transport) -> any Transport = { $0 }
  ) {
    simulator = AppStoreConnectSimulator(fleet: Fleet(apps: apps), configuration: configuration)
    client = Client(transport: wrap(SimulatorTransport(simulator)), tokens: nil, retries: .none)
  }

  func read(_ yaml: String, selection: AppSelection = .all) async throws -> [AppReading] {
    await LiveStateReader(client: client).read(try desiredState(yaml), selection: selection)
  }

  func plan(_ yaml: String, selection: AppSelection = .all) async throws -> Plan {
    Planner().plan(try await read(yaml, selection: selection))
  }

  func apply(_ plan: Plan) async throws -> Outcome {
    let secrets = try SecretStore(for: plan, reader: SecretReader(environment: environment))
    return await Applier(client: client, secrets: secrets).apply(plan)
  }

  /// What was asked so far: method and path, without queries.
  var calls: [String] {
    simulator.requestLog.map { "\($0.method) \($0.target.prefix { $0 != "?" })" }
  }

  /// What was asked so far and changes something.
  var writes: [String] { calls.filter { !$0.hasPrefix("GET ") } }
}

extension Plan {
  /// Every webhook as `action name`, in the order of the plan.
  var actions: [String] {
    apps.flatMap { app in app.webhooks.map { "\($0.action.rawValue) \($0.name)" } }
  }

  /// Every call as `action name`, in order.
  var calls: [String] { steps.map { "\($0.action.rawValue) \($0.webhook)" } }
}

extension AppFailure {
  /// The case's name.
  var kind: String { String("\(self)".prefix { $0 != "(" }) }
}
