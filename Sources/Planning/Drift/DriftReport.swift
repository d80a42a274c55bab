import DesiredState
import Diagnostics

/// How the live webhooks differ from what the files say, seen from App Store Connect: what is there now and
/// what should be, and not which calls would close the difference.
///
/// One value for every renderer; nothing in it is prose.
package struct DriftReport: Sendable {
  /// Every app of the files in their order, then apps that left them, then apps that no file names, where
  /// those were looked for.
  package var apps: [AppDrift]

  package init(apps: [AppDrift] = []) { self.apps = apps }

  /// Whether anything differs.
  package var hasDrift: Bool { apps.contains { $0.hasDrift } }

  /// The apps with something to tell: a difference, or that they could not be compared.
  package var notable: [AppDrift] { apps.filter { $0.hasDrift || $0.failure != nil } }

  /// How many webhooks differ in each way, over all apps.
  package var tally: [WebhookDrift.Kind: Int] {
    apps.flatMap(\.differences).reduce(into: [:]) { $0[$1.kind, default: 0] += 1 }
  }
}

/// How the live webhooks of one app differ from what the files say.
package struct AppDrift: Sendable {
  /// Whose the app is.
  package enum Standing: String, Sendable, Hashable, CaseIterable {
    /// A file names it.
    case listed
    /// No file names it any more, and the state file knows webhooks that Storehooks made or took over in it.
    case left
    /// No file names it.
    case unlisted
  }

  /// What is known of the app.
  package var facts: AppFacts
  /// What the file calls it; for an app that no file names, its bundle ID or Apple ID.
  package var key: String
  /// Where the file names it.
  package var location: SourceRange?
  /// Whose it is.
  package var standing: Standing
  /// Whether a file names it and App Store Connect has no such app that the API key may see.
  package var isGone = false
  /// How many of its webhooks the state file knows; `nil` without a state file.
  package var recorded: Int?
  /// The webhooks that differ: those that are missing first, then the changed and the additional ones.
  package var differences: [WebhookDrift] = []
  /// How many webhooks are as the file says.
  package var unchanged = 0
  /// How many of these have a secret of which it isn't known whether it changed.
  package var unknownSecrets = 0
  /// How many live webhooks the file leaves alone: `ignore` rules cover them, or `prune` is off.
  package var unmanaged = 0
  /// Why it could not be compared, or why no plan can be made for it.
  package var failure: AppFailure?

  /// The name by which reports call it.
  package var title: String { facts.bundleId ?? key }

  /// Whether anything differs; of an app that could not be read nobody knows.
  package var hasDrift: Bool { isGone || !differences.isEmpty }
}
