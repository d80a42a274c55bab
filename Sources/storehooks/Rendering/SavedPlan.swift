import AppStoreConnect
import Cryptography
import Reconciler
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a saved plan needs beside what it shows: enough to find out whether it still holds, and to plan
/// again the very same calls. No secret and no fingerprint.
struct SavedPlan: Codable, Equatable {
  /// The version that made it; another one might plan otherwise.
  var version: String
  /// The API's authority, and the issuer of the key.
  var api: String
  var issuer: String?
  var files: [File]
  var writeSecrets: [String]
  /// The apps that it touches.
  var apps: [App]
  /// The secrets that applying it will need.
  var secretsNeeded: [NeededSecret]

  struct File: Codable, Equatable {
    var path: String
    var sha256: String
  }

  struct App: Codable, Equatable {
    var key: String
    var appId: String
    var bundleId: String?
    var name: String?
    /// For an app that left the file, the IDs of its managed webhooks.
    var managed: [String]?
    var live: [Webhook]
  }

  struct Webhook: Codable, Equatable {
    var id: String
    var name: String
    var url: String
    var events: [String]
    var enabled: Bool
    /// What was known of its secret.
    var secret: String?
    var secretReason: String?
  }

  struct NeededSecret: Codable, Equatable {
    var webhook: String
    var source: String
  }
}

extension SavedPlan {
  /// Whether a file's content is a saved plan, of whatever version.
  static func isOne(_ bytes: [UInt8]) -> Bool {
    struct Outline: Decodable {
      struct Saved: Decodable { var version: String }
      var formatVersion: String
      var saved: Saved
    }
    return (try? JSONDecoder().decode(Outline.self, fromBytes: bytes)) != nil
  }

  /// Takes down what a plan was made from.
  init(_ run: PlannedRun) throws(CryptographyError) {
    version = BuildInformation.version
    api = run.connection.api
    issuer = run.connection.issuer
    files = try Self.digests(of: run.state)
    writeSecrets = run.writeSecrets
    apps = zip(run.readings, run.plan.apps).compactMap { reading, plan in
      plan.steps.isEmpty ? nil : App(reading, plan)
    }
    secretsNeeded = run.plan.neededSecrets.map {
      NeededSecret(webhook: $0.webhook, source: $0.source.summary)
    }
  }

  static func digests(of state: DesiredState) throws(CryptographyError) -> [File] {
    var files: [File] = []
    for file in state.files {
      let digest = try SHA256.digest(file.bytes)
      files.append(File(path: file.path, sha256: Hexadecimal.encode(digest)))
    }
    return files
  }

  /// What was known of secrets when the plan was made, and is taken to be so still: the plan that was
  /// reviewed is the one that is applied.
  func facts(writes: SecretFacts.Writes) -> SecretFacts {
    var known: [String: SecretFacts.Fact] = [:]
    for webhook in apps.flatMap(\.live) {
      guard let status = webhook.secret.flatMap(WebhookPlan.SecretStatus.init(rawValue:)) else { continue }
      known[webhook.id] = SecretFacts.Fact(status, reason: webhook.secretReason)
    }
    let facts = known
    return SecretFacts(writes: writes) { _, id in facts[id] ?? SecretFacts.Fact(.unknown) }
  }
}

extension SavedPlan.App {
  fileprivate init(_ reading: AppReading, _ plan: AppPlan) {
    key = plan.key.text
    appId = plan.facts.id ?? plan.key.text
    bundleId = plan.facts.bundleId
    name = plan.facts.name
    managed = reading.managedOnly?.sorted()
    live = SavedPlan.webhooks(of: reading)
    for index in live.indices {
      live[index].secret = plan.secretFacts[live[index].id]?.status.rawValue
      live[index].secretReason = plan.secretFacts[live[index].id]?.reason
    }
  }
}

extension SavedPlan {
  /// An app's live webhooks, sorted by ID.
  static func webhooks(of reading: AppReading) -> [Webhook] {
    let live = (try? reading.webhooks.get()) ?? []
    return live.sorted { $0.id < $1.id }.map { webhook in
      Webhook(
        id: webhook.id, name: webhook.name, url: webhook.shownURL, events: webhook.events.map(\.rawValue),
        enabled: webhook.enabled)
    }
  }
}
