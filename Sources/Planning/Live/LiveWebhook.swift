import AppStoreConnect
import DesiredState

/// A webhook as App Store Connect has it, except for its secret.
package struct LiveWebhook: Sendable {
  package var id: String
  /// Not unique on Apple's side.
  package var name: String
  /// Where events are delivered, as Apple has it; ``shownURL`` is for output, since it may hold a password.
  package var url: String
  /// Sorted, each once; those that this version doesn't know among them.
  package var events: [EventType]
  package var enabled: Bool
  package let comparableURL: String
  /// Whether only scheme and host of its URL may be shown; App Store Connect knows nothing of that.
  package var hidesURL = false

  package init(id: String, name: String, url: String, events: some Sequence<EventType>, enabled: Bool) {
    self.id = id
    self.name = name
    self.url = url
    self.events = Array(events).asSet
    self.enabled = enabled
    comparableURL = WebhookURL.comparable(url)
  }

  /// The URL as it may be shown: without a password, and without what a sensitive variable adds.
  package var shownURL: String { hidesURL ? WebhookURL.masked(url) : WebhookURL.shown(url) }

  package var order: Order { Order(name: TextOrder(name), id: id) }

  package struct Order: Comparable, Sendable {
    fileprivate let name: TextOrder
    fileprivate let id: String

    package static func < (left: Self, right: Self) -> Bool { (left.name, left.id) < (right.name, right.id) }
  }

  /// Takes over what Apple answered, or `nil` if a field is missing: a webhook that is only known in part
  /// can't be compared, and guessing would make changes that nobody asked for.
  package init?(_ webhook: Webhook) {
    guard let attributes = webhook.attributes, let name = attributes.name, let url = attributes.url,
      let events = attributes.eventTypes, let enabled = attributes.enabled
    else { return nil }
    self.init(id: webhook.id, name: name, url: url, events: events, enabled: enabled)
  }
}

extension LiveWebhook: Hashable {
  package static func == (left: Self, right: Self) -> Bool {
    left.id == right.id && left.name == right.name && left.url == right.url && left.events == right.events
      && left.enabled == right.enabled
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension [LiveWebhook] {
  /// The webhooks of an app, with those marked whose URLs may not be shown in full.
  ///
  /// - Parameters:
  ///   - desired: what the files say of the app; `nil` for what the mask knows of that.
  ///   - hasLeft: whether the app has left the files.
  package func masked(
    by mask: URLMask, _ facts: AppFacts, _ desired: DesiredApp? = nil, hasLeft: Bool = false
  ) -> Self {
    let hidden =
      hasLeft && mask.isBlind ? HiddenURLs(hidesAll: true) : mask.hiddenURLs(of: facts, desired)
    guard !mask.isEmpty || !hidden.isEmpty else { return self }
    return map { webhook in
      var webhook = webhook
      webhook.hidesURL =
        hidden.covers(name: webhook.name, url: webhook.url) || mask.covers(webhook.url, ofWebhook: webhook.id)
      return webhook
    }
  }
}

extension LiveWebhook {
  /// One line each: `webhook 'Bot' (w1) is gone`.
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
  /// Event types that its live webhook keeps although the file doesn't list them, because this version
  /// doesn't know them.
  func eventsKept(of live: LiveWebhook) -> [EventType] {
    keepsUnknownEvents ? live.events.filter { !$0.isKnown && !events.contains($0) } : []
  }

  func events(on live: LiveWebhook) -> [EventType] {
    let kept = eventsKept(of: live)
    return kept.isEmpty ? events : (events + kept).sorted()
  }
}

/// A text that is sorted by its bytes, so that the order is the same each time.
///
/// Swift's own `<` gives no single order to texts that Unicode spells in two ways (Swift 6.3: `é` comes
/// before `é?`, and doesn't if its accent is a character of its own, though the two are equal): the result
/// would depend on the order before.
package struct TextOrder: Comparable, Sendable {
  private let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  package static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
