import AppStoreConnect
import DesiredState
import Planning

/// The apps of the account, or the selected ones. Which of them the rules of `defaults` match is known only with the
/// whole list.
struct AccountApps {
  private let apps: Result<[AppFacts], ClientError>
  private let byId: [String: AppFacts]

  init(_ client: Client, _ selection: AppSelection) async {
    do throws(ClientError) {
      apps = .success(try await AccountReader(client: client).apps(selection))
    } catch {
      apps = .failure(error)
    }
    byId = Dictionary(((try? apps.get()) ?? []).map { ($0.id ?? "", $0) }) { first, _ in first }
  }

  /// What the list has on recorded apps, by ID.
  func facts(of apps: [RecordedApp]) -> [String: AppFacts] {
    Dictionary(apps.compactMap { app in byId[app.appId].map { (app.appId, $0) } }) { first, _ in first }
  }

  /// The bundle IDs of all of them; `nil` if they could not be listed.
  var bundleIds: [String]? { (try? apps.get())?.compactMap(\.bundleId) }

  func bundleId(of appId: String) -> String? { byId[appId]?.bundleId }

  /// Looks up listed apps.
  func resolve(_ listed: [DesiredApp]) throws(ClientError) -> LiveStateReader.Resolved {
    var resolved: LiveStateReader.Resolved = [:]
    let apps = try apps.get()
    let byBundleId = Dictionary(grouping: apps) { $0.bundleId ?? "" }
    for app in listed {
      switch app.key {
      case .bundleId(let id): resolved[app.key] = Self.only(byBundleId[id] ?? [])
      case .appleId(let id): resolved[app.key] = Self.only(byId[id].map { [$0] } ?? [])
      }
    }
    return resolved
  }

  /// The only app with an ID.
  static func only(_ apps: [AppFacts]) -> Result<AppFacts, AppFailure> {
    switch apps.count {
    case 0: .failure(.notFound())
    case 1: .success(apps[0])
    default: .failure(.sharedBundleId(apps: apps.compactMap(\.id).sorted()))
    }
  }

  /// Adds the apps that a rule matches and no file lists, in the order of their bundle IDs, with their webhooks still
  /// to be read. Without a list, these are the ones on record.
  ///
  /// Apps that are left alone aren't added.
  func addDefaultApps(
    to reading: inout LiveStateReader.Reading, _ desired: DesiredState, _ rules: inout DefaultsMatcher,
    _ recorded: RecordedState?, _ ownership: Ownership?
  ) {
    let matched = ownership?.matched ?? []
    switch apps {
    case .failure(let error):
      reading.apps += matched.compactMap { app in
        let facts = AppFacts(id: app.appId, bundleId: app.bundleId)
        return rules.app(facts).map {
          AppReading(desired: $0, facts: facts, webhooks: .failure(.account(error)))
        }
      }
    case .success(let apps):
      reading.account = apps
      let others = Set(desired.apps.map(\.key.text) + (ownership?.leftAlone.map(\.appId) ?? []))
      let unnamed = apps.filter { app in
        app.id.map(others.contains) == false && app.bundleId.map(others.contains) == false
      }
      let same = Dictionary(grouping: unnamed) { $0.bundleId ?? "" }
      for facts in unnamed {
        guard let matched = rules.app(facts) else { continue }
        let app = ownership?.careful(matched, recorded?[appId: facts.id ?? ""]) ?? matched
        var found = AppReading(desired: app, facts: facts, webhooks: .success([]))
        if case .failure(let failure) = Self.only(same[facts.bundleId ?? ""] ?? []) {
          found.webhooks = .failure(failure)
        }
        found.recordedNames = recorded?.names(ofApp: facts.id) ?? [:]
        reading.apps.append(found)
      }
    }
  }
}
