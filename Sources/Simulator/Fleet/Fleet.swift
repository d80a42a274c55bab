import AppStoreConnect
import Cryptography

/// What the simulator holds: apps and their webhooks, the fleet file's content.
///
/// Encoding it writes the secrets in the clear: the fleet file is where a simulation keeps them, as Apple
/// keeps the real ones. Reading refuses unknown keys, so that a misspelt one isn't silently ignored.
package struct Fleet: Sendable, Equatable {
  package struct App: Sendable, Equatable {
    /// The numeric Apple ID, as text.
    package var id: String
    package var bundleId: String
    package var name: String
    /// The webhooks, in the order that they were created; ten at most.
    package var webhooks: [Webhook]

    package init(id: String, bundleId: String, name: String, webhooks: [Webhook] = []) {
      self.id = id
      self.bundleId = bundleId
      self.name = name
      self.webhooks = webhooks
    }
  }

  package struct Webhook: Sendable, Equatable {
    package var id: String
    /// The name; not unique.
    package var name: String
    /// Where events are delivered.
    package var url: String
    /// Whether events are delivered; `true` if the file doesn't say.
    package var enabled: Bool
    /// The event types that it is told about. Unknown ones are kept: they stand for what Apple adds.
    package var eventTypes: [EventType]
    /// The key of the signature on each delivery; `nil` if the file doesn't say.
    package var secret: Secret?

    package init(
      id: String, name: String, url: String, enabled: Bool = true, eventTypes: [EventType],
      secret: Secret? = nil
    ) {
      self.id = id
      self.name = name
      self.url = url
      self.enabled = enabled
      self.eventTypes = eventTypes
      self.secret = secret
    }
  }

  /// The apps, in the order that they are listed.
  package var apps: [App]

  package init(apps: [App] = []) { self.apps = apps }
}
