import Diagnostics

/// What would have to change so that App Store Connect has what the file says, and the calls that do it.
package struct Plan: Sendable {
  /// The apps of the file, in its order.
  package var apps: [AppPlan]
  /// What the user should know before applying it.
  package var warnings: [Diagnostic]
  /// The IDs of apps whose records apply drops, for there is nothing more to do for them.
  package var dropped: [String] = []
  /// What is worth knowing of what was looked at, in whole sentences.
  package var notes: [String] = []

  package init(apps: [AppPlan] = [], warnings: [Diagnostic] = []) {
    self.apps = apps
    self.warnings = warnings
  }

  /// How many webhooks there are of each action, over all apps.
  package var summary: Summary {
    var summary = Summary()
    for app in apps {
      for webhook in app.webhooks { summary[webhook.action] += 1 }
    }
    return summary
  }

  /// All calls, app by app, each app's in the order in which they are made.
  package var steps: [Step] { apps.flatMap(\.steps) }

  /// Whether there is anything to do.
  package var hasChanges: Bool { apps.contains { !$0.steps.isEmpty } }

  /// The apps that could not be read or planned.
  package var failedApps: [AppPlan] { apps.filter { $0.failure != nil } }

  /// How many webhooks there are of each action.
  package struct Summary: Sendable, Hashable {
    private var counts: [WebhookPlan.Action: Int] = [:]

    /// The number of webhooks of an action.
    package subscript(action: WebhookPlan.Action) -> Int {
      get { counts[action, default: 0] }
      set { counts[action] = newValue }
    }
  }
}
