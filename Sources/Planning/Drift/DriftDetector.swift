import DesiredState
/// Compares what was read with what the files say. A pure function of values.
///
/// Webhooks are told apart by the identity rule of ``Matching`` alone, and not by the plan: a plan may turn
/// one webhook into another so that no event goes undelivered, which isn't drift. There is a difference if,
/// and only if, the plan has a call.
package struct DriftDetector: Sendable {
  let record: RecordedState?

  package init(record: RecordedState? = nil) { self.record = record }

  /// `coversUnlisted`: whether webhooks that Storehooks didn't make count in apps that left the file.
  package func compare(_ apps: [PreparedApp], plan: Plan, coversUnlisted: Bool = false) -> [AppDrift] {
    zip(apps, plan.apps).map { drift(of: $0, plan: $1, coversUnlisted) }
  }

  /// Every webhook of an app that no file names and no rule matches is a difference, unless the policy's
  /// `ignore` or `protect` covers it. If there are rules, an app without such a webhook is a difference itself.
  package func unlisted(_ app: LiveApp, in state: DesiredState) -> AppDrift {
    let policy = state.policy
    var drift = AppDrift(facts: app.facts, key: app.title, location: nil, standing: .unlisted)
    drift.isUncovered = !policy.ignores(app.facts)
    switch app.webhooks {
    case .failure(let failure): drift.failure = failure
    case .success(let live):
      let ours = live.filter { webhook in
        !(policy.ignore + policy.protect).contains { $0.covers(name: webhook.name, url: webhook.url) }
      }
      drift.unmanaged = live.count - ours.count
      drift.differences = Self.sorted(ours.map { additional($0, in: app.facts) })
      drift.isMissed = drift.isUncovered && ours.isEmpty && !state.defaults.isEmpty
    }
    return drift
  }

  /// Apps on record that rules match and that the API key no longer sees.
  package func gone(_ apps: [RecordedApp], in state: DesiredState) -> [AppDrift] {
    var rules = DefaultsMatcher(state)
    return apps.compactMap { app in
      guard let desired = rules.app(app.facts) else { return nil }
      var drift = AppDrift(
        facts: app.facts, key: desired.key.text, location: desired.location, standing: .listed)
      drift.isByDefaults = true
      drift.isGone = true
      drift.recorded = app.webhooks.count
      return drift
    }
  }

  /// Apps on record whose new bundle IDs no rule matches.
  package func renamed(_ apps: [RenamedApp]) -> [AppDrift] {
    apps.map { app in
      var drift = AppDrift(facts: app.facts, key: app.facts.title, location: nil, standing: .unlisted)
      drift.renamedFrom = app.recorded.title
      drift.recorded = app.recorded.webhooks.count
      return drift
    }
  }

  private func drift(of app: PreparedApp, plan: AppPlan, _ coversUnlisted: Bool) -> AppDrift {
    let reading = app.reading
    var drift = AppDrift(
      facts: reading.facts, key: reading.desired.key.text, location: plan.location,
      standing: reading.hasLeft ? .left : .listed)
    drift.isByDefaults = !reading.desired.isListed
    drift.recorded = record.map { $0.webhooks(ofApp: reading.facts.id ?? "").count }
    switch plan.failure {
    case .notFound(let nearest):
      drift.isGone = true
      drift.nearest = nearest
      drift.recorded = record.map { knownWebhooks(of: reading.desired.key, in: $0) }
      return drift
    // There is no order of calls, but what differs is known.
    case .noRoom, nil: break
    case .client, .account, .incompleteWebhook, .invalid, .unset, .sameApp, .sharedBundleId, .tooManyLive:
      drift.failure = plan.failure
      return drift
    }
    drift.failure = plan.failure
    guard case .success(let parts) = app.parts else { return drift }
    fill(&drift, reading, parts, plan)
    if reading.hasLeft, coversUnlisted {
      let others = parts.unmanaged.map(\.webhook).filter { webhook in
        !(reading.desired.ignore + reading.desired.protect).contains {
          $0.covers(name: webhook.name, url: webhook.url)
        }
      }
      drift.unmanaged -= others.count
      drift.differences = Self.sorted(
        drift.differences + others.map { additional($0, in: reading.facts) })
    }
    return drift
  }

  private func fill(
    _ drift: inout AppDrift, _ reading: AppReading, _ parts: PreparedApp.Parts, _ plan: AppPlan
  ) {
    let liveIDs = Set((parts.ours + parts.unmanaged.map(\.webhook)).map(\.id))
    var differences: [WebhookDrift] = []
    for (target, index) in zip(parts.targets, parts.matching.liveIndex) {
      guard let webhook = index.map({ parts.ours[$0] }) else {
        differences.append(missing(target, in: reading.facts, liveIDs: liveIDs))
        continue
      }
      let secret = plan.secretFacts[webhook.id]
      let fields = Self.fields(of: target, live: webhook, secret)
      if fields.isEmpty {
        drift.unchanged += 1
        if secret?.status == .unknown { drift.unknownSecrets += 1 }
      } else {
        var found = changed(target, webhook, fields)
        if secret?.status == .changed { found.secretDoubt = secret?.reason }
        differences.append(found)
      }
    }
    drift.unmanaged = parts.unmanaged.count + parts.staying.count
    let wanted = Set(parts.targets.map(\.name))
    differences += parts.leaving.map { index in
      var found = additional(parts.ours[index], in: reading.facts)
      found.isTwin = wanted.contains(found.name)
      found.isDeleted = plan.failure == nil
      return found
    }
    drift.differences = Self.sorted(differences)
  }

  private static func sorted(_ differences: [WebhookDrift]) -> [WebhookDrift] {
    let kinds = WebhookDrift.Kind.allCases
    return differences.sorted { left, right in
      (kinds.firstIndex(of: left.kind) ?? 0, TextOrder(left.name), left.webhookId ?? "")
        < (kinds.firstIndex(of: right.kind) ?? 0, TextOrder(right.name), right.webhookId ?? "")
    }
  }

  private static func fields(
    of target: TargetWebhook, live: LiveWebhook, _ secret: SecretFacts.Fact?
  ) -> [FieldChange] {
    var modification = WebhookModification(to: target, from: live)
    if secret?.status == .changed { modification.secret = target.secret }
    return modification.changes(from: live)
  }
}
