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
  /// After the plan; of one that goes or stays as it is, the live one.
  package var name: String
  package var webhookId: String?
  /// Empty for `unchanged` and `unmanaged`.
  package var changes: [FieldChange] = []
  /// `nil` if it is none of ours.
  package var secret: SecretStatus?
  /// Why it is unknown, or counts as changed although its source may not have changed.
  package var secretReason: String?
  package var location: SourceRange?
  /// Where its parts stand; `nil` for one that goes or is none of ours.
  package var locations: DesiredWebhook.Locations?
  package var reason: String?
  /// What it is called as long as it has another role than the one that it gets; `nil` if it keeps its role.
  package var formerName: String?
  /// Those that the file doesn't list, and this version doesn't know.
  package var keptEvents: [EventType] = []
  /// Whether a sensitive variable stands in the URL that the files give it.
  package var hasSensitiveURL = false
}
