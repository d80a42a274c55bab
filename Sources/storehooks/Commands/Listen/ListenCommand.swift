import CommandLine
import Reports
import LoopbackServer
import Platform
import Synchronization
import WebhookReceiver
import YAML

/// `storehooks listen`: receives deliveries until it is interrupted.
struct ListenCommand {
  let context: CommandContext

  /// Far above what App Store Connect sends, and little enough for a queue of them; slow clients don't keep
  /// others out. More connections than events that may be under way, so that there is one left to say 503.
  private static func limits(queue: Int) -> LoopbackServer.Limits {
    LoopbackServer.Limits(
      headerBytes: 32 * 1024, bodyBytes: 1024 * 1024, connections: min(queue, 448) + 64,
      idleTimeout: .seconds(15), readTimeout: .seconds(10), writeTimeout: .seconds(10))
  }

  func run() async throws -> Int32 {
    let settings = try settings()
    let failure = Mutex<(any Error)?>(nil)
    let (stops, stop) = AsyncStream<Void>.makeStream()
    let receiver = EventReceiver(
      settings,
      observer: EventReceiver.Observer(
        report: { [context] in try context.tell($0) },
        warn: { [context] in context.warn($0) },
        giveUp: { error in
          failure.withLock { $0 = $0 ?? error }
          stop.yield()
        }))
    let server = try server(for: receiver, queue: settings.limit)
    let interruption = Interruption()
    context.program.signals?.handle { signal in
      if interruption.isRequested { settings.command?.kill() }
      interruption.receive(signal)
      stop.yield()
    }
    server.start()
    try context.tell(
      .listening(url: "http://\(server.host.contains(":") ? "[\(server.host)]" : server.host):\(server.port)")
    )
    for await _ in stops { break }
    server.stop()
    if receiver.underWay > 0 {
      context.note(
        "the command still runs for \(counted("event", receiver.underWay)); interrupt again to leave them")
    }
    await settings.command?.finish()
    if let error = failure.withLock({ $0 }) { throw error }
    context.output.deliver(context.line(of: .summary(receiver.tally)))
    return Program.ExitCode.done
  }

  private func settings() throws -> EventReceiver.Settings {
    let options = context.invocation.options
    var settings = EventReceiver.Settings()
    settings.secrets = try context.namedSecrets()
    let allowed = try allowedHosts()
    // With a secret, the signature decides; a tunnel may use any name.
    settings.browsers = BrowserGuard(hosts: settings.secrets.verifier == nil ? .loopback(and: allowed) : .any)
    if let path = options.string("dir") {
      do {
        settings.folder = try EventFolder(path: path)
      } catch {
        throw CommandFailure(message: "--dir: \(error.message)")
      }
    }
    if let command = options.string("exec") {
      // A command that sends the event on has no business with the key that it was signed with.
      let hidden = Set(settings.secrets.names)
      settings.command = EventCommand(
        command, environment: context.program.environment.filter { !hidden.contains($0.key) },
        timeLimit: options.duration("exec-timeout") ?? .seconds(30))
    }
    settings.status = options.integer("respond") ?? settings.status
    settings.limit = options.integer("queue") ?? settings.limit
    return settings
  }

  private func allowedHosts() throws(CommandFailure) -> Set<HostName> {
    var hosts: Set<HostName> = []
    for name in context.invocation.options.strings("allow-host") {
      guard let host = HostName(name) else {
        throw .usage(
          "--allow-host takes a host without scheme, port or path, 'name.example.com' for instance")
      }
      hosts.insert(host)
    }
    return hosts
  }

  private func server(for receiver: EventReceiver, queue: Int) throws(CommandFailure) -> LoopbackServer {
    let options = context.invocation.options
    let server: LoopbackServer
    do {
      server = try LoopbackServer(
        host: options.string("host") ?? "127.0.0.1", port: UInt16(options.integer("port") ?? 0),
        limits: Self.limits(queue: queue), allowsOtherMachines: options.flag("allow-remote"),
        handler: { receiver.respond(to: $0) })
    } catch .notLoopback(let host) {
      throw CommandFailure(
        message: "--host \(host): other machines could connect; add --allow-remote if they may",
        exitCode: Program.ExitCode.usage)
    } catch {
      throw CommandFailure(message: "\(error)")
    }
    if options.strings("secret-env").isEmpty {
      context.note("no --secret-env: signatures are not checked")
    }
    return server
  }
}

extension CommandContext {
  /// Prints a report of `listen` in the format that was asked for.
  fileprivate func tell(_ report: ListenReport) throws(OutputError) { try output.result(line(of: report)) }

  fileprivate func line(of report: ListenReport) -> String {
    switch options.format {
    case .json: ListenDocument(report).line
    case .text, .markdown, .gitlab, .junit: ListenText(style: style).line(of: report)
    }
  }

  /// Shows a warning on standard error.
  fileprivate func warn(_ text: String) {
    output.message(program.style(of: options).yellow("warning:") + " \(TerminalText.escaped(text))\n")
  }
}
