import DesiredState

/// What is known of secrets when a plan is made, and which of them are to be written.
package struct SecretFacts: Sendable {
  /// Which secrets are written although they are not known to have changed.
  package struct Writes: Sendable, Hashable {
    /// Every secret.
    package var all = false
    /// Every secret of which it isn't known whether it changed.
    package var unknown = false
    /// The secrets of the webhooks with these names.
    package var names: Set<String> = []

    /// Creates a choice; by default none.
    package init(all: Bool = false, unknown: Bool = false, names: Set<String> = []) {
      self.all = all
      self.unknown = unknown
      self.names = names
    }
  }

  /// What is known of one secret.
  package struct Fact: Sendable, Hashable {
    /// `unchanged`, `changed` or `unknown`.
    package var status: WebhookPlan.SecretStatus
    /// Why it is unknown, or counts as changed although its source may not have changed.
    package var reason: String?

    package init(_ status: WebhookPlan.SecretStatus, reason: String? = nil) {
      self.status = status
      self.reason = reason
    }

    /// Nothing is on record at all.
    package static let notRecorded = Self(.unknown, reason: "without a state file")
  }

  /// Which secrets are written although they are not known to have changed.
  package var writes: Writes
  private let lookUp: @Sendable (_ source: SecretSource, _ webhookId: String) -> Fact

  /// Creates facts.
  ///
  /// - Parameter lookUp: whether the secret that a source gives is the one that a live webhook has. It must
  ///   answer the same each time.
  package init(
    writes: Writes = Writes(),
    lookUp: @escaping @Sendable (_ source: SecretSource, _ webhookId: String) -> Fact
  ) {
    self.writes = writes
    self.lookUp = lookUp
  }

  /// Nothing is known of any secret.
  package static let none = Self { _, _ in .notRecorded }

  /// What is known of the secret of a live webhook that is the one of a target.
  func fact(on target: TargetWebhook, live: LiveWebhook) -> Fact {
    lookUp(target.secret, live.id)
  }

  /// Whether the secret of a live webhook is written.
  func isWritten(_ target: TargetWebhook, status: WebhookPlan.SecretStatus) -> Bool {
    status == .changed || writes.all || writes.names.contains(target.name)
      || (writes.unknown && status == .unknown)
  }
}
