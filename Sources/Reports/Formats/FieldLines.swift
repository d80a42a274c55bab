import AppStoreConnect
import Planning
import Platform

/// Fields of webhooks in reports for people: a name, and what there is to say of the field.
struct FieldLines {
  let style: Style

  /// What a call does to a field.
  func planned(_ change: FieldChange, of webhook: WebhookPlan) -> [String] {
    switch change.field {
    // A new webhook is enabled unless the file says otherwise; saying so each time would be noise.
    case .enabled where webhook.action == .create && change.after == .flag(true): return []
    case .name, .url, .enabled:
      return lines(
        change, [change.before, change.after].compactMap { $0.map(shown) }.joined(separator: " → "))
    case .secret:
      let verb = webhook.secret == .changed ? "changed" : "set"
      return lines(change, "\(verb) from \(change.after.map(shown) ?? "")")
    case .events:
      let (gone, new) = change.eventTypes
      return lines(
        change, new.map { style.green("+ \(shown($0))") } + gone.map { style.red("- \(shown($0))") })
    }
  }

  /// How a field differs from the file.
  func differing(_ change: FieldChange, in webhook: WebhookDrift) -> [String] {
    switch change.field {
    case .name, .url, .enabled:
      return lines(
        change,
        [
          "is now     \(style.yellow(change.before.map(shown) ?? ""))",
          "should be  \(change.after.map(shown) ?? "")",
        ])
    case .secret: return lines(change, TerminalText.escaped(webhook.words(onSecret: change)))
    case .events:
      let (extra, missing) = change.eventTypes
      return lines(
        change,
        missing.map { "missing    \(style.red(shown($0)))" }
          + extra.map { "extra      \(style.yellow(shown($0)))" })
    }
  }

  /// What a webhook has that the file doesn't list.
  func additional(_ change: FieldChange) -> [String] {
    guard change.field == .events else { return lines(change, change.after.map(shown) ?? "") }
    return lines(change, change.eventTypes.new.map(shown))
  }

  private func lines(_ change: FieldChange, _ texts: String...) -> [String] { lines(change, texts) }

  private func lines(_ change: FieldChange, _ texts: [String]) -> [String] {
    texts.enumerated().map { index, text in
      let name = index == 0 ? change.field.rawValue : ""
      return "      " + name + String(repeating: " ", count: 9 - name.count) + text + "\n"
    }
  }

  private func shown(_ value: FieldChange.Value) -> String { TerminalText.escaped(value.text) }
  private func shown(_ event: EventType) -> String { TerminalText.escaped(event.rawValue) }
}
