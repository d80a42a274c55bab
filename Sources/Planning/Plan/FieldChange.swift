import AppStoreConnect
import DesiredState
import Diagnostics

/// A field of a webhook that isn't as it should be. A plan has it before and after its calls, drift has what
/// is live and what the file says, an outcome has what was sent and what Apple keeps.
package struct FieldChange: Sendable, Hashable {
  package enum Field: String, Sendable, Hashable, CaseIterable {
    case name, url, events, enabled, secret
  }

  package enum Value: Sendable, Hashable {
    /// A name, a URL, or a description of where a secret comes from.
    case text(String)
    case flag(Bool)
    /// Event types, sorted.
    case events([EventType])

    package var text: String {
      switch self {
      case .text(let text): text
      case .flag(let flag): String(flag)
      case .events(let events): "[\(events.map(\.rawValue).joined(separator: ", "))]"
      }
    }
  }

  package var field: Field
  package var before: Value?
  package var after: Value?

  package static func name(before: String?, after: String?) -> Self { text(.name, before, after) }
  package static func url(before: String?, after: String?) -> Self { text(.url, before, after) }
  package static func secret(before: String?, after: String?) -> Self { text(.secret, before, after) }

  package static func events(before: [EventType]?, after: [EventType]?) -> Self {
    Self(field: .events, before: before.map(Value.events), after: after.map(Value.events))
  }

  package static func enabled(before: Bool?, after: Bool?) -> Self {
    Self(field: .enabled, before: before.map(Value.flag), after: after.map(Value.flag))
  }

  private static func text(_ field: Field, _ before: String?, _ after: String?) -> Self {
    Self(field: field, before: before.map(Value.text), after: after.map(Value.text))
  }

  package var reversed: Self { Self(field: field, before: after, after: before) }

  /// The event types that one side alone has.
  package var eventTypes: (gone: [EventType], new: [EventType]) {
    let list = { (value: Value?) in if case .events(let events)? = value { events } else { [EventType]() } }
    let (old, new) = (list(before), list(after))
    let (oldSet, newSet) = (Set(old), Set(new))
    return (old.filter { !newSet.contains($0) }, new.filter { !oldSet.contains($0) })
  }
}

extension WebhookModification {
  /// What is sent for a field; `nil` if it stays as it is.
  package subscript(field: FieldChange.Field) -> FieldChange.Value? {
    switch field {
    case .name: name.map(FieldChange.Value.text)
    case .url: url.map { .text($0.shown) }
    case .events: events.map(FieldChange.Value.events)
    case .enabled: enabled.map(FieldChange.Value.flag)
    case .secret: secret.map { .text($0.summary) }
    }
  }

  /// What is sent, and what a live webhook has instead.
  func changes(from live: LiveWebhook) -> [FieldChange] {
    FieldChange.Field.allCases.compactMap { field in
      self[field].map { FieldChange(field: field, before: live[field], after: $0) }
    }
  }
}

extension LiveWebhook {
  fileprivate subscript(field: FieldChange.Field) -> FieldChange.Value? {
    switch field {
    case .name: .text(name)
    case .url: .text(shownURL)
    case .events: .events(events)
    case .enabled: .flag(enabled)
    case .secret: nil
    }
  }
}

extension DesiredWebhook.Locations {
  /// Where a field is written, else the webhook.
  package subscript(field: FieldChange.Field) -> SourceRange {
    switch field {
    case .name: name ?? webhook
    case .url: url
    case .events: events
    case .enabled: enabled ?? webhook
    case .secret: secret
    }
  }
}
