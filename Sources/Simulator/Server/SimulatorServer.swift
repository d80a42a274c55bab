import Dispatch
import HTTPTransport
import LoopbackServer
import Synchronization

/// Serves a simulator over HTTP, to clients on the same machine.
///
/// Besides the API it takes `POST /simulator/events`, which lets an event happen, as `docs/simulator.md`
/// says. Requests of browsers, and those to another host than this machine, are refused, so that no web page
/// can change a fleet file.
package final class SimulatorServer: Sendable {
  private let server: LoopbackServer

  /// Binds a port of 127.0.0.1; requests are answered after ``start()``. Port 0 takes any free one.
  ///
  /// - Parameter faults: what goes wrong; `nil` for nothing. Requests that hang and bodies without an end
  ///   last until the client closes the connection or the server stops.
  package init(
    simulator: AppStoreConnectSimulator, port: UInt16 = 0, limits: LoopbackServer.Limits = .init(),
    faults: FaultPlan? = nil
  ) throws(ServerError) {
    server = try LoopbackServer(
      port: port, limits: limits,
      replying: { request in
        if let refusal = BrowserGuard().refusal(of: request) { return .response(refusal.response) }
        let call = APICall(request)
        if call.path == EventControl.path {
          return .response(ServerResponse(EventControl(simulator: simulator).respond(to: call)))
        }
        return ServerReply(saved(simulator.reply(to: call, faults: faults), of: call, in: simulator))
      })
  }

  package var port: UInt16 { server.port }

  /// The API's URL for clients, without a slash at the end.
  package var url: String { "http://127.0.0.1:\(port)" }

  package func start() { server.start() }

  /// Answers the requests under way and takes no more; returns when they are answered.
  package func stop() { server.stop() }
}

/// Holds a reply back until everything that it shows is saved. Every connection has a thread of its own, which may wait.
private func saved(
  _ reply: FaultyReply, of call: APICall, in simulator: AppStoreConnectSimulator
) -> FaultyReply {
  if case .later(let delay, let next) = reply {
    return .later(delay) { saved(next(), of: call, in: simulator) }
  }
  guard simulator.configuration.saver != nil else { return reply }
  if case .afterwards(let first, let delay, let carryOut) = reply {
    return .afterwards(saved(first, of: call, in: simulator), delay) {
      carryOut()
      Task.detached { _ = await simulator.isSaved() }
    }
  }
  let done = DispatchSemaphore(value: 0)
  let outcome = SavingOutcome()
  Task.detached {
    let isSaved = await simulator.isSaved()
    outcome.isSaved.withLock { $0 = isSaved }
    done.signal()
  }
  done.wait()
  return outcome.isSaved.withLock { $0 } ? reply : .response(simulator.unsaved(call))
}

private final class SavingOutcome: Sendable {
  let isSaved = Mutex(false)
}

extension ServerReply {
  fileprivate init(_ reply: FaultyReply) {
    switch reply {
    case .response(let response): self = .response(ServerResponse(response))
    case .truncated(let response, let bytes):
      self = .truncated(ServerResponse(response), bodyBytes: bytes)
    case .reset: self = .reset
    case .hang: self = .hang
    case .endless(let response): self = .endless(ServerResponse(response))
    case .later(let delay, let next): self = .later(delay, then: { ServerReply(next()) })
    case .afterwards(let first, let delay, let carryOut):
      Task.detached {
        try? await Task.sleep(for: delay)
        carryOut()
      }
      self.init(first)
    }
  }
}

extension ServerResponse {
  fileprivate init(_ response: HTTPResponse) {
    self.init(status: response.status, headers: response.headers.fields, body: response.body)
  }
}

extension APICall {
  /// A request that came over HTTP; links lead back to the host that the client named.
  init(_ request: ServerRequest) {
    var headers = HTTPHeaders()
    for (name, value) in request.headers { headers.append(name: name, value: value) }
    self.init(
      method: request.method, base: "http://\(request["Host"] ?? "127.0.0.1")", target: request.target,
      headers: headers, body: request.body)
  }
}
