import AppStoreConnect
import CommandLine
import Cryptography
import DesiredState
import HTTPTransport
import Platform
import Reconciler
import Reports
import Simulator

/// A connection to App Store Connect, or to the embedded simulator.
struct Connection: Sendable {
  var client: Client
  /// The API's authority, such as `api.appstoreconnect.apple.com`, or `simulator`.
  var api: String
  /// The issuer of a team key; `nil` for an individual key and for the simulator.
  var issuer: String?
  /// Values that no webhook's secret may have.
  var keyGuard = KeyGuard()
}

extension Session {
  /// - Parameter state: says which account is meant; if it wasn't read, the files do, if there are any.
  func connection(for state: DesiredState? = nil) throws(CommandFailure) -> Connection {
    if let path = self[.simulate] {
      let transport = SimulatorTransport(try simulator(fleet: path, configuration: .init()))
      return Connection(
        client: client(transport, baseURL: .appStoreConnect, tokens: nil), api: "simulator", issuer: nil)
    }
    let baseURL = try apiBaseURL()
    let credentials: Credentials?
    do {
      credentials = try Credentials.load(options: credentialOptions, environment: program.environment)
    } catch {
      // What runs on this machine is a simulator, or a proxy that has the key.
      guard error == .none, baseURL.isLoopback else { throw CommandFailure(message: "\(error)") }
      credentials = nil
    }
    if let credentials {
      output.withholding.add(credentials.privateKey)
      let account = (state ?? filesIfAny.state)?.account
      if let refusal = account?.refusal(ofKey: credentials.keyId, issuer: credentials.issuerId) {
        throw CommandFailure(diagnostics: [refusal], exitCode: .failed)
      }
    }
    for warning in credentials?.warnings ?? [] {
      output.message("warning: \(TerminalText.escaped(warning))\n")
    }
    try checkProxy(for: baseURL)
    let client = client(
      try transport(), baseURL: baseURL, tokens: credentials.map { TokenSource(credentials: $0) })
    return Connection(
      client: client, api: baseURL.authority, issuer: credentials?.issuerId,
      keyGuard: credentials.map { KeyGuard($0) } ?? KeyGuard())
  }

  func apiBaseURL() throws(CommandFailure) -> APIBaseURL {
    do {
      return try APIBaseURL(self[.apiURL])
    } catch {
      throw CommandFailure(message: "--api-url: \(error)", exitCode: .usage)
    }
  }

  var credentialOptions: CredentialOptions {
    CredentialOptions(keyId: self[.keyID], issuerId: self[.issuerID], privateKeyPath: self[.privateKey])
  }

  /// - Parameter attempts: how often a call is tried at most.
  func client(
    _ transport: any Transport, baseURL: APIBaseURL, tokens: (any TokenProvider)?, attempts: Int = .max
  ) -> Client {
    var retries = program.retries
    retries.attempts = min(retries.attempts, attempts)
    let client = Client(
      transport: transport, baseURL: baseURL, tokens: tokens, userAgent: BuildInformation.userAgent,
      retries: retries, concurrency: self[.concurrency], maxWait: self[.maxWait],
      takesShortLists: self[.ignoreTotals], clock: program.clock, observer: observer,
      onWait: { showWait($0) }, now: program.now, withholding: output.withholding)
    requests.count(of: client)
    return client
  }

  /// Shows waits for a rate limit, because they can take minutes, and retries if they or what was before take long enough
  /// to wonder, or with `--verbose`.
  private func showWait(_ event: WaitEvent) {
    switch event.reason {
    case .rateLimit:
      guard !progress.wait(event.duration) || self[.verbose] else { return }
      // Shown even with --quiet: nobody should wonder why nothing happens for minutes.
      output.message("note: waiting \(HumanDuration(event.duration)) for App Store Connect's limit\n")
    case .retry where self[.verbose] || event.duration >= .seconds(2) || event.cause.cause == .timedOut:
      note(
        "\(event.cause.brief): trying \(event.method.rawValue) \(event.path) again in "
          + "\(HumanDuration(event.duration))")
    case .settling where self[.verbose] || event.duration >= .seconds(2):
      note(
        "checking in \(HumanDuration(event.duration)) whether \(event.method.rawValue) \(event.path) was "
          + "carried out"
      )
    case .retry, .settling: break
    }
  }

  /// Refuses a proxy setting that can't be right before anything is asked: libcurl would take a part of a password for
  /// the host, and show it.
  func checkProxy(for baseURL: APIBaseURL) throws(CommandFailure) {
    guard !baseURL.isLoopback,
      let setting = ProxySetting.effective(for: baseURL.host, environment: program.environment)
    else { return }
    do {
      try setting.check()
    } catch {
      throw CommandFailure(message: "\(setting.name) \(error)")
    }
  }

  func transport() throws(CommandFailure) -> CurlTransport {
    var configuration = CurlTransport.Configuration(userAgent: BuildInformation.userAgent)
    configuration.totalTimeout = self[.timeout]
    // A longer limit for requests is meant for a slow server, whose silence mustn't end the request first.
    configuration.idleTimeout = max(configuration.idleTimeout, self[.timeout])
    if !options.isGiven(Option.timeout) {
      for limit in [\CurlTransport.Configuration.totalTimeout, \.idleTimeout, \.connectTimeout] {
        configuration[keyPath: limit] = max(configuration[keyPath: limit], program.patience)
      }
    }
    configuration.maxConnectionsPerHost = self[.concurrency]
    do {
      return try CurlTransport(configuration: configuration)
    } catch {
      throw CommandFailure(message: error.detail)
    }
  }

  /// A simulator with a fleet file's apps that saves every change to it.
  func simulator(
    fleet path: String, configuration: AppStoreConnectSimulator.Configuration
  ) throws(CommandFailure) -> AppStoreConnectSimulator {
    let file = FleetFile(path: path)
    var configuration = configuration
    configuration.saver = FleetSaver(file)
    configuration.now = program.now
    do {
      let fleet = try file.load()
      warn(about: file, holding: fleet)
      // The same fleet gives new webhooks the same IDs, so that a demonstration can be repeated. Another fleet doesn't,
      // so that the IDs of an earlier run don't come back.
      configuration.seed = fleet.apps.flatMap(\.webhooks).reduce(14_695_981_039_346_656_037) {
        seed, webhook in
        webhook.id.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
      }
      return AppStoreConnectSimulator(fleet: fleet, configuration: configuration)
    } catch {
      throw CommandFailure(message: "\(error)")
    }
  }

  /// A fleet file has its secrets in the clear.
  private func warn(about file: FleetFile, holding fleet: Fleet) {
    guard let mode = file.openPermissions,
      fleet.apps.contains(where: { $0.webhooks.contains { ($0.secret?.count ?? 0) > 0 } })
    else { return }
    let shown = TerminalText.escaped(file.path)
    output.message(
      "warning: the fleet file \(shown) is open to other users (mode \(String(mode, radix: 8))): run chmod "
        + "600 \(shown)\n"
    )
  }

  private var observer: (@Sendable (FinishedRequest) -> Void)? {
    guard self[.verbose] else { return nil }
    let output = output
    return { request in output.message(request.line + "\n") }
  }
}

extension FinishedRequest {
  /// `GET /v1/apps/1234567890/webhooks  200  52 ms  1 204 bytes`; never a query, a header or a body.
  fileprivate var line: String {
    let result =
      switch outcome {
      case .answered(let status): "\(status)"
      case .failed(let error): error.detail
      }
    return "\(method.rawValue) \(TerminalText.escaped(path))  \(TerminalText.escaped(result))"
      + "  \(HumanDuration(duration))  \(counted("byte", responseBytes))"
  }
}
