import DesiredState

/// What is known of secrets when a plan is made, and which of them to write.
package struct SecretFacts: Sendable {
  /// Which secrets are written although they are not known to have changed.
  package struct Writes: Sendable, Hashable {
    package var all = false
    package var unknown = false
    /// The names of webhooks.
    package var names: Set<String> = []

    package init(all: Bool = false, unknown: Bool = false, names: Set<String> = []) {
      self.all = all
      self.unknown = unknown
      self.names = names
    }
  }

  package struct Fact: Sendable, Hashable {
    package var status: WebhookPlan.SecretStatus
    /// Why it is unknown, or counts as changed although its source may not have changed.
    package var reason: String?

    package init(_ status: WebhookPlan.SecretStatus, reason: String? = nil) {
      self.status = status
      self.reason = reason
    }

    package static let notRecorded = Self(.unknown, reason: "without a state file")
  }

  package var writes: Writes
  private let lookUp: @Sendable (_ source: SecretSource, _ webhookId: String) -> Fact

  /// `lookUp`: whether a source's secret is the one that a live webhook has. It must give the same answer each time.
  package init(
    writes: Writes = Writes(),
    lookUp: @escaping @Sendable (_ source: SecretSource, _ webhookId: String) -> Fact
  ) {
    self.writes = writes
    self.lookUp = lookUp
  }

  package static let none = Self { _, _ in .notRecorded }

  func fact(on target: TargetWebhook, live: LiveWebhook) -> Fact {
    lookUp(target.secret, live.id)
  }

  func isWritten(_ target: TargetWebhook, status: WebhookPlan.SecretStatus) -> Bool {
    status == .changed || writes.all || writes.names.contains(target.name)
      || (writes.unknown && status == .unknown)
  }
}
