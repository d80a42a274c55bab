import Diagnostics

package struct Plan: Sendable {
  /// In the order of the file.
  package var apps: [AppPlan]
  package var warnings: [Diagnostic]
  /// The IDs of apps whose records apply drops, because nothing is left to do for them.
  package var dropped: [String] = []
  /// Apps that were handed over, whose records apply drops; that counts as a change.
  package var forgotten: [RecordedApp] = []
  /// How many apps of the files, or on record, weren't looked at because a base asks the same of them; `nil` without a
  /// base.
  package var notCompared: Int?
  /// Whether apps that only rules bring in weren't looked at either, however many there are.
  package var skipsDefaults = false
  /// Remarks on what was looked at, in whole sentences.
  package var notes: [String] = []
  /// The webhooks of apps that a saved plan leaves out because it reads only those that it changes: as they
  /// were when it was made.
  package var untouched = Summary()

  package init(apps: [AppPlan] = [], warnings: [Diagnostic] = []) {
    self.apps = apps
    self.warnings = warnings
  }

  package var summary: Summary {
    var summary = untouched
    for app in apps {
      for webhook in app.webhooks { summary[webhook.action] += 1 }
    }
    return summary
  }

  package var steps: [Step] { apps.flatMap(\.steps) }

  package var hasChanges: Bool { hasCalls || !forgotten.isEmpty }

  package var hasCalls: Bool { apps.contains { !$0.steps.isEmpty } }

  /// Whether an app could not be planned because a variable has no value.
  package var lacksVariables: Bool {
    apps.contains { if case .unset? = $0.failure { true } else { false } }
  }

  package var failedApps: [AppPlan] { apps.filter { $0.failure != nil } }

  package struct Summary: Sendable, Hashable {
    private var counts: [WebhookPlan.Action: Int] = [:]

    package subscript(action: WebhookPlan.Action) -> Int {
      get { counts[action, default: 0] }
      set { counts[action] = newValue }
    }
  }
}
