import AppStoreConnect
import Cryptography

extension Fleet: Codable {
  private enum Keys: String, CodingKey, CaseIterable { case apps }

  /// Reads a fleet and checks it as a whole: IDs are unique, no app has an eleventh webhook.
  package init(from decoder: any Decoder) throws {
    apps = try decoder.strictContainer(keyedBy: Keys.self).decode([App].self, forKey: .apps)
    if let problem = firstProblem() {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath + problem.path, debugDescription: problem.message))
    }
  }

  /// Writes the fleet, secrets in the clear.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(apps, forKey: .apps)
  }

  private func firstProblem() -> (path: [any CodingKey], message: String)? {
    var appIds: Set<String> = []
    var bundleIds: Set<String> = []
    var webhookIds: Set<String> = []
    for (index, app) in apps.enumerated() {
      let place: [any CodingKey] = [AnyKey("apps"), AnyKey(index)]
      func problem(_ key: String, _ message: String) -> (path: [any CodingKey], message: String) {
        (place + [AnyKey(key)], message)
      }
      if app.id.isEmpty || !app.id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
        return problem("id", "an app's ID has only digits, such as 1234567890")
      }
      if app.bundleId.isEmpty { return problem("bundleId", "the bundle ID is empty") }
      if !appIds.insert(app.id).inserted { return problem("id", "two apps have the ID \(app.id)") }
      if !bundleIds.insert(app.bundleId).inserted {
        return problem("bundleId", "two apps have the bundle ID \(app.bundleId)")
      }
      if app.webhooks.count > APILimits.webhooksPerApp {
        return problem("webhooks", "an app can have ten webhooks, not \(app.webhooks.count)")
      }
      for (number, webhook) in app.webhooks.enumerated() {
        let key: [any CodingKey] = [AnyKey("webhooks"), AnyKey(number), AnyKey("id")]
        if webhook.id.isEmpty { return (place + key, "the webhook's ID is empty") }
        if !webhookIds.insert(webhook.id).inserted {
          return (place + key, "two webhooks have the ID \(webhook.id)")
        }
      }
    }
    return nil
  }
}

extension Fleet.App: Codable {
  private enum Keys: String, CodingKey, CaseIterable { case id, bundleId, name, webhooks }

  /// Reads an app; its webhooks may be left out.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: Keys.self)
    id = try container.decode(String.self, forKey: .id)
    bundleId = try container.decode(String.self, forKey: .bundleId)
    name = try container.decode(String.self, forKey: .name)
    webhooks = try container.decodeIfPresent([Fleet.Webhook].self, forKey: .webhooks) ?? []
  }

  /// Writes the app, its webhooks' secrets in the clear.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(id, forKey: .id)
    try container.encode(bundleId, forKey: .bundleId)
    try container.encode(name, forKey: .name)
    try container.encode(webhooks, forKey: .webhooks)
  }
}

extension Fleet.Webhook: Codable {
  private enum Keys: String, CodingKey, CaseIterable { case id, name, url, enabled, eventTypes, secret }

  /// Reads a webhook; `enabled` and `secret` may be left out.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: Keys.self)
    id = try container.decode(String.self, forKey: .id)
    name = try container.decode(String.self, forKey: .name)
    url = try container.decode(String.self, forKey: .url)
    enabled = try container.decodeIfPresent(Bool.self, forKey: .enabled) ?? true
    eventTypes = try container.decode([EventType].self, forKey: .eventTypes)
    secret = try container.decodeIfPresent(String.self, forKey: .secret).map { Secret($0) }
  }

  /// Writes the webhook, the secret in the clear.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    try container.encode(id, forKey: .id)
    try container.encode(name, forKey: .name)
    try container.encode(url, forKey: .url)
    try container.encode(enabled, forKey: .enabled)
    try container.encode(eventTypes, forKey: .eventTypes)
    guard let secret else { return }
    guard let text = secret.exposedText else {
      throw EncodingError.invalidValue(
        secret, .init(codingPath: container.codingPath, debugDescription: "the secret is not valid UTF-8"))
    }
    try container.encode(text, forKey: .secret)
  }
}

/// A key of any name, to see what an object really holds.
struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int?

  init(_ name: String) { stringValue = name }

  init(_ index: Int) {
    stringValue = String(index)
    intValue = index
  }

  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(intValue) }
}

extension Decoder {
  /// A container that has no key but those of `Keys`.
  fileprivate func strictContainer<Keys: CodingKey & CaseIterable>(
    keyedBy keys: Keys.Type
  ) throws -> KeyedDecodingContainer<Keys> {
    let known = Keys.allCases.map(\.stringValue)
    let present = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
    if let unknown = present.filter({ !known.contains($0) }).min() {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: codingPath,
          debugDescription: "unknown key '\(unknown)'; the keys are \(known.joined(separator: ", "))"))
    }
    return try container(keyedBy: keys)
  }
}
