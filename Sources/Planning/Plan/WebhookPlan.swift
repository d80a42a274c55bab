import AppStoreConnect
import DesiredState
import Diagnostics

package struct WebhookPlan: Sendable {
  package enum Action: String, Sendable, Hashable, CaseIterable {
    case create, modify, delete, unchanged
    /// It is there, the file doesn't list it, and it stays.
    case unmanaged
  }

  /// What is known of a webhook's secret, which can't be read back.
  package enum SecretStatus: String, Sendable, Hashable {
    case unchanged, changed
    /// There is no record, or the source isn't available here.
    case unknown
    /// It will be set, with the webhook.
    case set
  }

  package var action: Action
  /// The name after the plan; the live one if the webhook is deleted or left alone.
  package var name: String
  package var webhookId: String?
  /// Empty for `unchanged` and `unmanaged`.
  package var changes: [FieldChange] = []
  /// `nil` if it is none of ours.
  package var secret: SecretStatus?
  /// Why it is unknown, or counts as changed although its source may not have changed.
  package var secretReason: String?
  package var location: SourceRange?
  /// Where its parts stand; `nil` if it is deleted or none of ours.
  package var locations: DesiredWebhook.Locations?
  package var reason: String?
  /// Its name before the plan gives it another role; `nil` if it keeps its role.
  package var formerName: String?
  /// Event types that it keeps although the file doesn't list them, because this version doesn't know them.
  package var keptEvents: [EventType] = []
  /// Whether the URL that the files give it contains a sensitive variable.
  package var hasSensitiveURL = false
}
