import AppStoreConnect
import DesiredState
import Planning
import Platform

/// Makes one call for each page of apps, or, if only whole IDs are selected, for every hundred of them, and one for
/// each selected app.
package struct AccountReader: Sendable {
  private let client: Client
  private let concurrency: Int
  private let mask: URLMask

  package init(client: Client, concurrency: Int = 8, mask: URLMask = .none) {
    self.client = client
    self.mask = mask
    self.concurrency = max(1, concurrency)
  }

  /// Sorted by bundle ID and Apple ID, without their webhooks.
  package func apps(_ selection: AppSelection) async throws(ClientError) -> [AppFacts] {
    try await find(selection)
      .map(AppFacts.init(_:))
      .filter(selection.includes(_:))
      .sorted { ($0.bundleId ?? "", $0.id ?? "") < ($1.bundleId ?? "", $1.id ?? "") }
  }

  /// Returns results in the order of the apps; if a call fails, only its app does. Several apps with one bundle ID are
  /// read only if `selection` names them by Apple ID.
  package func read(
    _ apps: [AppFacts], selection: AppSelection = .all,
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> [LiveApp] {
    let same = Dictionary(grouping: apps.filter { $0.bundleId != nil }) { $0.bundleId }
      .mapValues { $0.compactMap(\.id).sorted() }
    return await concurrentMap(apps, limit: concurrency, progress: progress) { [client, mask] facts in
      guard let id = facts.id else { return LiveApp(facts: facts, webhooks: .failure(.notFound())) }
      if let apps = same[facts.bundleId], apps.count > 1, !selection.names(id) {
        return LiveApp(facts: facts, webhooks: .failure(.sharedBundleId(apps: apps)))
      }
      do throws(AppFailure) {
        let webhooks = try await client.liveWebhooks(appId: id, isListed: true).webhooks
        return LiveApp(facts: facts, webhooks: .success(webhooks.masked(by: mask, facts)))
      } catch {
        return LiveApp(facts: facts, webhooks: .failure(error))
      }
    }
  }

  private func find(_ selection: AppSelection) async throws(ClientError) -> [App] {
    // A pattern with a wildcard isn't a key, so it needs the whole list.
    let keys = selection.patterns.compactMap { AppKey($0.pattern) }
    guard !keys.isEmpty, keys.count == selection.patterns.count else { return try await client.apps() }
    var bundleIds: [String] = []
    var appleIds: [String] = []
    for key in keys {
      switch key {
      case .bundleId(let id): bundleIds.append(id)
      case .appleId(let id): appleIds.append(id)
      }
    }
    var apps: [App] = []
    if !bundleIds.isEmpty { apps += try await client.apps(bundleIds: bundleIds) }
    if !appleIds.isEmpty { apps += try await client.apps(ids: appleIds) }
    var seen: Set<String> = []
    return apps.filter { seen.insert($0.id).inserted }
  }
}
