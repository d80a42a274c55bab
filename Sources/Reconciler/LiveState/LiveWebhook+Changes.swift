extension LiveWebhook {
  /// What is no longer as it was, in one line each: `webhook 'Bot' (w1) is gone`.
  package static func changes(from before: [LiveWebhook], to now: [LiveWebhook]) -> [String] {
    let old = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
    let kept = Set(now.map(\.id))
    return before.filter { !kept.contains($0.id) }.map { "\($0.title) is gone" }
      + now.compactMap { webhook in
        guard let old = old[webhook.id] else { return "\(webhook.title) is new" }
        return old == webhook ? nil : "\(webhook.title) has changed"
      }
  }

  private var title: String { "webhook '\(name)' (\(id))" }
}
