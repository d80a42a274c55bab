import HTTPTransport
import LoopbackServer
import Simulator
import Synchronization
import TestSupport

/// A simulated App Store Connect that kills its client at one of its requests.
final class KillingServer: Sendable {
  /// When the client dies, relative to the request.
  enum Moment: String, CaseIterable, Sendable {
    /// Before the service sees it.
    case before
    /// After the service has carried it out, before the answer.
    case unanswered
    /// A little after the answer, while the client handles it, perhaps writes its state file or asks for more.
    case answered
  }

  struct Kill: Sendable {
    /// The request's number, from 1.
    var request: Int
    var moment: Moment
    /// Microseconds after an answer.
    var delay: UInt32
  }

  /// What the server holds, and what it will do.
  private struct State: Sendable {
    var simulator = AppStoreConnectSimulator(fleet: Fleet())
    /// Which client is served, so that a late kill can't hit the next one. It is part of the paths that the client asks
    /// for.
    var number = 0
    var requests = 0
    var client: RunningCommand?
    var kill: Kill?
  }

  private let state = Mutex(State())

  /// Starts again with a fleet.
  func hold(_ fleet: Fleet) { state.withLock { $0.simulator = AppStoreConnectSimulator(fleet: fleet) } }

  var fleet: Fleet { state.withLock { $0.simulator }.fleet }

  /// How many requests the last client has sent.
  var requests: Int { state.withLock { $0.requests } }

  /// Expects another client, and returns how its paths must begin. Requests of a dead client that are still on the way
  /// are no longer carried out.
  func expect(kill: Kill?) -> String {
    state.withLock { state in
      state.number += 1
      (state.requests, state.client, state.kill) = (0, nil, kill)
      return Self.path(state.number)
    }
  }

  private static func path(_ number: Int) -> String { "/client\(number)" }

  /// Remembers the client's process.
  func meet(_ client: RunningCommand) { state.withLock { $0.client = client } }

  func reply(to request: ServerRequest) -> ServerReply {
    let begun = state.withLock { state -> (simulator: AppStoreConnectSimulator, number: Int, kill: Kill?)? in
      guard request.target.hasPrefix(Self.path(state.number) + "/") else { return nil }
      state.requests += 1
      return (state.simulator, state.number, state.kill?.request == state.requests ? state.kill : nil)
    }
    guard let (simulator, number, kill) = begun else { return .reset }
    if kill?.moment == .before {
      end(number)
      return .reset
    }
    var headers = HTTPHeaders()
    for (name, value) in request.headers { headers.append(name: name, value: value) }
    let target = request.target.dropFirst(Self.path(number).count)
    let answer = simulator.respond(
      to: HTTPRequest(
        HTTPMethod(rawValue: request.method) ?? .get, "http://\(request["Host"] ?? "")\(target)",
        headers: headers, body: request.body))
    switch kill?.moment {
    case .unanswered:
      end(number)
      return .reset
    case .answered:
      let delay = kill?.delay ?? 0
      Task.detached { [self] in
        try? await Task.sleep(for: .microseconds(delay))
        end(number)
      }
    case .before, nil: break
    }
    return .response(
      ServerResponse(status: answer.status, headers: answer.headers.fields, body: answer.body))
  }

  /// Kills a client, unless it ended by itself and another is expected. Its process is known a moment after its first
  /// request at the latest.
  private func end(_ number: Int) {
    let isDone = { [self] in
      state.withLock { state in
        guard state.number == number else { return true }
        state.client?.send(signal: SIGKILL)
        return state.client != nil
      }
    }
    while !isDone() { usleep(100) }
  }
}
