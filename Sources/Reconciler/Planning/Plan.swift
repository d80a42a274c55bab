import AppStoreConnect
import YAML

/// What would have to change so that App Store Connect has what the file says, and the calls that do it.
public struct Plan: Sendable {
  /// The apps of the file, in its order.
  public var apps: [AppPlan]
  /// What the user should know before applying it.
  public var warnings: [Diagnostic]

  /// Creates a plan.
  public init(apps: [AppPlan] = [], warnings: [Diagnostic] = []) {
    self.apps = apps
    self.warnings = warnings
  }

  /// How many webhooks there are of each action, over all apps.
  public var summary: Summary {
    var summary = Summary()
    for app in apps {
      for webhook in app.webhooks { summary[webhook.action] += 1 }
    }
    return summary
  }

  /// All calls, app by app, each app's in the order in which they are made.
  public var steps: [Step] { apps.flatMap(\.steps) }

  /// Whether there is anything to do.
  public var hasChanges: Bool { apps.contains { !$0.steps.isEmpty } }

  /// The apps that could not be read or planned.
  public var failedApps: [AppPlan] { apps.filter { $0.failure != nil } }

  /// How many webhooks there are of each action.
  public struct Summary: Sendable, Hashable {
    private var counts: [WebhookPlan.Action: Int] = [:]

    /// The number of webhooks of an action.
    public subscript(action: WebhookPlan.Action) -> Int {
      get { counts[action, default: 0] }
      set { counts[action] = newValue }
    }
  }
}

/// The part of a plan that concerns one app.
public struct AppPlan: Sendable {
  /// What the file calls the app.
  public var key: AppKey
  /// Where the file names it.
  public var location: SourceRange?
  /// What is known of it.
  public var facts: AppFacts
  /// Its webhooks: those to be changed in the order of their calls, then the rest.
  public var webhooks: [WebhookPlan] = []
  /// The calls, in the order in which they are made.
  public var steps: [Step] = []
  /// What stays undelivered for a while, because no order of the calls avoids it.
  public var gaps: [CoverageGap] = []
  /// What was known of the secrets of live webhooks, by their IDs.
  public var secretFacts: [String: SecretFacts.Fact] = [:]
  /// Why there is no plan for it; it then has neither webhooks nor steps.
  public var failure: AppFailure?

  /// The name by which reports call it: its bundle ID where known, else the file's key.
  public var title: String { facts.bundleId ?? key.text }
}

/// What becomes of one webhook.
public struct WebhookPlan: Sendable {
  /// What becomes of a webhook.
  public enum Action: String, Sendable, Hashable, CaseIterable {
    /// It is missing and will be created.
    case create
    /// It differs and will be changed.
    case modify
    /// It is there, the file doesn't list it, and it will be deleted.
    case delete
    /// It is as it should be.
    case unchanged
    /// It is there, the file doesn't list it, and it stays.
    case unmanaged
  }

  /// What is known of a webhook's secret, which can't be read back.
  public enum SecretStatus: String, Sendable, Hashable {
    /// The one on record is the one that the source gives.
    case unchanged
    /// The source gives another than the one on record.
    case changed
    /// There is no record, or the source isn't available here.
    case unknown
    /// It will be set, with the webhook.
    case set
  }

  /// What becomes of it.
  public var action: Action
  /// Its name after the plan; of one that goes or stays as it is, the live one.
  public var name: String
  /// Apple's ID; `nil` for one to be created.
  public var webhookId: String?
  /// What changes, field by field; empty for `unchanged` and `unmanaged`.
  public var changes: [Change] = []
  /// What is known of its secret; `nil` where it is none of ours.
  public var secret: SecretStatus?
  /// Why its secret is unknown, where it is.
  public var secretReason: String?
  /// Where it stands in the file.
  public var location: SourceRange?
  /// Why, where it isn't plain.
  public var reason: String?
}

/// One field of a webhook that changes.
public enum Change: Sendable, Hashable {
  /// The name.
  case name(before: String?, after: String?)
  /// The URL.
  case url(before: String?, after: String?)
  /// The event types, sorted.
  case events(before: [EventType]?, after: [EventType]?)
  /// Whether events are delivered.
  case enabled(before: Bool?, after: Bool?)
  /// The secret, given by a description of its source.
  case secret(before: String?, after: String?)
}

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
  /// Where the file names that source.
  public var secretLocation: SourceRange?

  /// Whether nothing would be sent.
  public var isEmpty: Bool {
    name == nil && url == nil && events == nil && enabled == nil && secret == nil
  }
}
