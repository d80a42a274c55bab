import AppStoreConnect
import Cryptography
import DesiredState
import Simulator

extension Scenario {
  /// What matters to a user about a webhook; not its ID.
  private struct Shape: Hashable {
    var name: String
    var url: String
    var events: [EventType]
    var enabled: Bool

    init(_ target: TargetWebhook) {
      (name, url, events, enabled) = (target.name, target.url.normalized, target.events, target.enabled)
    }

    init(_ webhook: Fleet.Webhook) {
      (name, url) = (webhook.name, WebhookURL.comparable(webhook.url))
      (events, enabled) = (Set(webhook.eventTypes).sorted(), webhook.enabled)
    }
  }

  /// Fails unless a fleet is what the file wants: nothing twice, nothing lost by mistake, nobody else's webhook
  /// touched, and each new webhook with its source's secret.
  ///
  /// - Parameter recorded: if all live webhooks' secrets were on record, what the sources return now. Each webhook
  ///   that stayed must have that secret. A new one may have another, because its maker may have died before recording
  ///   it.
  func check(_ after: Fleet, recorded: [String: String]? = nil) throws {
    let state = try desiredState()
    var rules = DefaultsMatcher(state)
    for before in fleet.apps {
      let listed = state.apps.first { $0.key.text == before.bundleId }
      guard let now = after.apps.first(where: { $0.id == before.id }),
        let app = listed ?? rules.app(AppFacts(id: before.id, bundleId: before.bundleId))
      else {
        throw SoakFailure(description: "\(before.bundleId) is gone")
      }
      try check(app, before: before.webhooks, after: now.webhooks, recorded)
    }
  }

  private func check(
    _ app: DesiredApp, before: [Fleet.Webhook], after: [Fleet.Webhook], _ recorded: [String: String]?
  ) throws {
    func require(_ holds: Bool, _ what: String) throws {
      guard holds else {
        throw SoakFailure(description: "\(app.key.text): \(what)\nbefore: \(before)\nafter: \(after)")
      }
    }
    let targets = app.targets(for: app.key.facts).webhooks
    let shapes = Dictionary(grouping: after.filter { $0.name != "Vendor" }.map(Shape.init(_:))) { $0 }
    for target in targets {
      try require(shapes[Shape(target)] != nil, "'\(target.name)' is missing")
    }
    for webhook in before where webhook.name == "Vendor" {
      try require(after.contains(webhook), "the vendor's \(webhook.id) was touched")
    }
    let known = Set(before.map(\.id))
    let new = after.filter { !known.contains($0.id) }
    // Then everything but the vendor's is on record.
    let isPruned = app.prune == .always || app.prune == .managed && recorded != nil
    if isPruned {
      try require(
        after.count == targets.count + before.count { $0.name == "Vendor" }, "there are more or fewer")
    } else {
      try require(known.isSubset(of: after.map(\.id)), "something is lost")
      try require(Set(new.map(\.name)).count == new.count, "something was created twice")
    }
    func secret(of webhook: Fleet.Webhook, in secrets: [String: String]) throws -> Secret {
      guard case .environment(let name)? = targets.first(where: { $0.name == webhook.name })?.secret else {
        throw SoakFailure(description: "'\(webhook.name)' was created, which nobody wants")
      }
      return Secret(secrets[name] ?? "")
    }
    for webhook in new where recorded != Self.formerSecrets {
      let expected = try secret(of: webhook, in: Self.secrets)
      try require(webhook.secret == expected, "'\(webhook.name)' has another secret")
    }
    // Without pruning, there may be others with the same name.
    guard isPruned, let recorded else { return }
    for webhook in after where known.contains(webhook.id) && webhook.name != "Vendor" {
      let expected = try secret(of: webhook, in: recorded)
      try require(webhook.secret == expected, "'\(webhook.name)' (\(webhook.id)) has another secret")
    }
  }
}
