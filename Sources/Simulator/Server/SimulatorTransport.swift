import HTTPTransport

/// Sends a client's requests to a simulator in the same process, whatever host they name.
///
/// Faults end as they do over a real connection, where a client has sent the whole request before it learns
/// that something is wrong: `mayHaveReachedServer` is true for all of them, even if the service hasn't seen
/// the request, because a client can't tell one from the other.
package struct SimulatorTransport: Transport {
  /// Waits for a duration; throws if the calling task is cancelled.
  package typealias Sleep = @Sendable (Duration) async throws -> Void

  private let simulator: AppStoreConnectSimulator
  private let faults: FaultPlan?
  private let timeout: Duration
  private let sleep: Sleep

  /// - Parameters:
  ///   - faults: what goes wrong; `nil` for nothing.
  ///   - timeout: how long a request may take: one that hangs, or is delayed for as long, fails after it.
  ///   - sleep: waits for a delay, or for the end of the timeout. By default time is virtual and no wait
  ///     takes any; `{ try await Task.sleep(for: $0) }` waits for real.
  package init(
    _ simulator: AppStoreConnectSimulator, faults: FaultPlan? = nil, timeout: Duration = .seconds(30),
    sleep: @escaping Sleep = { _ in try Task.checkCancellation() }
  ) {
    self.simulator = simulator
    self.faults = faults
    self.timeout = timeout
    self.sleep = sleep
  }

  /// Answers, or fails as the faults say or because the calling task is cancelled.
  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    guard !Task.isCancelled else {
      throw TransportError(
        .cancelled, detail: "the request was cancelled", mayHaveReachedServer: false)
    }
    let call = APICall(request)
    var reply = simulator.reply(to: call, faults: faults)
    var left = timeout
    while true {
      if await !simulator.isSaved() { return simulator.unsaved(call) }
      switch reply {
      case .response(let response):
        return response
      case .truncated(let response, let bodyBytes):
        guard bodyBytes < response.body.count else { return response }
        throw failure(
          .connectionLost,
          "the connection closed after \(bodyBytes) of the answer's \(response.body.count) bytes")
      case .reset:
        throw failure(.connectionLost, "the connection was reset")
      case .hang:
        try await wait(left)
        throw timedOut
      case .endless:
        throw failure(.responseTooLarge, "the answer's body has no end")
      case .later(let delay, let next):
        do throws(TransportError) {
          try await wait(min(delay, left))
        } catch {
          // The service doesn't know that the client has left.
          _ = next()
          throw error
        }
        guard delay < left else {
          simulator.carryOut(after: delay - left) { _ = next() }
          throw timedOut
        }
        reply = next()
        left -= delay
      case .afterwards(let first, let delay, let carryOut):
        simulator.carryOut(after: delay, carryOut)
        reply = first
      }
    }
  }

  private var timedOut: TransportError { failure(.timedOut, "the request took longer than \(timeout)") }

  private func wait(_ duration: Duration) async throws(TransportError) {
    do {
      try await sleep(duration)
    } catch {
      throw failure(.cancelled, "the request was cancelled")
    }
    if Task.isCancelled { throw failure(.cancelled, "the request was cancelled") }
  }

  private func failure(_ kind: TransportError.Kind, _ detail: String) -> TransportError {
    TransportError(kind, detail: detail, mayHaveReachedServer: true)
  }
}
