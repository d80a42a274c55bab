import Cryptography
import HTTPTransport
import Platform

extension RequestSender {
  func answer(to request: APIRequest, _ attempts: inout Attempts) async throws(CallFailure) -> HTTPResponse {
    let pass = try await enter(request, &attempts)
    let token: Secret?
    do {
      token = try tokens?.token()
    } catch {
      gate.leave(pass, succeeded: false)
      throw CallFailure(.token(error))
    }
    let response: HTTPResponse
    do {
      response = try await transmit(request, token: token)
    } catch {
      gate.leave(pass, succeeded: false)
      let failure = CallFailure(error, to: request)
      if error.kind != .cancelled { budget.noteFailure(failure.error) }
      throw failure
    }
    if response.status == 429 { throw refusal(response, to: request, pass) }
    gate.leave(pass, succeeded: true)
    // A repeated DELETE should find nothing: the first one did its work, but its answer was lost or wrong.
    if request.method == .delete, response.status == 404, attempts.open + attempts.refused > 0 {
      budget.noteAnswer()
      return response
    }
    do {
      try check(response, answering: request)
      budget.noteAnswer()
      return response
    } catch {
      if response.status >= 500 { budget.noteFailure(error.error) } else { budget.noteAnswer() }
      throw error
    }
  }

  /// Waits for the request's turn; throws if the service is down or the wait has made the request outdated.
  private func enter(_ request: APIRequest, _ attempts: inout Attempts) async throws(CallFailure)
    -> RateGate.Pass
  {
    let ticket = attempts.ticket ?? gate.takeTicket()
    attempts.ticket = ticket
    let pass: RateGate.Pass
    do {
      pass = try await gate.enter(ticket: ticket)
    } catch {
      throw Self.failure(error, of: request, isOutcomeOpen: attempts.open > 0)
    }
    if Task.isCancelled {
      gate.leave(pass, succeeded: false)
      throw .cancelled(request, isOutcomeOpen: attempts.open > 0)
    }
    // A request that may have been carried out is only finished by its repetition, so `latest` no longer applies.
    if let latest = attempts.open == 0 ? request.latest : request.latestRepetition, clock.now() > latest {
      gate.leave(pass, succeeded: false)
      throw CallFailure(.outdated(method: request.method, path: request.path))
    }
    if let outage = budget.outage {
      gate.leave(pass, succeeded: false)
      throw CallFailure(
        .unavailable(
          failures: outage.failures, last: outage.last, method: request.method, path: request.path))
    }
    return pass
  }

  private static func failure(
    _ refusal: RateGate.Refusal, of request: APIRequest, isOutcomeOpen: Bool
  ) -> CallFailure {
    switch refusal {
    case .cancelled: .cancelled(request, isOutcomeOpen: isOutcomeOpen)
    case .stopped:
      CallFailure(
        .stopped(method: request.method, path: request.path, isOutcomeOpen: isOutcomeOpen),
        isOutcomeOpen: isOutcomeOpen)
    case .exhausted(let exhaustion):
      CallFailure(
        .rateLimited(
          waited: exhaustion.waited, limit: exhaustion.limit, answer: exhaustion.answer,
          method: request.method, path: request.path))
    }
  }

  private func refusal(_ response: HTTPResponse, to request: APIRequest, _ pass: RateGate.Pass) -> CallFailure
  {
    budget.noteAnswer()
    let error = APIError(response, to: request, token: nil, at: now(), withholding: withholding)
    let retryAfter = RetryAfter.delay(in: response.headers, now: now())
    guard retries.repeats else {
      gate.leave(pass, succeeded: true)
      return CallFailure(error, retryAfter: retryAfter)
    }
    if let pause = gate.leave(pass, limitedBy: error, retryAfter: retryAfter), !stop.isStopped {
      announce(.rateLimit, pause, of: request, after: .api(error))
    }
    return CallFailure(error, retryAfter: retryAfter)
  }

  private func check(_ response: HTTPResponse, answering request: APIRequest) throws(CallFailure) {
    switch response.status {
    case request.success: return
    case 300..<400:
      throw CallFailure(
        .redirected(
          method: request.method, path: request.path, status: response.status,
          location: response.headers["Location"].map(Self.place)))
    case 400...:
      let source = [401, 403].contains(response.status) ? tokens?.credentialSource : nil
      throw CallFailure(
        APIError(response, to: request, token: source, at: now(), withholding: withholding),
        retryAfter: RetryAfter.delay(in: response.headers, now: now()))
    default:
      throw CallFailure(
        .malformedResponse(
          method: request.method, path: request.path, status: response.status,
          detail: "the status \(request.success) was expected"), isOutcomeOpen: true)
    }
  }

  /// For display, without the query: sign-in pages pass secrets in it.
  private static func place(_ location: String) -> String {
    TerminalText.escaped(String(location.prefix { $0 != "?" && $0 != "#" }.prefix(300)))
  }
}
