import CommandLine
import Reports
import LoopbackServer
import Platform
import Synchronization
import WebhookReceiver
import YAML

struct ListenCommand: Command {
  let session: Session

  /// Far above what App Store Connect sends, but little enough for a queue of them; slow clients don't keep others out.
  /// There are more connections than events under way, so that one is left to answer 503.
  private static func limits(queue: Int) -> LoopbackServer.Limits {
    LoopbackServer.Limits(
      headerBytes: 32 * 1024, bodyBytes: 1024 * 1024, connections: min(queue, 448) + 64,
      idleTimeout: .seconds(15), readTimeout: .seconds(10), writeTimeout: .seconds(10))
  }

  func run() async throws -> CommandResult {
    let settings = try settings()
    let failure = Mutex<(any Error)?>(nil)
    let (stops, stop) = AsyncStream<Void>.makeStream()
    let receiver = EventReceiver(
      settings,
      observer: EventReceiver.Observer(
        report: { [session] in try session.emit($0) },
        warn: { [session] in session.warn($0) },
        giveUp: { error in
          failure.withLock { $0 = $0 ?? error }
          stop.yield()
        }))
    let server = try server(for: receiver, queue: settings.limit)
    let interruption = Interruption()
    session.program.signals?.handle { signal in
      // The second signal ends this process, too. It mustn't end on its own before, as if it had succeeded.
      if interruption.isRequested { settings.command?.kill { interruption.receive(signal) } }
      interruption.receive(signal)
      stop.yield()
    }
    server.start()
    try session.emit(
      ListenReport.listening(
        url: "http://\(server.host.contains(":") ? "[\(server.host)]" : server.host):\(server.port)")
    )
    for await _ in stops { break }
    server.stop()
    if receiver.underWay > 0 {
      session.note(
        "the command still runs for \(counted("event", receiver.underWay)); press Ctrl-C again to drop them")
    }
    await settings.command?.finish()
    if let error = failure.withLock({ $0 }) { throw error }
    return CommandResult(ListenReport.summary(receiver.tally))
  }

  private func settings() throws -> EventReceiver.Settings {
    var settings = EventReceiver.Settings()
    settings.secrets = try session.namedSecrets()
    let allowed = try allowedHosts()
    // With a secret, the signature decides, so a tunnel may use any name.
    settings.browsers = BrowserGuard(hosts: settings.secrets.verifier == nil ? .loopback(and: allowed) : .any)
    if let path = session[.dir] {
      do {
        settings.folder = try EventFolder(path: path)
      } catch {
        throw CommandFailure(message: "--dir: \(error.message)")
      }
    }
    if let command = session[.exec] {
      // A command that forwards the event doesn't need the secret it was signed with.
      let hidden = Set(settings.secrets.names)
      settings.command = EventCommand(
        command, environment: session.program.environment.filter { !hidden.contains($0.key) },
        timeLimit: session[.execTimeout], now: session.program.now)
    }
    settings.now = session.program.now
    settings.status = session[.respond]
    settings.limit = session[.queue]
    return settings
  }

  private func allowedHosts() throws(CommandFailure) -> Set<HostName> {
    var hosts: Set<HostName> = []
    for name in session[.allowHost] {
      guard let host = HostName(name) else {
        throw .usage(
          "--allow-host takes a host without scheme, port or path, such as 'name.example.com'")
      }
      hosts.insert(host)
    }
    return hosts
  }

  private func server(for receiver: EventReceiver, queue: Int) throws(CommandFailure) -> LoopbackServer {
    let server: LoopbackServer
    do {
      server = try LoopbackServer(
        host: session[.host], port: UInt16(session[.port]),
        limits: Self.limits(queue: queue), allowsOtherMachines: session[.allowRemote],
        handler: { receiver.respond(to: $0) })
    } catch .notLoopback(let host) {
      throw CommandFailure(
        message: "--host \(host): other machines could connect; add --allow-remote to allow that",
        exitCode: .usage)
    } catch {
      throw CommandFailure(message: "\(error)")
    }
    if session[.secretEnv].isEmpty {
      session.note("no --secret-env: signatures are not checked")
    }
    return server
  }
}
