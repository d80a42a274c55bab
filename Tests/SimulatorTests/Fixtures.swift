import AppStoreConnect
import Cryptography
import Simulator
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A clock that a test moves.
final class ManualClock: Sendable {
  private let seconds = Mutex(1_800_000_000.0)

  var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }

  func advance(by amount: Double) { seconds.withLock { $0 += amount } }
}

/// The secret of all fixtures, which must not appear anywhere.
let canary = "canary-not-a-real-secret"

extension Fleet {
  /// Three apps; the first has two webhooks.
  static let example = Fleet(apps: [
    App(
      id: "1001", bundleId: "com.example.notes", name: "Notes",
      webhooks: [
        Webhook(
          id: "hook-1", name: "Release bot", url: "https://hooks.example/release",
          eventTypes: ["BUILD_UPLOAD_STATE_UPDATED", "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED"].map(
            EventType.init(rawValue:)),
          secret: Secret(canary)),
        Webhook(
          id: "hook-2", name: "Old", url: "https://hooks.example/old", enabled: false,
          eventTypes: [EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")], secret: Secret(canary)),
      ]),
    App(id: "1002", bundleId: "com.example.notes.beta", name: "Notes Beta"),
    App(id: "1003", bundleId: "com.example.paint", name: "Atelier"),
  ])

  /// One app without webhooks.
  static let bare = Fleet(apps: [App(id: "1001", bundleId: "com.example.notes", name: "Notes")])
}

/// Bodies of requests, as text, so that they can also be wrong.
enum Body {
  static let attributes: [(name: String, json: String)] = [
    ("name", "\"Hook\""), ("secret", "\"\(canary)\""), ("eventTypes", "[\"BUILD_UPLOAD_STATE_UPDATED\"]"),
    ("url", "\"https://hooks.example/a\""), ("enabled", "true"),
  ]

  static func webhook(name: String, app: String = "1001", url: String = "https://hooks.example/a") -> String {
    creation(replacing: ["name": "\"\(name)\"", "url": "\"\(url)\""], app: app)
  }

  /// A complete request to create a webhook, with some attributes' JSON replaced; an empty one is left out.
  static func creation(replacing changes: [String: String] = [:], app: String = "1001") -> String {
    creation(attributes: object(changes), app: app)
  }

  static func creation(attributes: String, app: String = "1001") -> String {
    """
    {"data":{"type":"webhooks","attributes":\(attributes),\
    "relationships":{"app":{"data":{"type":"apps","id":"\(app)"}}}}}
    """
  }

  static func object(_ changes: [String: String]) -> String {
    let known = attributes.map { ($0.name, changes[$0.name] ?? $0.json) }
    let others = changes.filter { change in !attributes.contains { $0.name == change.key } }.sorted {
      $0.key < $1.key
    }
    let members = (known + others.map { ($0.key, $0.value) }).filter { !$0.1.isEmpty }
    return "{\(members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))}"
  }

  static func update(_ id: String, _ attributes: String) -> String {
    "{\"data\":{\"type\":\"webhooks\",\"id\":\"\(id)\",\"attributes\":\(attributes)}}"
  }

  static func ping(_ webhook: String) -> String {
    """
    {"data":{"type":"webhookPings","relationships":{"webhook":{"data":{"type":"webhooks","id":"\(webhook)"}}}}}
    """
  }

  static func redelivery(_ delivery: String) -> String {
    """
    {"data":{"type":"webhookDeliveries","relationships":\
    {"template":{"data":{"type":"webhookDeliveries","id":"\(delivery)"}}}}}
    """
  }
}
