import DesiredState
import Diagnostics
import Planning
import YAML

/// What has to change in desired-state files so that they say what is live, and what can't be said.
package struct Adoption: Sendable {
  /// The files that change, in their order, each with its edits.
  package var files: [(file: SourceFile, edits: [SourceEdit])] = []
  /// What the files will say.
  package var adopted: [Item] = []
  /// What they won't, and why.
  package var left: [Item] = []
  /// Environment variables that new webhooks take their secrets from, and the webhooks.
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
      /// The app isn't there any more.
      case goneApp
    }

    /// What to call the app.
    package var app: String
    package var kind: Kind
    /// The webhook's name in the file, or its live one if it is additional; `nil` for an app.
    package var webhook: String?
    package var webhookId: String?
    /// The fields that are meant, of a changed webhook.
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
    /// As an app that may just not be visible.
    case goneNotAccepted
    /// App Store Connect doesn't show secrets.
    case secret(SecretSource)
    /// The file can't say it.
    case undescribable(ImportedState.Reason)
    /// Its name or URL holds what mustn't be seen.
    case confidential
    /// It stands in a part of the file that an alias repeats.
    case shared
    /// A rule gives it to the app.
    case rule
    /// The app would have more webhooks than it can.
    case full
    /// The file calls it a former name of another webhook.
    case formerName(of: String)
    /// It is missing, and a rule gives it to the app again.
    case missingOfRule
    /// No file lists the app, and it wasn't asked for.
    case notListed
    /// The file as written leaves no place for the change, or would then say something else.
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
