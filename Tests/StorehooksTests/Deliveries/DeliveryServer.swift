import AppStoreConnect
import Cryptography
import Simulator
import TestSupport

@testable import storehooks

/// The simulator over HTTP in this process, with receivers that answer as a test wants.
final class DeliveryServer {
  let simulator: AppStoreConnectSimulator
  private let server: SimulatorServer
  private let log = LockedValue<[AnsweredRequest]>([])
  /// What happens once so many requests have been answered.
  let script = LockedValue<[Int: @Sendable (AppStoreConnectSimulator) -> Void]>([:])
  /// The options that lead commands to it.
  let options: [String]

  /// Serves the workspace's fleet, and stops its clock unless a configuration has one. `receiver` gets a webhook's URL;
  /// `nil` leaves the delivery pending.
  init(
    _ workspace: Workspace, faults: FaultPlan? = nil,
    configuration: AppStoreConnectSimulator.Configuration? = nil,
    receiver: @escaping @Sendable (_ url: String) -> DeliveryOutcome? = { _ in
      .answered(status: 200, body: "ok")
    }
  ) throws {
    try workspace.write(try P256SigningKey.generate(), to: "key.p8")
    let clock = workspace.clock
    if configuration == nil { clock.stand() }
    var configuration = configuration ?? .init(now: { clock.now })
    configuration.sender = { attempt, complete in
      if let outcome = receiver(attempt.url) { complete(outcome) }
    }
    let (log, script, holder) = (log, script, LockedValue<AppStoreConnectSimulator?>(nil))
    configuration.onAnswer = { request in
      let count = log.withLock { log in
        log.append(request)
        return log.count
      }
      if let simulator = holder.withLock({ $0 }) { script.withLock { $0[count] }?(simulator) }
    }
    simulator = AppStoreConnectSimulator(fleet: try workspace.fleet, configuration: configuration)
    holder.withLock { [simulator] in $0 = simulator }
    server = try SimulatorServer(simulator: simulator, faults: faults)
    server.start()
    options = [
      "--api-url", server.url, "--key-id", "K", "--private-key", workspace.directory.file("key.p8"),
      "--concurrency", "1",
    ]
  }

  deinit { server.stop() }

  /// What the service answered so far.
  var requests: [AnsweredRequest] { log.withLock { $0 } }

  /// The requests so far that change something.
  var writes: [String] {
    requests.filter { $0.method != "GET" }.map { "\($0.method) \($0.target)" }
  }

  typealias DeliveryOutcome = Simulator.DeliveryOutcome
}
