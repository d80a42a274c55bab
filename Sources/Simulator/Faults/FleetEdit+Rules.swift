import AppStoreConnect
import Cryptography

extension FleetEdit {
  /// Reads an edit; its app must be one of the fleet, if there is one.
  init(_ object: RuleObject, fleet: Fleet?) throws(RuleProblem) {
    let node = try object.required("app")
    let app = try node.string()
    if let fleet, !fleet.apps.contains(where: { $0.id == app || $0.bundleId == app }) {
      throw node.problem("the fleet has no app with this Apple ID or bundle ID")
    }
    switch (object["create"], object["delete"], object["change"]) {
    case (let node?, nil, nil):
      if let webhook = object["webhook"] {
        throw webhook.problem("'create' makes a new webhook; name it inside 'create'")
      }
      self.init(app: app, .create(try Fleet.Webhook(node)))
    case (nil, let node?, nil):
      guard try node.bool() else { throw node.problem("expected true; to delete nothing, leave the key out") }
      self.init(app: app, .delete(webhook: try object.required("webhook").string()))
    case (nil, nil, let node?):
      let changes = try Changes(node)
      guard changes != Changes() else { throw node.problem("the edit changes nothing") }
      self.init(app: app, .change(webhook: try object.required("webhook").string(), changes))
    default:
      throw object.problem("expected one of 'create', 'delete' and 'change'")
    }
  }
}

extension FleetEdit.Changes {
  fileprivate init(_ node: RuleNode) throws(RuleProblem) {
    let object = try node.object(keys: ["name", "url", "enabled", "eventTypes", "secret"])
    self.init(
      name: try object["name"]?.string(), url: try object["url"]?.string(),
      enabled: try object["enabled"]?.bool(), eventTypes: try object["eventTypes"]?.eventTypes())
    if let secret = try object["secret"]?.string() { self.secret = Secret(secret) }
  }
}

extension Fleet.Webhook {
  fileprivate init(_ node: RuleNode) throws(RuleProblem) {
    let object = try node.object(keys: ["id", "name", "url", "enabled", "eventTypes", "secret"])
    self.init(
      id: try object["id"]?.string() ?? "", name: try object.required("name").string(),
      url: try object.required("url").string(), enabled: try object["enabled"]?.bool() ?? true,
      eventTypes: try object.required("eventTypes").eventTypes())
    if let secret = try object["secret"]?.string() { self.secret = Secret(secret) }
  }
}

extension RuleNode {
  /// Event types; unknown ones stand for what Apple adds.
  fileprivate func eventTypes() throws(RuleProblem) -> [EventType] {
    var types: [EventType] = []
    for element in try list() { types.append(EventType(rawValue: try element.string())) }
    return types
  }
}
