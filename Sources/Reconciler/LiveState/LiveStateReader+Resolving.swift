import AppStoreConnect
import DesiredState
import Planning

extension LiveStateReader {
  /// Finds the IDs of apps named by bundle ID, and the names behind Apple IDs if they are needed.
  func resolve(
    _ apps: [DesiredApp], selection: AppSelection
  ) async throws(ClientError) -> Resolved {
    var bundleIds: [String] = []
    var appleIds: [String] = []
    var resolved: Resolved = [:]
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
    let byBundleId = try await find(
      bundleIds, as: AppKey.bundleId, by: \.attributes?.bundleId, client.apps(bundleIds:))
    let byAppleId = try await find(appleIds, as: AppKey.appleId, by: \.id, client.apps(ids:))
    return resolved.merging(byBundleId) { $1 }.merging(byAppleId) { $1 }
  }

  private func find(
    _ ids: [String], as key: (String) -> AppKey, by identifier: (App) -> String?,
    _ call: ([String]) async throws(ClientError) -> [App]
  ) async throws(ClientError) -> Resolved {
    guard !ids.isEmpty else { return [:] }
    var found: Resolved = [:]
    let apps = Dictionary(grouping: try await call(ids)) { identifier($0) ?? "" }
    for id in ids { found[key(id)] = AccountApps.only((apps[id] ?? []).map(AppFacts.init(_:))) }
    return found
  }

  /// The apps that the file names both by bundle ID and by Apple ID.
  static func duplicates(
    among apps: [DesiredApp], _ resolved: Resolved
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
