import AppStoreConnect
import Diagnostics

/// What becomes of one webhook.
package struct WebhookPlan: Sendable {
  /// What becomes of a webhook.
  package enum Action: String, Sendable, Hashable, CaseIterable {
    /// It is missing and will be created.
    case create
    /// It differs and will be changed.
    case modify
    /// It is there, the file doesn't list it, and it will be deleted.
    case delete
    /// It is as it should be.
    case unchanged
    /// It is there, the file doesn't list it, and it stays.
    case unmanaged
  }

  /// What is known of a webhook's secret, which can't be read back.
  package enum SecretStatus: String, Sendable, Hashable {
    /// The one on record is the one that the source gives.
    case unchanged
    /// The source gives another than the one on record.
    case changed
    /// There is no record, or the source isn't available here.
    case unknown
    /// It will be set, with the webhook.
    case set
  }

  /// What becomes of it.
  package var action: Action
  /// Its name after the plan; of one that goes or stays as it is, the live one.
  package var name: String
  /// Apple's ID; `nil` for one to be created.
  package var webhookId: String?
  /// What changes, field by field; empty for `unchanged` and `unmanaged`.
  package var changes: [Change] = []
  /// What is known of its secret; `nil` where it is none of ours.
  package var secret: SecretStatus?
  /// Why its secret is unknown, or counts as changed although its source may not have changed.
  package var secretReason: String?
  /// Where it stands in the file.
  package var location: SourceRange?
  /// Why, where it isn't plain.
  package var reason: String?
  /// What it is called as long as it has another role than the one that it gets; `nil` if it keeps its role.
  package var formerName: String?
  /// The event types that it keeps although the file doesn't list them, because this version doesn't know them.
  package var keptEvents: [EventType] = []
}

/// One field of a webhook that changes.
package enum Change: Sendable, Hashable {
  case name(before: String?, after: String?)
  case url(before: String?, after: String?)
  /// The event types, sorted.
  case events(before: [EventType]?, after: [EventType]?)
  /// Whether events are delivered.
  case enabled(before: Bool?, after: Bool?)
  /// The secret, given by a description of its source.
  case secret(before: String?, after: String?)
}
