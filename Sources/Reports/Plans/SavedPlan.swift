import AppStoreConnect
import Cryptography
import DesiredState
import Planning
import Reconciler

/// What a saved plan needs besides what it shows: enough to find its files and state file, to see whether it still
/// holds, and to plan the very same calls again. It has no secrets, and only fingerprints of URLs that it doesn't show
/// in full.
package struct SavedPlan: Codable, Equatable {
  /// The version that made it; another one might plan differently.
  package var version: String
  /// SHA-256 of the whole document, with zeros in the digest's place: see ``SealedDocument``.
  package var digest: String
  /// What its paths are relative to.
  package var base: Base
  package var api: String
  package var issuer: String?
  /// What `--file` named, files and folders.
  package var given: [String]
  package var files: [File]
  package var filesChanged: Bool
  package var state: StateFile?
  package var selection: [String]
  package var writeSecrets: [String]
  /// The values of variables, except sensitive ones; `nil` without variables.
  package var variables: [String: String]?
  /// Fingerprints of URLs that it doesn't show in full.
  package var sensitiveURLs: SensitiveURLs?
  /// The IDs of apps whose records it drops; `nil` for none.
  package var forget: [String]?
  package var apps: [App]
  /// The IDs of apps that only `defaults` rules brought in, changed or not; `nil` without rules.
  package var defaultApps: [String]?
  var secretsNeeded: [NeededSecret]

  package static let sizeLimit = 256 * 1024 * 1024

  package enum Base: String, Codable {
    case plan
    /// The working directory, if the plan was written to standard output, a device or a pipe, which have no place.
    case workingDirectory
  }

  package struct File: Codable, Equatable {
    package var path: String
    package var sha256: String
  }

  package struct StateFile: Codable, Equatable {
    package var path: String
    /// Which state file it was; `nil` if there was none yet.
    package var identity: String?

    package init(path: String, identity: String? = nil) {
      self.path = path
      self.identity = identity
    }
  }

  package struct App: Codable, Equatable {
    package var key: String
    package var appId: String
    package var bundleId: String?
    package var name: String?
    /// If an app left the file, the IDs of its managed webhooks.
    package var managed: [String]?
    package var live: [Webhook]

    package var facts: AppFacts { AppFacts(id: appId, bundleId: bundleId, name: name) }
  }

  package struct Webhook: Codable, Equatable {
    package var id: String
    package var name: String
    package var url: String
    package var events: [String]
    package var enabled: Bool
    package var secret: String?
    package var secretReason: String?
  }

  struct NeededSecret: Codable, Equatable {
    package var webhook: String
    package var source: String
  }
}

extension SavedPlan {
  /// What a run of `plan` was given, and which API it asked. The paths are those of the run.
  package struct Origin: Sendable {
    package var version: String
    package var api: String
    package var issuer: String?
    package var given: [String]
    package var filesChanged: Bool
    package var state: StateFile?
    package var selection: [String]
    package var writeSecrets: [String]

    package init(
      version: String, api: String, issuer: String?, given: [String], filesChanged: Bool, state: StateFile?,
      selection: [String], writeSecrets: [String]
    ) {
      (self.version, self.api, self.issuer, self.given) = (version, api, issuer, given)
      (self.filesChanged, self.state, self.selection) = (filesChanged, state, selection)
      self.writeSecrets = writeSecrets
    }
  }
}

extension SavedPlan {
  package init(
    _ plan: Plan, _ readings: [AppReading], of desired: DesiredState, _ origin: Origin, base: Base,
    paths: RecordedPaths
  ) throws(CryptographyError) {
    version = origin.version
    digest = SealedDocument.openDigest
    self.base = base
    api = origin.api
    issuer = origin.issuer
    given = origin.given.map(paths.written(_:))
    files = try Self.digests(of: desired, paths: paths)
    filesChanged = origin.filesChanged
    state = origin.state.map { StateFile(path: paths.written($0.path), identity: $0.identity) }
    selection = origin.selection
    writeSecrets = origin.writeSecrets
    let values = desired.variables.compactMapValues { $0.isSensitive ? nil : $0.value?.exposedText }
    variables = values.isEmpty ? nil : values
    forget = plan.forgotten.isEmpty ? nil : plan.forgotten.map(\.appId).sorted()
    let touched = zip(readings, plan.apps).filter { !$1.steps.isEmpty }.map(\.0)
    sensitiveURLs = try SensitiveURLs(plan, touched)
    apps = zip(readings, plan.apps).compactMap { reading, plan in
      plan.steps.isEmpty ? nil : App(reading, plan)
    }
    defaultApps =
      desired.defaults.isEmpty ? nil : plan.apps.filter { $0.coveredBy == .defaults }.map(\.id).sorted()
    secretsNeeded = plan.neededSecrets.map {
      NeededSecret(webhook: $0.webhook, source: $0.source.summary)
    }
  }

  package static func digests(of state: DesiredState, paths: RecordedPaths) throws(CryptographyError)
    -> [File]
  {
    var files: [File] = []
    for file in state.files {
      let digest = try SHA256.digest(file.bytes)
      files.append(File(path: paths.written(file.path), sha256: Hexadecimal.encode(digest)))
    }
    return files
  }

  /// What was known of secrets when the plan was made, which is taken to be still true: the reviewed plan is the one
  /// that is applied.
  package func facts(writes: SecretFacts.Writes) -> SecretFacts {
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
  package static func webhooks(of reading: AppReading) -> [Webhook] {
    let live = (try? reading.webhooks.get()) ?? []
    return live.sorted { $0.id < $1.id }.map { webhook in
      Webhook(
        id: webhook.id, name: webhook.name, url: webhook.shownURL, events: webhook.events.map(\.rawValue),
        enabled: webhook.enabled)
    }
  }
}
