import AppStoreConnect
import HTTPTransport
import Planning
import Simulator
import TestSupport
import Testing

@testable import DesiredState
@testable import Reconciler

/// The pipeline from files of a folder to calls and a state file beside them.
struct FolderPipeline {
  let folder: TemporaryDirectory
  private(set) var pipeline: Pipeline
  private(set) var record: RecordedState
  private var seed: UInt64 = 0

  init(_ folder: TemporaryDirectory, _ apps: [Fleet.App]) throws {
    self.folder = folder
    pipeline = Pipeline(apps)
    record = try StateRecordsTests.empty()
  }

  var apps: [Fleet.App] { pipeline.simulator.fleet.apps }

  /// Replaces the account's apps; IDs of its former webhooks don't come back.
  mutating func hold(_ apps: [Fleet.App]) {
    seed += 1
    pipeline = Pipeline(apps, configuration: .init(seed: seed))
  }

  private var file: StateFile { StateFile(path: folder.file("conf/s.json")) }

  private func state(_ paths: [String]) -> DesiredState? {
    DesiredStateReader().read(paths: paths.map(folder.file(_:))).state
  }

  /// What a run with these files reads; `nil` if it refuses.
  func read(_ paths: [String]) async throws -> LiveStateReader.Reading? {
    guard let state = state(paths) else { return nil }
    let ownership = Ownership(of: record, state, paths: RecordedPaths(beside: file.path))
    guard ownership.conflicts.isEmpty else { return nil }
    return await LiveStateReader(client: pipeline.client).read(state, recorded: record, ownership: ownership)
  }

  /// The plan of a run with these files; `nil` if it refuses.
  func plan(_ paths: [String]) async throws -> Plan? { try await read(paths).map { Planner().plan($0.apps) } }

  /// Applies the whole folder.
  ///
  /// - Parameter transport: what the calls pass, unless they go straight to the simulator.
  @discardableResult
  mutating func apply(through transport: InterceptingTransport? = nil) async throws -> Outcome {
    let plan = try #require(try await plan(["conf"]))
    let secrets = try SecretStore(for: plan, reader: SecretReader(environment: pipeline.environment))
    let recorder = StateRecorder(
      file: file, state: record, deriver: FingerprintDeriver(parameters: record.parameters),
      origins: FileOrigins(try #require(state(["conf"])), paths: RecordedPaths(beside: file.path)))
    let client =
      transport.map { Client(transport: $0, tokens: nil, retries: .none, clock: .instant()) }
      ?? pipeline.client
    let outcome = await Applier(client: client, secrets: secrets, recorder: recorder).apply(plan)
    record = try file.load() ?? record
    return outcome
  }
}

extension Plan {
  var deletes: Set<String> { Set(steps.filter { $0.action == .delete }.compactMap(\.webhookId)) }
}
