import AppStoreConnect
import Cryptography
import Reconciler
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Loads a saved plan, finds out whether it still holds, and plans its calls again.
struct SavedPlanLoader {
  let context: CommandContext

  /// What is no longer as it was when the plan was made.
  struct Stale: Error {
    var differences: [String]
  }

  private struct PlanFile: Decodable {
    var formatVersion: String
    var saved: SavedPlan?
  }

  /// The plan with its calls, ready to be applied; `nil` where the desired-state file is invalid, with
  /// everything said. Throws ``Stale`` where anything has moved.
  func load(_ path: String) async throws -> PlannedRun? {
    let saved = try decode(path)
    guard saved.version == BuildInformation.version else {
      throw Stale(differences: ["the plan was made by storehooks \(saved.version)"])
    }
    guard let state = try context.validState(files: saved.files.map(\.path)) else { return nil }
    let changedFiles = zip(try SavedPlan.digests(of: state), saved.files).filter { $0 != $1 }.map(\.1.path)
    guard changedFiles.isEmpty else { throw Stale(differences: changedFiles.map { "'\($0)' has changed" }) }
    let connection = try context.connection()
    guard connection.api == saved.api, connection.issuer == saved.issuer else {
      throw Stale(differences: ["the plan was made for another account or API host"])
    }
    let record = try context.state(for: connection)
    var readings = await read(saved, state, client: connection.client)
    for index in readings.indices where !readings[index].hasLeft {
      readings[index].recordedNames = record?.state.names(ofApp: readings[index].facts.id) ?? [:]
    }
    let differences = zip(readings, saved.apps).flatMap { Self.differences($0, $1) }
    guard differences.isEmpty else { throw Stale(differences: differences) }
    let facts = saved.facts(writes: SecretFacts.Writes(saved.writeSecrets))
    let plan = Planner(secrets: facts).plan(readings)
    var run = PlannedRun(
      state: state, connection: connection, record: record, readings: readings, plan: plan,
      writeSecrets: saved.writeSecrets, errors: [])
    run.noteShortLists()
    context.report(run.plan.warnings)
    return run
  }

  private func decode(_ path: String) throws(CommandFailure) -> SavedPlan {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw CommandFailure(message: "can't read the plan '\(path)'")
    }
    guard let file = try? JSONDecoder().decode(PlanFile.self, fromBytes: Array(data)),
      file.formatVersion == "1",
      let saved = file.saved
    else {
      throw CommandFailure(
        message: "'\(path)' is no saved plan; make one with: storehooks plan --out \(path)")
    }
    return saved
  }

  /// Reads the apps that the plan touches, and no others.
  private func read(_ saved: SavedPlan, _ state: DesiredState, client: Client) async -> [AppReading] {
    let desired = Dictionary(state.apps.map { ($0.key.text, $0) }) { first, _ in first }
    let reader = LiveStateReader(client: client, concurrency: context.options.concurrency)
    let apps = saved.apps.compactMap { app in
      let facts = AppFacts(id: app.appId, bundleId: app.bundleId, name: app.name)
      if let managed = app.managed { return AppReading(left: facts, managed: Set(managed), state) }
      return desired[app.key].map { AppReading(desired: $0, facts: facts, webhooks: .success([])) }
    }
    return await context.progress.show("Reading webhooks", counting: "app") { update in
      await reader.readWebhooks(of: apps, progress: update)
    }
  }

  private static func differences(_ reading: AppReading, _ saved: SavedPlan.App) -> [String] {
    let title = saved.bundleId ?? saved.key
    if case .failure(let failure) = reading.webhooks { return ["\(title): \(failure.summary)"] }
    // As the saved plan has them: without the passwords of their URLs.
    let now = SavedPlan.webhooks(of: reading)
    return LiveWebhook.changes(from: saved.live.map(LiveWebhook.init(_:)), to: now.map(LiveWebhook.init(_:)))
      .map { "\(title): \($0)" }
  }
}

extension LiveWebhook {
  /// What a saved plan was made from.
  fileprivate init(_ saved: SavedPlan.Webhook) {
    self.init(
      id: saved.id, name: saved.name, url: saved.url, events: saved.events.map(EventType.init(rawValue:)),
      enabled: saved.enabled)
  }
}
