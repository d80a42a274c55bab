import AppStoreConnect
import Cryptography
import DesiredState
import Simulator

extension Scenario {
  /// What a webhook is to its user, IDs apart.
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

  /// Fails unless a fleet is what the file wants: nothing twice, nothing lost that was not to go, nobody else's
  /// webhook touched, and each new one with the secret that its source has.
  ///
  /// - Parameter recorded: where the secrets of all live webhooks were on record, what the sources give now: each of
  ///   them that stayed must have that secret. New ones may have been made with another, which nobody can know of
  ///   one whose maker died before it was recorded.
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
    // What isn't the vendor's is on record then.
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
    // Without pruning there may be others of the same name.
    guard isPruned, let recorded else { return }
    for webhook in after where known.contains(webhook.id) && webhook.name != "Vendor" {
      let expected = try secret(of: webhook, in: recorded)
      try require(webhook.secret == expected, "'\(webhook.name)' (\(webhook.id)) has another secret")
    }
  }
}
