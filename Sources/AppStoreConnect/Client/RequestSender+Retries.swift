import HTTPTransport

extension RequestSender {
  func send<Document: Decodable>(
    _ request: APIRequest, as document: Document.Type
  ) async throws(ClientError) -> Document {
    var attempts = Attempts()
    do { return try await send(request, as: document, &attempts) } catch { throw error.error }
  }

  /// Ignores the answer's body, if there is one.
  func send(_ request: APIRequest) async throws(ClientError) {
    var attempts = Attempts()
    do { try await repeating(request, &attempts) { _ throws(CallFailure) in } } catch { throw error.error }
  }

  func send<Document: Decodable>(
    _ request: APIRequest, as document: Document.Type, _ attempts: inout Attempts
  ) async throws(CallFailure) -> Document {
    try await repeating(request, &attempts) { response throws(CallFailure) in
      try response.decoded(as: document, answering: request)
    }
  }

  private func repeating<Value>(
    _ request: APIRequest, _ attempts: inout Attempts, _ read: (HTTPResponse) throws(CallFailure) -> Value
  ) async throws(CallFailure) -> Value {
    while true {
      do {
        return try await read(answer(to: request, &attempts))
      } catch {
        if error.isOutcomeOpen { attempts.open += 1 } else if error.needsSettling { attempts.refused += 1 }
        // The caller finds out whether such a request may be sent again.
        if !request.isRepeatable, error.needsSettling || attempts.open > 0 { throw error }
        try await prepareRepetition(of: request, after: error, &attempts)
      }
    }
  }

  /// Waits until the request may be sent again, and throws if it shouldn't be. `waits`: whether to wait even
  /// if the service doesn't ask for it.
  func prepareRepetition(
    of request: APIRequest, after failure: CallFailure, _ attempts: inout Attempts, waits: Bool = true
  ) async throws(CallFailure) {
    guard retries.repeats else { throw failure }
    switch failure.kind {
    case .final: throw failure
    case .rateLimited:
      // The gate makes it wait, or refuses it.
      return
    case .tokenRefused:
      guard let tokens, attempts.tokenRenewals < retries.tokenRenewals else { throw failure }
      attempts.tokenRenewals += 1
      tokens.renew()
    case .transient, .unreadable:
      attempts.failures += 1
      if failure.kind == .unreadable { attempts.unreadable += 1 }
      guard attempts.failures < retries.attempts, attempts.unreadable < retries.unreadableAnswers,
        budget.take()
      else { throw failure }
      try await wait(for: request, after: failure, attempts, isOwn: waits)
    }
  }

  private func wait(
    for request: APIRequest, after failure: CallFailure, _ attempts: Attempts, isOwn: Bool
  ) async throws(CallFailure) {
    guard !stop.isStopped else { throw failure }
    if let asked = failure.retryAfter {
      // A server that is down and says for how long is left alone by all calls.
      guard let pause = gate.pause(for: asked) else { throw failure }
      announce(.rateLimit, pause, of: request, after: failure.error)
      return
    }
    guard isOwn else { return }
    let delay = retries.backoff.delay(afterFailures: attempts.failures, random: clock.random())
    announce(.retry, delay, of: request, after: failure.error)
    do {
      try await stop.sleep(delay, clock)
    } catch is StopSignal.Stopped {
      throw failure
    } catch {
      throw .cancelled(request, isOutcomeOpen: attempts.open > 0)
    }
  }
}
