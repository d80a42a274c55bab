import AppStoreConnect
import DesiredState

package struct Step: Sendable {
  package enum Call: Sendable {
    case create(TargetWebhook)
    case modify(id: String, WebhookModification)
    case delete(id: String)
  }

  /// Counted from 1 through the whole plan.
  package var number = 0
  package var appIndex = 0
  package var webhook: String
  package var call: Call
  /// Of the webhook that the call makes or changes; `nil` for a delete.
  package var locations: DesiredWebhook.Locations?

  package var action: WebhookPlan.Action {
    switch call {
    case .create: .create
    case .modify: .modify
    case .delete: .delete
    }
  }

  package var secretSource: SecretSource? {
    switch call {
    case .create(let target): target.secret
    case .modify(_, let modification): modification.secret
    case .delete: nil
    }
  }

  /// The fields that the call sends, without the secret of a new webhook.
  package var sent: WebhookModification? {
    switch call {
    case .create(let target):
      WebhookModification(
        name: target.name, url: target.url, events: target.events, enabled: target.enabled)
    case .modify(_, let modification): modification
    case .delete: nil
    }
  }

  package var webhookId: String? {
    switch call {
    case .create: nil
    case .modify(let id, _), .delete(let id): id
    }
  }
}

/// The fields that a modify sends; `nil` stays as it is.
package struct WebhookModification: Sendable {
  package var name: String?
  package var url: WebhookURL?
  package var events: [EventType]?
  package var enabled: Bool?
  package var secret: SecretSource?

  package var isEmpty: Bool {
    name == nil && url == nil && events == nil && enabled == nil && secret == nil
  }
}

extension WebhookModification {
  /// The fields in which a live webhook differs from a target, except for the secret.
  init(to target: TargetWebhook, from live: LiveWebhook) {
    self.init(
      name: target.name == live.name ? nil : target.name,
      url: target.url.normalized == live.comparableURL ? nil : target.url,
      events: target.events == live.events || target.events(on: live) == live.events
        ? nil : target.events(on: live),
      enabled: target.enabled == live.enabled ? nil : target.enabled)
  }
}
