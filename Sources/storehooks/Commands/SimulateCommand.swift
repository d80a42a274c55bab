import CommandLine
import Cryptography
import HTTPTransport
import Simulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `storehooks simulate`: serves the embedded simulator over HTTP until it is interrupted.
struct SimulateCommand {
  let context: CommandContext

  func run() async throws -> Int32 {
    var configuration = AppStoreConnectSimulator.Configuration()
    configuration.tokens = try tokenVerifier()
    configuration.seed = .random(in: 0 ... .max)
    let hasQuirks = context.invocation.options.flag("live-quirks")
    configuration.liveDeliveryFilters = hasQuirks
    configuration.redeliveryFailureRate = hasQuirks ? Self.redeliveryFailureRate : 0
    if context.invocation.options.flag("deliver") { configuration.sender = try sender() }
    let simulator =
      if let path = context.invocation.options.string("fleet") {
        try context.simulator(fleet: path, configuration: configuration)
      } else {
        AppStoreConnectSimulator(fleet: Fleet(apps: []), configuration: configuration)
      }
    let faults = try faults(for: simulator.fleet)
    let port = UInt16(context.invocation.options.integer("port") ?? 0)
    let server: SimulatorServer
    do {
      server = try SimulatorServer(simulator: simulator, port: port, faults: faults)
    } catch {
      throw CommandFailure(message: "\(error)")
    }
    let (stopped, stop) = AsyncStream<Void>.makeStream()
    context.program.signals?.handle { _ in stop.yield() }
    server.start()
    try context.output.result("Listening on \(server.url)\n")
    for await _ in stopped { break }
    server.stop()
    return Program.ExitCode.done
  }

  /// How often redelivering fails with `--live-quirks`: often enough to be met in a short test.
  private static let redeliveryFailureRate = 0.25

  /// Delivers over HTTP.
  private func sender() throws(CommandFailure) -> DeliverySender {
    var configuration = CurlTransport.Configuration(userAgent: BuildInformation.userAgent)
    configuration.totalTimeout = context.options.timeout
    configuration.idleTimeout = context.options.timeout
    configuration.maxConnectionsPerHost = context.options.concurrency
    configuration.maxResponseBytes = 1024 * 1024
    do {
      return LoopbackDeliveries(transport: try CurlTransport(configuration: configuration)).sender
    } catch {
      throw CommandFailure(message: error.detail)
    }
  }

  /// What goes wrong: nothing without `--faults`.
  private func faults(for fleet: Fleet) throws(CommandFailure) -> FaultPlan? {
    guard let path = context.invocation.options.string("faults") else { return nil }
    do {
      return try FaultFile(path: path).load(for: fleet)
    } catch {
      throw CommandFailure(message: "\(error)")
    }
  }

  /// How tokens are checked: not at all without `--public-key`.
  private func tokenVerifier() throws -> TokenVerifier? {
    guard let path = context.invocation.options.string("public-key") else { return nil }
    guard let keyId = context.options.keyID else {
      throw CommandFailure(
        message: "--public-key needs --key-id, which tokens must name", exitCode: Program.ExitCode.usage)
    }
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw CommandFailure(message: "can't read '\(path)'")
    }
    do {
      let key = try P256VerifyingKey(pem: String(decoding: data, as: UTF8.self))
      return TokenVerifier(key: key, keyId: keyId, issuerId: context.options.issuerID)
    } catch {
      throw CommandFailure(message: "'\(path)' holds no P-256 public key in PEM")
    }
  }
}
