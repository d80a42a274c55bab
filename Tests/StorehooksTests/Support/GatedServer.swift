import Dispatch
import HTTPTransport
import LoopbackServer
import Simulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The simulator behind a server that holds requests back until told to answer, so that what a test sees meanwhile
/// doesn't depend on speed.
final class GatedServer: Sendable {
  /// What happens to a request.
  enum Decision {
    /// It is answered.
    case answer
    /// It is answered once ``letGo()`` is called.
    case hold
    /// It is answered with this; the simulator never sees it.
    case refuse(ServerResponse)
  }

  private let gate = DispatchSemaphore(value: 0)
  private let server: LoopbackServer
  private let held: AsyncStream<Void>

  /// Serves a fleet file's apps, without saving changes to it.
  init(
    fleet path: String, now: @escaping @Sendable () -> Date = { Date() },
    decide: @escaping @Sendable (ServerRequest) -> Decision
  ) throws {
    let simulator = AppStoreConnectSimulator(
      fleet: try FleetFile(path: path).load(), configuration: .init(now: now))
    let (held, began) = AsyncStream<Void>.makeStream()
    self.held = held
    server = try LoopbackServer(host: "127.0.0.1", port: 0) { [gate] request in
      switch decide(request) {
      case .answer: break
      case .hold:
        began.yield()
        gate.wait()
        gate.signal()
      case .refuse(let response): return response
      }
      var headers = HTTPHeaders()
      for (name, value) in request.headers { headers.append(name: name, value: value) }
      let method = HTTPMethod(rawValue: request.method) ?? .get
      let answer = simulator.respond(
        to: HTTPRequest(method, "http://localhost" + request.target, headers: headers, body: request.body))
      return ServerResponse(
        status: answer.status, headers: answer.headers.map { ($0.name, $0.value) }, body: answer.body)
    }
    server.start()
  }

  var url: String { "http://127.0.0.1:\(server.port)" }

  /// Waits until a request is held back.
  func firstHeld() async {
    for await _ in held { return }
  }

  /// Answers what is held back, and everything from now on.
  func letGo() { gate.signal() }

  func stop() {
    letGo()
    server.stop()
  }
}
