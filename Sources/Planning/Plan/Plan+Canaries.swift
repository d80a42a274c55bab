import DesiredState

extension Plan {
  /// The places of the apps on which a plan is tried before it goes on. They are in the order of the patterns
  /// that select them; among equals, apps come first in which a test event can show what the changes do, then
  /// those that lose no webhook, then those with the fewest calls.
  package func canaries(_ count: Int, selection: AppSelection = .all) -> [Int] {
    let changed = apps.indices.filter { !apps[$0].steps.isEmpty }.map { index in
      let app = apps[index]
      let doubts = app.canBeTested ? app.steps.contains { $0.action == .delete } ? 1 : 0 : 2
      return (selection.place(of: app.facts), doubts, app.steps.count, index)
    }
    return changed.sorted(by: <).prefix(count).map { $0.3 }
  }
}

extension AppPlan {
  /// Whether a webhook that the plan creates or changes is enabled afterwards.
  package var canBeTested: Bool {
    webhooks.contains { webhook in
      guard [.create, .modify].contains(webhook.action) else { return false }
      if let change = webhook.changes.first(where: { $0.field == .enabled }) {
        return change.after == .flag(true)
      }
      return basis?.webhooks.first { $0.id == webhook.webhookId }?.enabled ?? true
    }
  }
}
