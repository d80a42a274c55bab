import AppStoreConnect
import DesiredState
import Diagnostics

/// How one webhook differs from what the files say.
package struct WebhookDrift: Sendable, Hashable {
  /// The ways in which a webhook can differ.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The file lists it, and it isn't there.
    case missing
    /// It is there, and not as the file says.
    case changed
    /// It is there, and the file doesn't list it.
    case additional
  }

  /// What the state file knows of how it came about.
  package enum Origin: Sendable, Hashable {
    /// Storehooks made or took over this webhook, and somebody else has deleted it.
    case deletedByHand(webhookId: String)
    /// Storehooks has never made it, although it looks after others of the app: the file is newer than the
    /// last apply.
    case notAppliedYet
    /// Storehooks didn't make it.
    case addedByHand
    /// Storehooks made it or took it over, and the file doesn't list it any more.
    case leftTheFile
    /// Storehooks made it or took it over under this name, and somebody else has renamed it.
    case renamedByHand(from: String)
    /// It has the name that Storehooks gave it, and the file has another by now.
    case renamedInTheFile
  }

  /// One field of a webhook that is there and should be otherwise.
  package enum Field: Sendable, Hashable {
    case name(live: String, file: String)
    case url(live: String, file: String)
    /// The event types, sorted.
    case events(live: [EventType], file: [EventType])
    /// Whether events are delivered.
    case enabled(live: Bool, file: Bool)
    /// The secret's source gives another one than Storehooks has written, or may do so: then `doubt` says why that
    /// isn't known. The live one can't be read.
    case secret(SecretSource, doubt: String?)
  }

  /// In which way it differs.
  package var kind: Kind
  /// Its name: of a missing or a changed one what the file calls it, of an additional one the live name.
  package var name: String
  /// Apple's ID; `nil` for one that is missing.
  package var webhookId: String?
  /// Its URL: of an additional one the live one, else the file's.
  package var url: String
  /// The event types that it delivers, if it is additional; that it should deliver, if it is missing; else
  /// none.
  package var events: [EventType] = []
  /// Whether it delivers events, or should if it is missing.
  package var enabled: Bool
  /// The fields that differ; for a changed one only.
  package var fields: [Field] = []
  /// Where it stands in the file; `nil` for an additional one.
  package var location: SourceRange?
  /// How it came about, as far as the state file tells.
  package var origin: Origin?
  /// Whether the app has another live webhook of this name, which is the one of the file.
  package var isTwin = false
}
