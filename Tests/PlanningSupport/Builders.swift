import AppStoreConnect
import DesiredState
import Diagnostics
import Planning

/// Event types by short names: most tests care only whether two are the same.
package enum Event {
  package static let state: EventType = "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED"
  package static let build: EventType = "BUILD_UPLOAD_STATE_UPDATED"
  package static let beta: EventType = "BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED"
  package static let crash: EventType = "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED"
  package static let screenshot: EventType = "BETA_FEEDBACK_SCREENSHOT_SUBMISSION_CREATED"
  /// One that this version doesn't know.
  package static let future: EventType = "SOMETHING_NEW_CREATED"
}

extension EventType: ExpressibleByStringLiteral {
  /// An event type by its name.
  public init(stringLiteral value: String) { self.init(rawValue: value) }
}

/// What is wrong with a file that a test takes for valid.
package struct InvalidFile: Error, CustomStringConvertible {
  package let description: String
}

/// Decodes a text that should be valid.
package func desiredState(
  _ yaml: String, path: String = "webhooks.yaml", values: VariableValues = VariableValues()
) throws -> DesiredState {
  let result = DesiredStateReader(values: values).decode([SourceFile(path: path, text: yaml)])
  guard let state = result.state else {
    throw InvalidFile(description: DiagnosticRenderer().render(result.diagnostics))
  }
  return state
}

/// Decodes the `apps` of a file, `version` and indentation apart.
package func desiredApps(_ yaml: String) throws -> [DesiredApp] {
  try desiredState("version: 1\n" + yaml).apps
}

/// A target with an environment secret.
package func target(
  _ name: String, _ url: String = "https://a.example.com/hook", _ events: [EventType] = [Event.build],
  enabled: Bool = true
) throws -> TargetWebhook {
  TargetWebhook(
    name: name, url: try WebhookURL(url), events: events.sorted(), enabled: enabled,
    secret: .environment("S"))
}

/// A live webhook.
package func live(
  _ id: String, _ name: String, _ url: String = "https://a.example.com/hook",
  _ events: [EventType] = [Event.build], enabled: Bool = true
) -> LiveWebhook {
  LiveWebhook(id: id, name: name, url: url, events: events, enabled: enabled)
}

extension Plan {
  /// Every webhook as `action name`, in the order of the plan.
  package var actions: [String] {
    apps.flatMap { app in app.webhooks.map { "\($0.action.rawValue) \($0.name)" } }
  }

  /// Every call as `action name`, in order.
  package var calls: [String] { steps.map { "\($0.action.rawValue) \($0.webhook)" } }
}

extension AppFailure {
  /// The case's name.
  package var kind: String { String("\(self)".prefix { $0 != "(" }) }
}
