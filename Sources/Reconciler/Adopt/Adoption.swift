import DesiredState
import Diagnostics
import Planning
import YAML

/// What has to change in desired-state files so that they say what is live, and what can't be said.
package struct Adoption: Sendable {
  /// The files that change, each with its edits.
  package var files: [(file: SourceFile, edits: [SourceEdit])] = []
  /// What the files will say.
  package var adopted: [Item] = []
  /// What they won't say, and why.
  package var left: [Item] = []
  /// New environment variables, with the webhooks whose secrets they hold.
  package var variables: [ImportedState.Variable] = []

  package init() {}

  /// One difference between a file and what is live.
  package struct Item: Sendable {
    package enum Kind: String, Sendable {
      /// The webhook is live and different.
      case changed
      /// The webhook is live, and no file lists it.
      case additional
      /// The webhook isn't live.
      case missing
      /// No file lists the app.
      case newApp
      /// The API key doesn't see the app any more.
      case goneApp
    }

    package var app: String
    package var kind: Kind
    /// The webhook's name in the file, or its live one if it is additional; `nil` for an app.
    package var webhook: String?
    package var webhookId: String?
    /// The fields that differ, if the webhook has changed.
    package var fields: [Field] = []
    /// Why it isn't adopted.
    package var reason: Reason?
    /// Where the file has the webhook or the app.
    package var location: SourceRange?
  }

  package typealias Field = FieldChange.Field

  /// Why something isn't adopted.
  package enum Reason: Sendable {
    /// It takes `--accept-missing` to remove something from the file.
    case notAccepted
    /// Removing an app takes it, too: the key may just not see the app.
    case goneNotAccepted
    /// App Store Connect doesn't show secrets.
    case secret(SecretSource)
    /// A file can't describe it.
    case undescribable(ImportedState.Reason)
    /// Its name or URL holds what mustn't be shown.
    case confidential
    /// It may be what these sensitive variables stand for, which have no value here.
    case unset([String])
    /// It is in a part of the file that an alias repeats.
    case shared
    /// A rule gives it to the app.
    case rule
    /// The app would have more webhooks than Apple allows.
    case full
    /// The file calls it a former name of another webhook.
    case formerName(of: String)
    /// It is missing, and a rule would give it to the app again.
    case missingOfRule
    /// No file lists the app, and it wasn't asked for.
    case notListed
    /// The file's layout has no place for the change, or the file would then say something else.
    case noPlace
  }
}

/// What to adopt.
package struct AdoptionScope: Sendable {
  /// Names and IDs of webhooks; none means all.
  package var webhooks: Set<String>
  /// Whether what isn't live is taken out of the files.
  package var acceptsMissing: Bool
  /// Whether apps that left the files are taken in again.
  package var takesLeftApps: Bool

  package init(webhooks: Set<String> = [], acceptsMissing: Bool = false, takesLeftApps: Bool = false) {
    self.webhooks = webhooks
    self.acceptsMissing = acceptsMissing
    self.takesLeftApps = takesLeftApps
  }

  func includes(_ names: String?...) -> Bool {
    webhooks.isEmpty || names.contains { $0.map(webhooks.contains) == true }
  }
}
