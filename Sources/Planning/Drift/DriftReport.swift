import DesiredState
import Diagnostics

/// How the live webhooks differ from what the files say, and not which calls would close the difference.
package struct DriftReport: Sendable {
  /// The apps of the files in their order, then apps that left them, then apps that no file names.
  package var apps: [AppDrift]

  package init(apps: [AppDrift] = []) { self.apps = apps }

  package var hasDrift: Bool { apps.contains { $0.hasDrift } }
  package var notable: [AppDrift] { apps.filter { $0.hasDrift || $0.failure != nil } }

  package var tally: [WebhookDrift.Kind: Int] {
    apps.flatMap(\.differences).reduce(into: [:]) { $0[$1.kind, default: 0] += 1 }
  }
}

package struct AppDrift: Sendable {
  package enum Standing: String, Sendable, Hashable, CaseIterable {
    case listed
    /// No file names it any more, but the state file knows webhooks of ours in it.
    case left
    case unlisted
  }

  package var facts: AppFacts
  /// What the file calls it; for an app that no file names, its bundle ID or Apple ID.
  package var key: String
  package var location: SourceRange?
  package var standing: Standing
  /// Whether a file names it and App Store Connect has no such app that the API key may see.
  package var isGone = false
  /// How many of its webhooks the state file knows; `nil` without a state file.
  package var recorded: Int?
  /// The missing ones first, then the changed and the additional ones.
  package var differences: [WebhookDrift] = []
  package var unchanged = 0
  /// How many of these have a secret of which it isn't known whether it changed.
  package var unknownSecrets = 0
  /// How many live webhooks the file leaves alone: `ignore` rules cover them, or `prune` is off.
  package var unmanaged = 0
  package var failure: AppFailure?
  package var title: String { facts.bundleId ?? key }
  package var hasDrift: Bool { isGone || !differences.isEmpty }
}
