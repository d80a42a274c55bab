import AppStoreConnect

/// A webhook as App Store Connect has it, its secret apart.
public struct LiveWebhook: Sendable, Hashable {
  /// Apple's ID of the webhook.
  public var id: String
  /// Its name; not unique on Apple's side.
  public var name: String
  /// Where events are delivered, as Apple has it; ``shownURL`` is for output, since it may hold a password.
  public var url: String
  /// The event types, sorted, each once; those that this version doesn't know among them.
  public var events: [EventType]
  /// Whether events are delivered.
  public var enabled: Bool
  /// The URL in the form in which URLs are compared.
  public let comparableURL: String

  /// Creates a live webhook; the order and number of equal event types don't matter.
  public init(id: String, name: String, url: String, events: some Sequence<EventType>, enabled: Bool) {
    self.id = id
    self.name = name
    self.url = url
    self.events = Set(events).sorted()
    self.enabled = enabled
    comparableURL = WebhookURL.comparable(url)
  }

  /// The URL without the password that it may hold.
  public var shownURL: String { WebhookURL.shown(url) }

  /// The place of the webhook among those of its app: by name, then by ID.
  public var order: Order { Order(name: TextOrder(name), id: id) }

  /// The place of a webhook among those of its app.
  public struct Order: Comparable, Sendable {
    fileprivate let name: TextOrder
    fileprivate let id: String

    /// Whether a webhook comes first.
    public static func < (left: Self, right: Self) -> Bool { (left.name, left.id) < (right.name, right.id) }
  }

  /// Takes over what Apple answered, or `nil` where a field is missing: a webhook that is known in part
  /// can't be compared, and guessing would make changes that nobody asked for.
  public init?(_ webhook: Webhook) {
    guard let attributes = webhook.attributes, let name = attributes.name, let url = attributes.url,
      let events = attributes.eventTypes, let enabled = attributes.enabled
    else { return nil }
    self.init(id: webhook.id, name: name, url: url, events: events, enabled: enabled)
  }
}
