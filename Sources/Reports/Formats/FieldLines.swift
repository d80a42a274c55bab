import AppStoreConnect
import Planning
import Platform

/// Lines for the fields of webhooks: a name, and what to say about the field.
struct FieldLines {
  let style: Style
  /// Whether several apps have it: then hosts are enough for URLs that only move.
  var isShared = false

  /// What a call does to a field.
  func planned(_ change: FieldChange, of webhook: WebhookPlan) -> [String] {
    switch change.field {
    // New webhooks are enabled unless the file says otherwise; repeating that would be noise.
    case .enabled where webhook.action == .create && change.after == .flag(true): return []
    case .url where change.before != nil && change.after != nil:
      if let hosts = hosts(of: change) { return lines(change, "host \(hosts.before) → \(hosts.after)") }
      return lines(change, [change.before.map { gone(shown($0)) }, change.after.map { new(shown($0)) }])
    case .name, .url, .enabled:
      return lines(
        change, [change.before, change.after].compactMap { $0.map(shown) }.joined(separator: " → "))
    case .secret:
      let verb = webhook.secret == .changed ? "changed" : "set"
      return lines(change, "\(verb) from \(change.after.map(shown) ?? "")")
    case .events:
      let events = change.eventTypes
      return lines(change, events.new.map { new(shown($0)) } + events.gone.map { gone(shown($0)) })
    }
  }

  /// How a field differs from the file.
  func differing(_ change: FieldChange, in webhook: WebhookDrift) -> [String] {
    switch change.field {
    case .name, .url, .enabled:
      let hosts = hosts(of: change)
      let live = hosts.map { "host \($0.before)" } ?? change.before.map(shown) ?? ""
      let wanted = hosts.map { "host \($0.after)" } ?? change.after.map(shown) ?? ""
      return lines(change, "\(style.yellow("is now"))     \(live)", "should be  \(wanted)")
    case .secret: return lines(change, TerminalText.escaped(webhook.words(onSecret: change)))
    case .events:
      let (extra, missing) = change.eventTypes
      return lines(
        change,
        missing.map { "\(style.red("missing"))    \(shown($0))" }
          + extra.map { "\(style.yellow("extra"))      \(shown($0))" })
    }
  }

  /// What a webhook has that isn't in the file.
  func additional(_ change: FieldChange) -> [String] {
    guard change.field == .events else { return lines(change, change.after.map(shown) ?? "") }
    return lines(change, change.eventTypes.new.map(shown))
  }

  private func hosts(of change: FieldChange) -> (before: String, after: String)? {
    guard isShared, let hosts = change.hosts else { return nil }
    return (TerminalText.escaped(String(hosts.before)), TerminalText.escaped(String(hosts.after)))
  }

  // Only signs are colored: whole URLs in color can't be read on every background.
  private func new(_ text: String) -> String { style.green("+") + " " + text }
  private func gone(_ text: String) -> String { style.red("-") + " " + text }

  private func lines(_ change: FieldChange, _ texts: String...) -> [String] { lines(change, texts) }

  private func lines(_ change: FieldChange, _ texts: [String?]) -> [String] {
    texts.compactMap { $0 }.enumerated().map { index, text in
      let name = index == 0 ? change.field.rawValue : ""
      return "      " + name + String(repeating: " ", count: 9 - name.count) + text + "\n"
    }
  }

  private func shown(_ value: FieldChange.Value) -> String { TerminalText.escaped(value.text) }
  private func shown(_ event: EventType) -> String { TerminalText.escaped(event.rawValue) }
}
