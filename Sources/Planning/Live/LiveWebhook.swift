import AppStoreConnect
import DesiredState

/// A webhook as App Store Connect has it, its secret apart.
package struct LiveWebhook: Sendable, Hashable {
  /// Apple's ID of the webhook.
  package var id: String
  /// Its name; not unique on Apple's side.
  package var name: String
  /// Where events are delivered, as Apple has it; ``shownURL`` is for output, since it may hold a password.
  package var url: String
  /// The event types, sorted, each once; those that this version doesn't know among them.
  package var events: [EventType]
  /// Whether events are delivered.
  package var enabled: Bool
  /// The URL in the form in which URLs are compared.
  package let comparableURL: String

  /// Creates a live webhook; the order and number of equal event types don't matter.
  package init(id: String, name: String, url: String, events: some Sequence<EventType>, enabled: Bool) {
    self.id = id
    self.name = name
    self.url = url
    self.events = Set(events).sorted()
    self.enabled = enabled
    comparableURL = WebhookURL.comparable(url)
  }

  /// The URL without the password that it may hold.
  package var shownURL: String { WebhookURL.shown(url) }

  /// The place of the webhook among those of its app: by name, then by ID.
  package var order: Order { Order(name: TextOrder(name), id: id) }

  /// The place of a webhook among those of its app.
  package struct Order: Comparable, Sendable {
    fileprivate let name: TextOrder
    fileprivate let id: String

    /// Whether a webhook comes first.
    package static func < (left: Self, right: Self) -> Bool { (left.name, left.id) < (right.name, right.id) }
  }

  /// Takes over what Apple answered, or `nil` where a field is missing: a webhook that is known in part
  /// can't be compared, and guessing would make changes that nobody asked for.
  package init?(_ webhook: Webhook) {
    guard let attributes = webhook.attributes, let name = attributes.name, let url = attributes.url,
      let events = attributes.eventTypes, let enabled = attributes.enabled
    else { return nil }
    self.init(id: webhook.id, name: name, url: url, events: events, enabled: enabled)
  }
}

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

extension TargetWebhook {
  /// The event types that its live webhook has, and that stay although the file doesn't list them, because this
  /// version doesn't know them.
  func eventsKept(of live: LiveWebhook) -> [EventType] {
    keepsUnknownEvents ? live.events.filter { !$0.isKnown && !events.contains($0) } : []
  }

  /// The event types that its live webhook should have, sorted.
  func events(on live: LiveWebhook) -> [EventType] {
    let kept = eventsKept(of: live)
    return kept.isEmpty ? events : (events + kept).sorted()
  }
}
