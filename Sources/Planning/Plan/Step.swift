import AppStoreConnect
import DesiredState

/// One call that changes something.
package struct Step: Sendable {
  /// What is called.
  package enum Call: Sendable {
    /// `POST /v1/webhooks`.
    case create(TargetWebhook)
    /// `PATCH /v1/webhooks/{id}` with the fields that are not `nil`.
    case modify(id: String, WebhookModification)
    /// `DELETE /v1/webhooks/{id}`.
    case delete(id: String)
  }

  /// The number in the plan, from 1.
  package var number = 0
  /// The index of its app in the plan.
  package var appIndex = 0
  /// The name of the webhook that it concerns.
  package var webhook: String
  /// What is called.
  package var call: Call
  /// Where the file has the webhook that the call is to bring about; `nil` for one that goes.
  package var locations: DesiredWebhook.Locations?

  /// The action that the call carries out.
  package var action: WebhookPlan.Action {
    switch call {
    case .create: .create
    case .modify: .modify
    case .delete: .delete
    }
  }

  /// Where the secret that the call sets comes from; `nil` for a call that sets none.
  package var secretSource: SecretSource? {
    switch call {
    case .create(let target): target.secret
    case .modify(_, let modification): modification.secret
    case .delete: nil
    }
  }

  /// What the call sets, but for the secret of a new webhook; `nil` for one that deletes.
  package var sent: WebhookModification? {
    switch call {
    case .create(let target):
      WebhookModification(
        name: target.name, url: target.url.text, events: target.events, enabled: target.enabled)
    case .modify(_, let modification): modification
    case .delete: nil
    }
  }

  /// Apple's ID of the webhook; `nil` for one to be created.
  package var webhookId: String? {
    switch call {
    case .create: nil
    case .modify(let id, _), .delete(let id): id
    }
  }
}

/// The fields that a modify sends; `nil` stays as it is.
package struct WebhookModification: Sendable {
  /// The new name.
  package var name: String?
  /// The new URL.
  package var url: String?
  /// The new event types.
  package var events: [EventType]?
  /// Whether events should be delivered.
  package var enabled: Bool?
  /// Where the new secret comes from.
  package var secret: SecretSource?

  /// Whether nothing would be sent.
  package var isEmpty: Bool {
    name == nil && url == nil && events == nil && enabled == nil && secret == nil
  }
}

extension WebhookModification {
  /// The fields in which a live webhook differs from a target, its secret apart.
  init(to target: TargetWebhook, from live: LiveWebhook) {
    self.init(
      name: target.name == live.name ? nil : target.name,
      url: target.url.normalized == live.comparableURL ? nil : target.url.text,
      events: target.events == live.events || target.events(on: live) == live.events
        ? nil : target.events(on: live),
      enabled: target.enabled == live.enabled ? nil : target.enabled)
  }
}
