import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import Platform

/// Reads what App Store Connect has of the apps of a desired state.
///
/// Makes one call for every hundred bundle IDs, and one for each app. An Apple ID costs no call of its own unless a
/// placeholder or a pattern needs its bundle ID or name. With rules of `defaults`, the account's apps are listed
/// instead, two hundred a call.
package struct LiveStateReader: Sendable {
  let client: Client
  private let concurrency: Int
  private let mask: URLMask

  package struct Reading: Sendable {
    package var apps: [AppReading]
    /// The apps that the key sees, or the selected ones; `nil` if they weren't listed.
    package var account: [AppFacts]?
    /// Recorded apps that a rule matches but the account's list lacks; they get no calls.
    package var gone: [RecordedApp] = []
    /// Recorded apps with new bundle IDs that no rule matches; they get no calls either.
    package var renamed: [RenamedApp] = []
    /// What keeps the account, and so every app, from being read.
    package var accountFailure: ClientError?
  }

  package init(client: Client, concurrency: Int = 8, mask: URLMask = .none) {
    self.client = client
    self.mask = mask
    self.concurrency = max(1, concurrency)
  }

  /// Returns results in the order of the apps. If a call fails, only its app does; if the list of apps fails, or the
  /// first call for a reason that concerns the account, all are unread.
  ///
  /// - Parameters:
  ///   - recorded: apps in which it knows webhooks and that the file no longer names are read, too, each with one
  ///     more call, and come last.
  ///   - ownership: whose the recorded apps are, if not all of those have left.
  package func read(
    _ desired: DesiredState, selection: AppSelection = .all,
    recorded: RecordedState? = nil, ownership: Ownership? = nil,
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> Reading {
    let preselected = desired.apps.filter { selection.mayInclude($0.key) }
    let account = desired.defaults.isEmpty ? nil : await AccountApps(client, selection)
    var reading = Reading(apps: [])
    var resolved: Resolved = [:]
    do throws(ClientError) {
      if let account {
        resolved = try account.resolve(preselected)
      } else {
        resolved = try await resolve(preselected, selection: selection)
      }
    } catch {
      reading.accountFailure = error
      for app in preselected { resolved[app.key] = .failure(.account(error)) }
    }
    let selected = preselected.filter { app in
      switch resolved[app.key] {
      case .success(let facts): selection.includes(facts)
      // Nobody can tell whether it is selected. Skipping it would make a failed call look like "matches no app".
      case .failure(.account): true
      default: selection.includes(app.key.facts)
      }
    }
    let duplicates = Self.duplicates(among: selected, resolved)
    var rules = DefaultsMatcher(desired)
    reading.apps = selected.map { app -> AppReading in
      var found = AppReading(desired: app, facts: app.key.facts, webhooks: .success([]))
      switch duplicates[app.key].map({ .failure($0) }) ?? resolved[app.key] ?? .failure(.notFound()) {
      case .failure(let failure): found.webhooks = .failure(failure)
      case .success(let facts):
        found.facts = facts
        found.recordedNames = recorded?.names(ofApp: facts.id) ?? [:]
        // Only now is it known which rules match an app that is listed by Apple ID.
        if account != nil, case .appleId = app.key { rules.complete(&found.desired, as: facts) }
      }
      return found
    }
    await suggest(&reading.apps, desired, recorded, account)
    account?.addDefaultApps(to: &reading, desired, &rules, recorded, ownership)
    if let account, let ownership {
      await findLost(of: ownership.matched, in: &reading, account, &rules, selection)
    }
    if let recorded {
      let left = ownership?.left ?? recorded.apps
      reading.apps += leftApps(of: left, desired, reading.apps, account, selection)
    }
    if let error = reading.accountFailure {
      reading.apps = reading.apps.map { $0.failing(.account(error)) }
    } else {
      (reading.apps, reading.accountFailure) = await readWebhooks(of: reading.apps, progress: progress)
    }
    if !desired.forget.isEmpty { reading.apps = reading.apps.map { $0.refused(if: desired.forgets(_:)) } }
    return reading
  }

  /// Suggests bundle IDs for those that no app has; only then, with one call. One that is on record was right once.
  private func suggest(
    _ apps: inout [AppReading], _ desired: DesiredState, _ recorded: RecordedState?, _ account: AccountApps?
  ) async {
    let missing = apps.indices.filter { index in
      guard case .failure(.notFound) = apps[index].webhooks, case .bundleId(let id) = apps[index].desired.key
      else { return false }
      return recorded?.apps.contains { $0.bundleId == id } != true
    }
    guard !missing.isEmpty else { return }
    let listed = Set(desired.apps.map(\.key.text))
    let names: [String]
    if let account {
      names = account.bundleIds ?? []
    } else {
      names = ((try? await client.someApps()) ?? []).compactMap(\.attributes?.bundleId)
    }
    let others = names.filter { !listed.contains($0) }
    for index in missing {
      let nearest = Spelling.nearestApp(to: apps[index].desired.key.text, among: others)
      apps[index].webhooks = .failure(.notFound(nearest: nearest))
    }
  }

  typealias Resolved = [AppKey: Result<AppFacts, AppFailure>]

  /// Those that have failed already stay as they are. If nothing has been asked yet, the first answer shows whether it
  /// makes sense to ask for the others.
  package func readWebhooks(
    of apps: [AppReading], progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> (apps: [AppReading], accountFailure: ClientError?) {
    var apps = apps
    var first: Int?
    if client.statistics.requests == 0 { first = apps.firstIndex { !$0.hasFailed } }
    if let first {
      apps[first] = await readWebhooks(of: apps[first])
      if case .failure(.client(let error)) = apps[first].webhooks, error.isOfAccount {
        apps[first].webhooks = .success([])
        return (apps.map { $0.failing(.account(error)) }, error)
      }
    }
    let read = await concurrentMap(Array(apps.indices), limit: concurrency, progress: progress) {
      [apps, first] index in
      index == first || apps[index].hasFailed ? apps[index] : await readWebhooks(of: apps[index])
    }
    return (read, nil)
  }

  /// Finds recorded apps that rules match by their recorded bundle IDs but that no rule has brought in.
  ///
  /// If only some apps were listed, their Apple IDs tell whether they have other bundle IDs now.
  private func findLost(
    of matched: [RecordedApp], in reading: inout Reading, _ account: AccountApps,
    _ rules: inout DefaultsMatcher, _ selection: AppSelection
  ) async {
    let found = Set(reading.apps.compactMap(\.facts.id))
    let lost = matched.filter { !found.contains($0.appId) }
    guard !lost.isEmpty, reading.accountFailure == nil else { return }
    var seen = account.facts(of: lost)
    let unseen = lost.filter { seen[$0.appId] == nil }
    if !selection.patterns.isEmpty, !unseen.isEmpty {
      do throws(ClientError) {
        for app in try await client.apps(ids: unseen.map(\.appId)) { seen[app.id] = AppFacts(app) }
      } catch {
        reading.accountFailure = error
        return
      }
    }
    for app in lost {
      guard let facts = seen[app.appId] else {
        reading.gone.append(app)
        continue
      }
      if rules.app(facts) == nil { reading.renamed.append(RenamedApp(app, facts)) }
    }
  }

  /// The apps with webhooks of Storehooks that the file no longer names and no rule matches.
  private func leftApps(
    of apps: [RecordedApp], _ desired: DesiredState, _ found: [AppReading], _ account: AccountApps?,
    _ selection: AppSelection
  ) -> [AppReading] {
    let named = Set(desired.apps.map(\.key.text) + found.compactMap(\.facts.id))
    return apps.compactMap { app in
      var facts = AppFacts(id: app.appId, bundleId: app.bundleId)
      guard !app.webhooks.isEmpty, !named.contains(app.appId), app.bundleId.map(named.contains) != true,
        selection.includes(facts), desired.forgets(facts) == nil
      else { return nil }
      if let account {
        // Only with its bundle ID is it known whether a rule matches an app.
        facts.bundleId = facts.bundleId ?? account.bundleId(of: app.appId)
        guard let id = facts.bundleId, !desired.defaults.match(id) else { return nil }
      }
      return AppReading(left: facts, managed: Set(app.webhooks.map(\.webhookId)), desired)
    }
  }

  private func readWebhooks(of app: AppReading) async -> AppReading {
    var app = app
    app.time = client.clock.now()
    do throws(AppFailure) {
      let answer = try await client.liveWebhooks(
        appId: app.facts.id ?? app.desired.key.text,
        includeApp: app.facts.bundleId == nil || app.facts.name == nil,
        isListed: !app.hasLeft && app.facts.bundleId != nil)
      app.facts.bundleId = app.facts.bundleId ?? answer.app?.attributes?.bundleId
      app.facts.name = app.facts.name ?? answer.app?.attributes?.name
      let webhooks = answer.webhooks.masked(by: mask, app.facts, app.desired, hasLeft: app.hasLeft)
      app.webhooks = .success(webhooks)
    } catch {
      app.webhooks = .failure(error)
    }
    return app
  }
}

extension AppReading {
  fileprivate var hasFailed: Bool { if case .failure = webhooks { true } else { false } }

  /// Unread because of this failure, unless it has one of its own.
  fileprivate func failing(_ failure: AppFailure) -> AppReading {
    guard !hasFailed else { return self }
    var app = self
    app.webhooks = .failure(failure)
    return app
  }
}

extension AppFailure {
  init(_ error: ClientError) {
    self = error.isNotFound ? .notFound() : .client(error)
  }
}

extension ClientError {
  var isNotFound: Bool { if case .api(let error) = self { error.status == 404 } else { false } }
}

extension Client {
  /// All webhooks, or an error. Including the app costs no further call.
  ///
  /// - Parameter isListed: whether the list of apps had it just now. If its webhooks aren't found, it isn't gone.
  func liveWebhooks(
    appId: String, includeApp: Bool = false, isListed: Bool = false
  ) async throws(AppFailure) -> (webhooks: [LiveWebhook], app: App?) {
    let answer: (webhooks: [Webhook], app: App?)
    do {
      answer = try await webhooks(appId: appId, includeApp: includeApp)
    } catch {
      throw isListed ? .client(error) : AppFailure(error)
    }
    let webhooks = try answer.webhooks.map { webhook throws(AppFailure) in
      guard let live = LiveWebhook(webhook) else { throw .incompleteWebhook(id: webhook.id) }
      return live
    }
    return (webhooks, answer.app)
  }
}
