import AppStoreConnect
import DesiredState
import Diagnostics

package struct WebhookDrift: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case missing, changed, additional
  }

  /// What the state file knows of how it came about.
  package enum Origin: Sendable, Hashable {
    case deletedByHand(webhookId: String)
    /// Never made, although the state file knows others of the app: the file is newer than the last apply.
    case notAppliedYet
    case addedByHand, leftTheFile
    case renamedByHand(from: String)
    case renamedInTheFile
  }

  package var kind: Kind
  /// The live name of an additional webhook, else the file's.
  package var name: String
  package var webhookId: String?
  /// The live URL of an additional webhook, else the file's.
  package var url: String
  /// What an additional webhook delivers, or a missing one should; empty for others.
  package var events: [EventType] = []
  package var enabled: Bool
  /// From the live value to the file's; only for a changed webhook.
  package var fields: [FieldChange] = []
  /// Why it isn't known whether the secret differs, if it is among the fields.
  package var secretDoubt: String?
  package var location: SourceRange?
  package var locations: DesiredWebhook.Locations?
  package var origin: Origin?
  /// Whether the app has another live webhook of this name, which is the one of the file.
  package var isTwin = false
  /// Whether apply deletes it.
  package var isDeleted = false
}
