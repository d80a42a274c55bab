import AppStoreConnect
import YAML

/// One call that changes something.
public struct Step: Sendable {
  /// What is called.
  public enum Call: Sendable {
    /// `POST /v1/webhooks`.
    case create(TargetWebhook)
    /// `PATCH /v1/webhooks/{id}` with the fields that are not `nil`.
    case modify(id: String, WebhookModification)
    /// `DELETE /v1/webhooks/{id}`.
    case delete(id: String)
  }

  /// The number in the plan, from 1.
  public var number = 0
  /// The index of its app in the plan.
  public var appIndex = 0
  /// The name of the webhook that it concerns.
  public var webhook: String
  /// What is called.
  public var call: Call
  /// Where the file has the webhook that the call is to bring about; `nil` for one that goes.
  public var locations: DesiredWebhook.Locations?

  /// The action that the call carries out.
  public var action: WebhookPlan.Action {
    switch call {
    case .create: .create
    case .modify: .modify
    case .delete: .delete
    }
  }

  /// Where the secret that the call sets comes from; `nil` for a call that sets none.
  public var secretSource: SecretSource? {
    switch call {
    case .create(let target): target.secret
    case .modify(_, let modification): modification.secret
    case .delete: nil
    }
  }

  /// Apple's ID of the webhook; `nil` for one to be created.
  public var webhookId: String? {
    switch call {
    case .create: nil
    case .modify(let id, _), .delete(let id): id
    }
  }
}

/// The fields that a modify sends; `nil` stays as it is.
public struct WebhookModification: Sendable {
  /// The new name.
  public var name: String?
  /// The new URL.
  public var url: String?
  /// The new event types.
  public var events: [EventType]?
  /// Whether events are to be delivered.
  public var enabled: Bool?
  /// Where the new secret comes from.
  public var secret: SecretSource?

  /// Whether nothing would be sent.
  public var isEmpty: Bool {
    name == nil && url == nil && events == nil && enabled == nil && secret == nil
  }
}
