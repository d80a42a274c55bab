import DesiredState
import Diagnostics

/// How the live webhooks differ from what the files say, but not which calls would close the difference.
package struct DriftReport: Sendable {
  /// The apps of the files in their order, then apps that left them, then apps that no file names.
  package var apps: [AppDrift]
  /// Apps that were handed over and are still on record.
  package var forgotten: [RecordedApp]

  package init(apps: [AppDrift] = [], forgotten: [RecordedApp] = []) {
    (self.apps, self.forgotten) = (apps, forgotten)
  }

  package var hasDrift: Bool { !forgotten.isEmpty || apps.contains { $0.hasDrift } }

  package var tally: [WebhookDrift.Kind: Int] {
    apps.flatMap(\.differences).reduce(into: [:]) { $0[$1.kind, default: 0] += 1 }
  }
}

package struct AppDrift: Sendable {
  package enum Standing: String, Sendable, Hashable, CaseIterable {
    /// A file names it, or a rule of `defaults` matches it.
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
  /// Whether a rule matches it and no file names it.
  package var isByDefaults = false
  /// Whether App Store Connect has no such app that the API key may see, although a file names it or a rule
  /// matches it.
  package var isGone = false
  /// The bundle ID under which it is on record and a rule matched it, if none matches its new one.
  package var renamedFrom: String?
  /// The bundle ID of a similar app that the key may see, which may be meant.
  package var nearest: String?
  /// Whether it is in neither the files nor a default, and the policy doesn't say that it needn't be.
  package var isUncovered = false
  /// Whether being uncovered is a difference of its own: there are rules, and none of its webhooks is one.
  package var isMissed = false
  /// How many of its webhooks the state file knows; `nil` without a state file.
  package var recorded: Int?
  /// The missing ones first, then the changed and the additional ones.
  package var differences: [WebhookDrift] = []
  package var unchanged = 0
  /// How many of these have a secret that may have changed.
  package var unknownSecrets = 0
  /// How many live webhooks the file leaves alone: `ignore` rules cover them, or `prune` is off.
  package var unmanaged = 0
  package var failure: AppFailure?
  package var title: String { facts.bundleId ?? key }

  /// What brings the app in; `nil` if nothing does.
  package var coveredBy: AppPlan.CoveredBy? {
    standing == .listed ? isByDefaults ? .defaults : .listed : nil
  }

  package var hasDrift: Bool { isGone || isMissed || renamedFrom != nil || !differences.isEmpty }
  /// Whether there is anything to report.
  package var isNotable: Bool { hasDrift || failure != nil }
}
