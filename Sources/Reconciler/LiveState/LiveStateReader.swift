import AppStoreConnect
import DesiredState
import Planning
import Platform

/// Reads what App Store Connect has of the apps of a desired state.
///
/// Calls: one for every hundred bundle IDs, and one for each app. A numeric Apple ID costs no call of its
/// own unless a placeholder or a pattern needs the bundle ID or the name that belongs to it.
package struct LiveStateReader: Sendable {
  private let client: Client
  private let concurrency: Int
  private let mask: URLMask

  package init(client: Client, concurrency: Int = 8, mask: URLMask = .none) {
    self.client = client
    self.mask = mask
    self.concurrency = max(1, concurrency)
  }

  /// In the order of the apps. A call that fails fails its apps and no others; apps that an unread list may
  /// contain are all unread.
  ///
  /// `recorded`: apps in which it knows webhooks and that the file no longer names are read, too, each with one
  /// call more, and come last. `left`: the IDs of those that have left the file, if not all have.
  package func read(
    _ desired: DesiredState, selection: AppSelection = .all,
    recorded: RecordedState? = nil, left: Set<String>? = nil,
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> [AppReading] {
    let preselected = desired.apps.filter { selection.mayInclude($0.key) }
    let resolved = await resolve(preselected, selection: selection)
    let selected = preselected.filter { app in
      switch resolved[app.key] {
      case .success(let facts): selection.includes(facts)
      // Whether it is meant can't be told; passed over, a failed call would look like "matches no app".
      case .failure(.client): true
      default: selection.includes(app.key.facts)
      }
    }
    let duplicates = Self.duplicates(among: selected, resolved)
    let leaving =
      recorded.map {
        leftApps(of: $0.apps.filter { left?.contains($0.appId) ?? true }, desired, resolved, selection)
      } ?? []
    let apps = selected.map { app -> AppReading in
      let failure = duplicates[app.key]
      var reading = AppReading(desired: app, facts: app.key.facts, webhooks: .success([]))
      switch failure.map({ .failure($0) }) ?? resolved[app.key] ?? .failure(.notFound) {
      case .failure(let failure): reading.webhooks = .failure(failure)
      case .success(let facts):
        reading.facts = facts
        reading.recordedNames = recorded?.names(ofApp: facts.id) ?? [:]
      }
      return reading
    }
    let readings = await readWebhooks(of: apps + leaving, progress: progress)
    return desired.forget.isEmpty ? readings : readings.map { $0.refused(if: desired.forgets(_:)) }
  }

  /// Those that have failed already stay as they are.
  package func readWebhooks(
    of apps: [AppReading], progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> [AppReading] {
    await concurrentMap(apps, limit: concurrency, progress: progress) { app in
      if case .failure = app.webhooks { return app }
      return await readWebhooks(of: app)
    }
  }

  /// The apps that Storehooks has webhooks in, and that the file no longer names.
  private func leftApps(
    of apps: [RecordedApp], _ desired: DesiredState,
    _ resolved: [AppKey: Result<AppFacts, AppFailure>], _ selection: AppSelection
  ) -> [AppReading] {
    var named = Set(desired.apps.map(\.key.text))
    for case .success(let facts) in resolved.values { named.formUnion([facts.id].compactMap { $0 }) }
    return apps.compactMap { app in
      let facts = AppFacts(id: app.appId, bundleId: app.bundleId)
      guard !app.webhooks.isEmpty, !named.contains(app.appId), app.bundleId.map(named.contains) != true,
        selection.includes(facts), desired.forgets(facts) == nil
      else { return nil }
      return AppReading(left: facts, managed: Set(app.webhooks.map(\.webhookId)), desired)
    }
  }

  private func readWebhooks(of app: AppReading) async -> AppReading {
    var app = app
    app.time = client.clock.now()
    do throws(AppFailure) {
      let answer = try await client.liveWebhooks(
        appId: app.facts.id ?? app.desired.key.text,
        includeApp: app.facts.bundleId == nil || app.facts.name == nil)
      app.facts.bundleId = app.facts.bundleId ?? answer.app?.attributes?.bundleId
      app.facts.name = app.facts.name ?? answer.app?.attributes?.name
      let webhooks = answer.webhooks.masked(by: mask, app.facts, app.desired, hasLeft: app.hasLeft)
      app.webhooks = .success(webhooks)
    } catch {
      app.webhooks = .failure(error)
    }
    return app
  }

  /// Finds out the IDs of apps named by bundle ID, and the names behind Apple IDs where they are needed.
  private func resolve(
    _ apps: [DesiredApp], selection: AppSelection
  ) async -> [AppKey: Result<AppFacts, AppFailure>] {
    var bundleIds: [String] = []
    var appleIds: [String] = []
    var resolved: [AppKey: Result<AppFacts, AppFailure>] = [:]
    for app in apps {
      switch app.key {
      case .bundleId(let id): bundleIds.append(id)
      case .appleId(let id):
        let needsNames = !app.neededPlaceholders.isDisjoint(with: [.bundleId, .appName])
        if needsNames || selection.needsBundleId(of: app.key) {
          appleIds.append(id)
        } else {
          resolved[app.key] = .success(app.key.facts)
        }
      }
    }
    let byBundleId = await find(
      bundleIds, as: AppKey.bundleId, by: \.attributes?.bundleId, client.apps(bundleIds:))
    let byAppleId = await find(appleIds, as: AppKey.appleId, by: \.id, client.apps(ids:))
    return resolved.merging(byBundleId) { $1 }.merging(byAppleId) { $1 }
  }

  private func find(
    _ ids: [String], as key: (String) -> AppKey, by identifier: (App) -> String?,
    _ call: ([String]) async throws(ClientError) -> [App]
  ) async -> [AppKey: Result<AppFacts, AppFailure>] {
    guard !ids.isEmpty else { return [:] }
    var found: [AppKey: Result<AppFacts, AppFailure>] = [:]
    do throws(ClientError) {
      let apps = Dictionary(grouping: try await call(ids)) { identifier($0) ?? "" }
      for id in ids {
        let same = apps[id] ?? []
        found[key(id)] =
          switch same.count {
          case 0: .failure(.notFound)
          case 1: .success(AppFacts(same[0]))
          default: .failure(.sharedBundleId(apps: same.map(\.id).sorted()))
          }
      }
    } catch {
      for id in ids { found[key(id)] = .failure(AppFailure(error)) }
    }
    return found
  }

  /// The apps that the file names twice, once by bundle ID and once by Apple ID.
  private static func duplicates(
    among apps: [DesiredApp], _ resolved: [AppKey: Result<AppFacts, AppFailure>]
  ) -> [AppKey: AppFailure] {
    var first: [String: DesiredApp] = [:]
    var duplicates: [AppKey: AppFailure] = [:]
    for app in apps {
      guard case .success(let facts)? = resolved[app.key], let id = facts.id else { continue }
      if let other = first.updateValue(first[id] ?? app, forKey: id) {
        duplicates[app.key] = .sameApp(as: other.key, location: other.location)
        duplicates[other.key] = .sameApp(as: app.key, location: app.location)
      }
    }
    return duplicates
  }
}

extension AppFailure {
  init(_ error: ClientError) {
    self = error.isNotFound ? .notFound : .client(error)
  }
}

extension ClientError {
  var isNotFound: Bool { if case .api(let error) = self { error.status == 404 } else { false } }
}

extension Client {
  /// All of them known in full or none at all. The app along with them costs no call more.
  func liveWebhooks(
    appId: String, includeApp: Bool = false
  ) async throws(AppFailure) -> (webhooks: [LiveWebhook], app: App?) {
    let answer: (webhooks: [Webhook], app: App?)
    do {
      answer = try await webhooks(appId: appId, includeApp: includeApp)
    } catch {
      throw AppFailure(error)
    }
    let webhooks = try answer.webhooks.map { webhook throws(AppFailure) in
      guard let live = LiveWebhook(webhook) else { throw .incompleteWebhook(id: webhook.id) }
      return live
    }
    return (webhooks, answer.app)
  }
}
