import AppStoreConnect
import DesiredState
import Planning
import Platform
import Reconciler
import Reports

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Loads a saved plan, checks whether it still holds, and plans its calls again.
struct SavedPlanLoader {
  let session: Session
  let saved: SavedPlan
  private let shown: ShownCalls
  private let counted: [WebhookPlan.Action: Int]
  let paths: RecordedPaths

  struct Stale: Error {
    var differences: [String]
  }

  /// Reads a plan. Throws ``Stale`` if it isn't as it was saved, and a usage error if an option contradicts it.
  init(_ path: String, session: Session) throws {
    self.session = session
    guard let bytes = try? BoundedFile.read(path, atMost: SavedPlan.sizeLimit, takesStreams: true) else {
      throw CommandFailure(message: Self.problem(withFile: path))
    }
    do {
      let document = try SavedPlanDocument(bytes, version: BuildInformation.version)
      saved = document.saved
      shown = document.shown
      counted = [.unchanged: document.unchanged, .unmanaged: document.unmanaged]
    } catch let problem as SavedPlanDocument.Problem {
      switch problem {
      case .notASavedPlan:
        let isDesiredState =
          session[.file].contains(path) || [".yaml", ".yml"].contains { path.hasSuffix($0) }
        let remedy =
          isDesiredState ? "to apply a desired-state file, use: storehooks apply --file \(path)" : Self.remedy
        throw CommandFailure(message: "'\(path)' is not a saved plan; \(remedy)")
      case .otherVersion(let version):
        throw Stale(differences: ["the plan was made by storehooks \(version)"])
      case .edited:
        throw Stale(differences: ["'\(path)' was edited; it must stay as 'storehooks plan' saved it"])
      }
    }
    paths = saved.base == .plan ? RecordedPaths(beside: path) : .fromWorkingDirectory
    try checkOptions()
  }

  private static let remedy = "make one with: storehooks plan --out plan.json"

  private static func problem(withFile path: String) -> String {
    switch FileStatus(path)?.kind {
    case nil: "'\(path)' doesn't exist; \(remedy)"
    case .folder: "'\(path)' is a folder, and not a saved plan; \(remedy)"
    default: "can't read the plan '\(path)': permission denied, or it is too large"
    }
  }

  /// The plan with its calls, ready to be applied. Throws ``Stale`` if anything has changed.
  func load() async throws -> PlannedRun {
    var state = try session.validState(files: files, values: values)
    try checkFiles(state)
    try checkVariables(state)
    let connection = try session.connection(for: state)
    try check(connection)
    let record = try statePath.map { try session.state(for: connection, at: $0) }
    try check(record)
    state.mask.add(webhookIds: record?.state.sensitiveWebhooks ?? [])
    try session.checkAccount(of: state, record)
    let ownership = try ownership(of: state, record)
    let appeared = try await checkDefaults(state, connection.client, ownership)
    var readings = try await read(state, record?.state, ownership, client: connection.client)
    // What is hidden is what the plan hides, though a variable may be set by now, or not any more.
    readings = readings.map { $0.hidingURLs(of: saved.sensitiveURLs?.webhookIds ?? []) }
    for index in readings.indices where !readings[index].hasLeft {
      readings[index].recordedNames = record?.state.names(ofApp: readings[index].facts.id) ?? [:]
    }
    let changed = try saved.sensitiveURLs?.changed(in: readings) ?? []
    let differences = zip(readings, saved.apps).flatMap { Self.differences($0, $1, changed) }
    guard differences.isEmpty else { throw Stale(differences: differences) }
    let facts = saved.facts(writes: SecretFacts.Writes(saved.writeSecrets))
    var plan = Planner(secrets: facts).plan(readings)
    plan.forgotten = ownership?.forgotten ?? []
    // The other apps aren't read again: their counts stay.
    for (action, count) in counted { plan.untouched[action] = max(count - plan.summary[action], 0) }
    if !appeared.isEmpty { plan.notes.append(Self.note(onAppeared: appeared)) }
    try check(plan, made: shown, of: state)
    var run = PlannedRun(
      state: state, connection: connection, record: record, ownership: ownership, readings: readings,
      plan: plan, writeSecrets: saved.writeSecrets, errors: [], selection: session.selection)
    run.noteShortLists()
    session.report(run.plan.warnings)
    for text in run.plan.notes { session.note(text) }
    return run
  }

  /// Makes sure that the state file still says of the apps what the plan was made from: another file may have taken one
  /// over.
  private func ownership(of state: DesiredState, _ record: StateAccess?) throws -> Ownership? {
    guard let record else { return nil }
    let ownership = Ownership(
      of: record.state, state, paths: RecordedPaths(beside: record.file.path), isNewSet: saved.filesChanged,
      selection: AppSelection(patterns: saved.selection))
    let left = Dictionary(ownership.left.map { ($0.appId, Set($0.webhooks.map(\.webhookId))) }) { $1 }
    let lost = saved.apps.filter { app in
      guard let managed = app.managed else { return false }
      return left[app.appId]?.isSuperset(of: managed) != true
    }
    let touched = Set(saved.apps.map(\.key))
    let conflicts = ownership.conflicts.filter { $0.apps.contains(where: touched.contains) }
    let differences =
      lost.map { "\($0.bundleId ?? $0.appId): the state file now disagrees about which webhooks are managed" }
      + conflicts.map { "its apps have been applied with '\($0.file)' since" }
      + (ownership.forgotten.map(\.appId).sorted() == saved.forget ?? []
        ? [] : ["the state file has other apps to forget"])
    guard differences.isEmpty else { throw Stale(differences: differences) }
    return ownership
  }

  private func read(
    _ state: DesiredState, _ record: RecordedState?, _ ownership: Ownership?, client: Client
  ) async throws(CommandFailure) -> [AppReading] {
    let desired = Dictionary(state.apps.map { ($0.key.text, $0) }) { first, _ in first }
    let reader = LiveStateReader(
      client: client, concurrency: session[.concurrency], mask: state.mask)
    var rules = DefaultsMatcher(state)
    let apps = saved.apps.compactMap { app -> AppReading? in
      if let managed = app.managed { return AppReading(left: app.facts, managed: Set(managed), state) }
      guard var found = self.desired(app, listed: desired[app.key], &rules) else { return nil }
      if !found.isListed { found = ownership?.careful(found, record?[appId: app.appId]) ?? found }
      // What else it is called is read along: its URLs may be made of that.
      return AppReading(desired: found, facts: AppFacts(id: app.appId), webhooks: .success([]))
    }
    var read = await session.progress.show("Reading webhooks", counting: "app") { update in
      await reader.readWebhooks(of: apps, progress: update)
    }
    let planned = Dictionary(saved.apps.map { ($0.appId, $0.facts) }) { first, _ in first }
    for index in read.apps.indices {
      guard let then = read.apps[index].facts.id.flatMap({ planned[$0] }) else { continue }
      read.apps[index].facts.bundleId = read.apps[index].facts.bundleId ?? then.bundleId
      read.apps[index].facts.name = read.apps[index].facts.name ?? then.name
    }
    if let error = read.accountFailure {
      throw CommandFailure(diagnostics: [error.accountFailure], exitCode: .failed)
    }
    // An app that could not be read hasn't necessarily changed.
    let unread = read.apps.filter { if case .failure(.client) = $0.webhooks { true } else { false } }
    guard unread.isEmpty else {
      let apps = unread.map { LiveApp(facts: $0.facts, webhooks: $0.webhooks) }
      throw CommandFailure(diagnostics: apps.failures, exitCode: .failed)
    }
    return read.apps
  }

  private static func differences(
    _ reading: AppReading, _ saved: SavedPlan.App, _ changed: Set<String>
  ) -> [String] {
    let title = saved.bundleId ?? saved.key
    if case .failure(let failure) = reading.webhooks { return ["\(title): \(failure.summary)"] }
    if let bundleId = reading.facts.bundleId, bundleId != saved.bundleId {
      return ["\(title): its bundle ID is \(bundleId) now"]
    }
    if reading.facts.name != saved.name, reading.desired.neededPlaceholders.contains(.appName) {
      return ["\(title): its name is '\(reading.facts.name ?? "")' now"]
    }
    // As the saved plan has them, without passwords in their URLs.
    let now = SavedPlan.webhooks(of: reading)
    return LiveWebhook.changes(from: saved.live.map(LiveWebhook.init(_:)), to: now.map(LiveWebhook.init(_:)))
      .map { "\(title): \($0)" }
      + saved.live.filter { changed.contains($0.id) }
      .map { "\(title): the URL of webhook '\($0.name)' (\($0.id)) has changed" }
  }
}

extension AppReading {
  fileprivate func hidingURLs(of webhookIds: Set<String>) -> Self {
    var reading = self
    reading.webhooks = webhooks.map { live in
      live.map { webhook in
        var webhook = webhook
        webhook.hidesURL = webhookIds.contains(webhook.id)
        return webhook
      }
    }
    return reading
  }
}

extension LiveWebhook {
  fileprivate init(_ saved: SavedPlan.Webhook) {
    self.init(
      id: saved.id, name: saved.name, url: saved.url, events: saved.events.map(EventType.init(rawValue:)),
      enabled: saved.enabled)
  }
}
