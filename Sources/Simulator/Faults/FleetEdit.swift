import AppStoreConnect
import Cryptography

/// A change that somebody else makes to a fleet while a client is at work.
package struct FleetEdit: Sendable, Equatable {
  /// What a change sets; what is `nil` stays as it is.
  package struct Changes: Sendable, Equatable {
    package var name: String?
    /// Where events are delivered.
    package var url: String?
    /// Whether events are delivered.
    package var enabled: Bool?
    package var eventTypes: [EventType]?
    package var secret: Secret?

    package init(
      name: String? = nil, url: String? = nil, enabled: Bool? = nil, eventTypes: [EventType]? = nil,
      secret: Secret? = nil
    ) {
      self.name = name
      self.url = url
      self.enabled = enabled
      self.eventTypes = eventTypes
      self.secret = secret
    }
  }

  package enum Operation: Sendable, Equatable {
    /// Adds a webhook; one with an empty ID, or with one that is taken, gets a new ID.
    case create(Fleet.Webhook)
    /// Removes the webhook of this ID, or else the first of this name.
    case delete(webhook: String)
    /// Changes the webhook of this ID, or else the first of this name.
    case change(webhook: String, Changes)
  }

  /// The app's Apple ID or bundle ID.
  package var app: String
  package var operation: Operation

  package init(app: String, _ operation: Operation) {
    self.app = app
    self.operation = operation
  }

  package static func create(
    app: String, name: String, url: String, enabled: Bool = true, eventTypes: [EventType],
    secret: Secret? = nil
  ) -> Self {
    let webhook = Fleet.Webhook(
      id: "", name: name, url: url, enabled: enabled, eventTypes: eventTypes, secret: secret)
    return Self(app: app, .create(webhook))
  }

  /// Removes a webhook, named by ID or name.
  package static func delete(app: String, webhook: String) -> Self {
    Self(app: app, .delete(webhook: webhook))
  }

  package static func rename(app: String, webhook: String, to name: String) -> Self {
    Self(app: app, .change(webhook: webhook, Changes(name: name)))
  }

  package static func change(app: String, webhook: String, _ changes: Changes) -> Self {
    Self(app: app, .change(webhook: webhook, changes))
  }
}

extension AppStoreConnectSimulator {
  /// Makes a change outside of the API, as somebody else would, and has it saved like any other.
  ///
  /// - Returns: whether anything was changed: `false` if there is no such app or webhook, if the app has its
  ///   ten webhooks already, or if the change could not be saved.
  @discardableResult
  package func perform(_ edit: FleetEdit) -> Bool {
    guard let app = catalog.entry(named: edit.app) else { return false }
    do throws(APIFailure) {
      try change { state throws(APIFailure) in
        guard state.apply(edit.operation, toApp: app.index) else {
          throw APIFailure.notFound(.webhooks, id: app.id)
        }
      }
      return true
    } catch {
      return false
    }
  }
}

extension AppCatalog {
  /// The app of this Apple ID or bundle ID.
  func entry(named name: String) -> Entry? { self[name] ?? entries.first { $0.bundleId == name } }
}

extension SimulatorState {
  fileprivate mutating func apply(_ operation: FleetEdit.Operation, toApp app: Int) -> Bool {
    switch operation {
    case .create(var webhook):
      guard webhooks[app].count < APILimits.webhooksPerApp else { return false }
      if webhook.id.isEmpty || place(ofWebhook: webhook.id) != nil { webhook.id = makeID(.webhook) }
      append(webhook, toApp: app)
    case .delete(let name):
      guard let place = place(ofWebhook: name, inApp: app) else { return false }
      remove(place)
    case .change(let name, let changes):
      guard let place = place(ofWebhook: name, inApp: app) else { return false }
      update(place) { changes.apply(to: &$0.webhook) }
    }
    return true
  }

  private func place(ofWebhook name: String, inApp app: Int) -> Place? {
    if let place = place(ofWebhook: name), place.app == app { return place }
    return webhooks[app].firstIndex { $0.webhook.name == name }.map { Place(app: app, index: $0) }
  }
}

extension FleetEdit.Changes {
  fileprivate func apply(to webhook: inout Fleet.Webhook) {
    if let name { webhook.name = name }
    if let url { webhook.url = url }
    if let enabled { webhook.enabled = enabled }
    if let eventTypes { webhook.eventTypes = eventTypes }
    if let secret { webhook.secret = secret }
  }
}
