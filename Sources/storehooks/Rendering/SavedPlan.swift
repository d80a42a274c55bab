import AppStoreConnect
import Cryptography
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a saved plan needs beside what it shows: enough to find its files and its state file again, to find out
/// whether it still holds, and to plan the very same calls again. No secret and no fingerprint.
struct SavedPlan: Codable, Equatable {
  /// The version that made it; another one might plan otherwise.
  var version: String
  /// SHA-256 of the whole document, with zeros in its own place: see ``SealedDocument``.
  var digest: String
  /// What its paths are relative to.
  var base: Base
  /// The API's authority, and the issuer of the key.
  var api: String
  var issuer: String?
  /// What `--file` named, files and folders.
  var given: [String]
  /// The files that were read.
  var files: [File]
  /// Whether `--files-changed` was given.
  var filesChanged: Bool
  /// The state file; `nil` for none.
  var state: StateFile?
  /// What `--app` and `--write-secrets` said.
  var selection: [String]
  var writeSecrets: [String]
  /// The apps that it touches.
  var apps: [App]
  /// The secrets that applying it will need.
  var secretsNeeded: [NeededSecret]

  enum Base: String, Codable {
    /// The folder of the plan itself.
    case plan
    /// The working directory: a plan that was written to standard output, a device or a pipe is nowhere.
    case workingDirectory
  }

  struct File: Codable, Equatable {
    var path: String
    var sha256: String
  }

  struct StateFile: Codable, Equatable {
    var path: String
    /// Which state file it was; `nil` if there was none yet.
    var identity: String?
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
  static func isOne(_ bytes: [UInt8]) -> Bool { version(of: bytes) != nil }

  /// The version that made a saved plan; `nil` for a file that is none.
  static func version(of bytes: [UInt8]) -> String? {
    struct Outline: Decodable {
      struct Saved: Decodable { var version: String }
      var formatVersion: String
      var saved: Saved
    }
    guard let outline = try? JSONDecoder().decode(Outline.self, fromBytes: bytes),
      outline.formatVersion == "1"
    else { return nil }
    return outline.saved.version
  }

  /// Takes down what a plan was made from.
  ///
  /// - Parameters:
  ///   - paths: what the plan's paths are relative to, as `base` says.
  ///   - options: the options of the run.
  init(_ run: PlannedRun, _ options: ParsedOptions, base: Base, paths: RecordedPaths)
    throws(CryptographyError)
  {
    version = BuildInformation.version
    digest = SealedDocument.openDigest
    self.base = base
    api = run.connection.api
    issuer = run.connection.issuer
    given = options.strings("file").map(paths.written(_:))
    files = try Self.digests(of: run.state, paths: paths)
    filesChanged = options.flag("files-changed")
    if let record = run.record {
      state = StateFile(path: paths.written(record.file.path), identity: try record.identity())
    }
    selection = options.strings("app")
    writeSecrets = run.writeSecrets
    apps = zip(run.readings, run.plan.apps).compactMap { reading, plan in
      plan.steps.isEmpty ? nil : App(reading, plan)
    }
    secretsNeeded = run.plan.neededSecrets.map {
      NeededSecret(webhook: $0.webhook, source: $0.source.summary)
    }
  }

  static func digests(of state: DesiredState, paths: RecordedPaths) throws(CryptographyError) -> [File] {
    var files: [File] = []
    for file in state.files {
      let digest = try SHA256.digest(file.bytes)
      files.append(File(path: paths.written(file.path), sha256: Hexadecimal.encode(digest)))
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
