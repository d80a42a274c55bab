import AppStoreConnect
import Cryptography
import Platform

extension Fleet: Codable {
  /// Reads a fleet and checks it as a whole: IDs are unique, no app has an eleventh webhook.
  package init(from decoder: any Decoder) throws {
    apps = try decoder.container(of: ["apps"]).decode([App].self, forKey: "apps")
    if let problem = firstProblem() {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath + problem.path, debugDescription: problem.message))
    }
  }

  /// Writes the fleet, secrets in the clear.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(apps, forKey: "apps")
  }

  private func firstProblem() -> (path: [any CodingKey], message: String)? {
    var appIds: Set<String> = []
    var bundleIds: Set<String> = []
    var webhookIds: Set<String> = []
    for (index, app) in apps.enumerated() {
      func problem(_ keys: AnyKey..., message: String) -> (path: [any CodingKey], message: String) {
        ([AnyKey.name("apps"), .place(index)] + keys, message)
      }
      if app.id.isEmpty || !app.id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
        return problem("id", message: "an app's ID has only digits, such as 1234567890")
      }
      if app.bundleId.isEmpty { return problem("bundleId", message: "the bundle ID is empty") }
      if !appIds.insert(app.id).inserted {
        return problem("id", message: "two apps have the ID \(app.id)")
      }
      if !bundleIds.insert(app.bundleId).inserted {
        return problem("bundleId", message: "two apps have the bundle ID \(app.bundleId)")
      }
      if app.webhooks.count > APILimits.webhooksPerApp {
        return problem("webhooks", message: "an app can have ten webhooks, not \(app.webhooks.count)")
      }
      for (number, webhook) in app.webhooks.enumerated() {
        if webhook.id.isEmpty {
          return problem("webhooks", .place(number), "id", message: "the webhook's ID is empty")
        }
        if !webhookIds.insert(webhook.id).inserted {
          return problem(
            "webhooks", .place(number), "id", message: "two webhooks have the ID \(webhook.id)")
        }
      }
    }
    return nil
  }
}

extension Fleet.App: Codable {
  /// Reads an app; its webhooks may be left out.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(of: ["id", "bundleId", "name", "webhooks"])
    id = try container.decode(String.self, forKey: "id")
    bundleId = try container.decode(String.self, forKey: "bundleId")
    name = try container.decode(String.self, forKey: "name")
    webhooks = try container.decodeIfPresent([Fleet.Webhook].self, forKey: "webhooks") ?? []
  }

  /// Writes the app, its webhooks' secrets in the clear.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(id, forKey: "id")
    try container.encode(bundleId, forKey: "bundleId")
    try container.encode(name, forKey: "name")
    try container.encode(webhooks, forKey: "webhooks")
  }
}

extension Fleet.Webhook: Codable {
  /// Reads a webhook; `enabled` and `secret` may be left out.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(of: ["id", "name", "url", "enabled", "eventTypes", "secret"])
    id = try container.decode(String.self, forKey: "id")
    name = try container.decode(String.self, forKey: "name")
    url = try container.decode(String.self, forKey: "url")
    enabled = try container.decodeIfPresent(Bool.self, forKey: "enabled") ?? true
    eventTypes = try container.eventTypes(forKey: "eventTypes")
    secret = try container.decodeIfPresent(String.self, forKey: "secret").map { Secret($0) }
  }

  /// Writes the webhook, the secret in the clear.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AnyKey.self)
    try container.encode(id, forKey: "id")
    try container.encode(name, forKey: "name")
    try container.encode(url, forKey: "url")
    try container.encode(enabled, forKey: "enabled")
    try container.encode(eventTypes.map(\.rawValue), forKey: "eventTypes")
    guard let secret else { return }
    guard let text = secret.exposedText else {
      throw EncodingError.invalidValue(
        secret, .init(codingPath: container.codingPath, debugDescription: "the secret is not valid UTF-8"))
    }
    try container.encode(text, forKey: "secret")
  }
}
