import CommandLine
import Reports
import Cryptography
import HTTPTransport
import Simulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct SimulateCommand: Command {
  static let specification = CommandSpec(
    name: "simulate",
    abstract: "Serve a simulated App Store Connect on loopback",
    discussion: [
      """
      Serves the embedded simulator of the webhooks API over HTTP until it is interrupted, and prints \
      its URL first. Point other commands, or any client, at that URL with --api-url.
      """
    ],
    options: [
      Option.port.spec, Option.fleet.spec, Option.publicKey.spec, Option.faults.spec, Option.deliver.spec,
      Option.liveQuirks.spec,
    ],
    relevantGroups: [.output, .general], withoutEffect: [Option.verbose.spec],
    examples: [
      .init("Serve a fleet", "storehooks simulate --fleet fleet.json --port 8080"),
      .init("Plan against it", "storehooks plan --api-url http://127.0.0.1:8080"),
      .init(
        "Serve it over a bad connection",
        "storehooks simulate --fleet fleet.json --faults faults.json --port 8080"),
      .init(
        "Send real deliveries to a receiver on this machine",
        "storehooks simulate --fleet fleet.json --deliver"),
    ])

  let session: Session

  func run() async throws -> CommandResult {
    var configuration = AppStoreConnectSimulator.Configuration()
    configuration.tokens = try tokenVerifier()
    configuration.seed = .random(in: 0 ... .max)
    let hasQuirks = session[.liveQuirks]
    configuration.liveDeliveryFilters = hasQuirks
    configuration.redeliversOnce = hasQuirks
    configuration.redeliveryFailureRate = hasQuirks ? Self.redeliveryFailureRate : 0
    if session[.deliver] { configuration.sender = try sender() }
    let simulator =
      if let path = session[.fleet] {
        try session.simulator(fleet: path, configuration: configuration)
      } else {
        AppStoreConnectSimulator(fleet: Fleet(apps: []), configuration: configuration)
      }
    let faults = try faults(for: simulator.fleet)
    let port = UInt16(session[.port])
    let server: SimulatorServer
    do {
      server = try SimulatorServer(simulator: simulator, port: port, faults: faults)
    } catch {
      throw CommandFailure(message: "\(error)")
    }
    let (stopped, stop) = AsyncStream<Void>.makeStream()
    session.program.signals?.handle { _ in stop.yield() }
    server.start()
    try session.emit(TextReport("Listening on \(server.url)\n"))
    for await _ in stopped { break }
    server.stop()
    return CommandResult(nil)
  }

  /// How often redelivering fails with `--live-quirks`: often enough to happen in a short test.
  private static let redeliveryFailureRate = 0.25

  private func sender() throws(CommandFailure) -> DeliverySender {
    var configuration = CurlTransport.Configuration(userAgent: BuildInformation.userAgent)
    configuration.totalTimeout = session[.timeout]
    configuration.idleTimeout = session[.timeout]
    configuration.maxConnectionsPerHost = session[.concurrency]
    configuration.maxResponseBytes = 1024 * 1024
    do {
      return LoopbackDeliveries(transport: try CurlTransport(configuration: configuration)).sender
    } catch {
      throw CommandFailure(message: error.detail)
    }
  }

  private func faults(for fleet: Fleet) throws(CommandFailure) -> FaultPlan? {
    guard let path = session[.faults] else { return nil }
    do {
      return try FaultFile(path: path).load(for: fleet)
    } catch {
      throw CommandFailure(message: "\(error)")
    }
  }

  private func tokenVerifier() throws -> TokenVerifier? {
    guard let path = session[.publicKey] else { return nil }
    guard let keyId = session[.keyID] else {
      throw CommandFailure(
        message: "--public-key needs --key-id, which tokens must name", exitCode: .usage)
    }
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw CommandFailure(message: "can't read '\(path)'")
    }
    do {
      let key = try P256VerifyingKey(pem: String(decoding: data, as: UTF8.self))
      return TokenVerifier(key: key, keyId: keyId, issuerId: session[.issuerID])
    } catch {
      throw CommandFailure(message: "'\(path)' isn't a P-256 public key in PEM")
    }
  }
}

extension Option<String?> {
  fileprivate static let fleet = value(
    "fleet", "FILE", .path, "JSON file with the apps and webhooks; every change is saved to it")
  fileprivate static let publicKey = value(
    "public-key", "PATH", .path,
    "PEM file with the public half of the API key: tokens are then checked, against --key-id and "
      + "--issuer-id if given"
  )
  fileprivate static let faults = value(
    "faults", "FILE", .path,
    "JSON file with rules for what goes wrong: errors, lost connections, edits by someone else; "
      + "docs/simulator.md has an example of each"
  )
}

extension Option<Bool> {
  fileprivate static let deliver = flag(
    "deliver",
    "Send events to receivers on loopback hosts, signed, and record what they answer; by default every "
      + "delivery succeeds without being sent"
  )
  fileprivate static let liveQuirks = flag(
    "live-quirks",
    "Behave like the live service where it departs from Apple's document: deliveries need a created-date "
      + "filter of the last ten days and can't be filtered by state, redelivering sometimes answers 500, and a "
      + "delivery can be sent again only once")
}
