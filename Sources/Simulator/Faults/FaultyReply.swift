import AppStoreConnect
import HTTPTransport

/// What becomes of a request: an answer, or one of the ways not to get one.
enum FaultyReply: Sendable {
  case response(HTTPResponse)
  /// The head arrives, and this many bytes of the body.
  case truncated(HTTPResponse, bodyBytes: Int)
  case reset
  case hang
  /// The body is repeated forever.
  case endless(HTTPResponse)
  /// The rest happens after this time, whether the client still waits or not.
  indirect case later(Duration, then: @Sendable () -> FaultyReply)
  /// The client gets the reply, and something happens after this time.
  indirect case afterwards(FaultyReply, Duration, @Sendable () -> Void)
}

extension AppStoreConnectSimulator {
  /// Answers a request, unless something happens to it.
  func reply(to call: APICall, faults: FaultPlan?) -> FaultyReply {
    carryOutWhatIsDue()
    guard let faults else { return .response(respond(to: call)) }
    rememberPast(of: faults.longestLag)
    guard let action = faults.next(method: call.method, path: call.path) else {
      return .response(respond(to: call))
    }
    switch action {
    case .status(let status, let errors, let body, let fields, let moment):
      let answer =
        body.map { Answer(status: status, body: $0) }
        ?? failure(errors ?? [ResponseError](faultOfStatus: status), status: status)
      return .response(respond(to: call, moment, with: answer, fields: fields))
    case .reset(let moment):
      if moment == .afterApplying { _ = respond(to: call) }
      return .reset
    case .hang(let moment):
      if moment == .afterApplying { _ = respond(to: call) }
      return .hang
    case .delay(let duration, .beforeApplying):
      return .later(duration) { [self] in .response(respond(to: call)) }
    case .delay(let duration, .afterApplying):
      let response = respond(to: call)
      return .later(duration) { .response(response) }
    case .truncate(let cut):
      let response = respond(to: call)
      return .truncated(response, bodyBytes: cut.length(of: response.body.count))
    case .garbage(let body, let contentType, let moment):
      let page = Answer(status: 200, body: body ?? FaultAction.garbagePage)
      return .response(respond(to: call, moment, with: page, fields: ["Content-Type": contentType]))
    case .redirect(let target, let status):
      let answer = Answer(status: status)
      return .response(respond(to: call, .beforeApplying, with: answer, fields: ["Location": target]))
    case .headers(let fields):
      var response = respond(to: call)
      response.headers.replace(fields)
      return .response(response)
    case .edit(let edit, let moment):
      if moment == .beforeApplying { perform(edit) }
      let response = respond(to: call)
      if moment == .afterApplying { perform(edit) }
      return .response(response)
    case .endless:
      let answer = Answer(status: 200, body: Array("[null]\n".utf8))
      return .endless(respond(to: call, .beforeApplying, with: answer))
    case .late(let delay, let answer):
      return .afterwards(reply(to: call, answer), delay) { [self] in _ = respond(to: call) }
    case .stale(let lag):
      return .response(respond(to: call, lag: lag))
    }
  }

  private func reply(to call: APICall, _ answer: FaultAction.LateAnswer) -> FaultyReply {
    switch answer {
    case .status(let status):
      .response(
        respond(
          to: call, .beforeApplying, with: failure([ResponseError](faultOfStatus: status), status: status)))
    case .reset: .reset
    case .hang: .hang
    }
  }

  /// Answers with something else, whether the service sees the request or not.
  private func respond(
    to call: APICall, _ moment: FaultAction.Moment, with answer: Answer, fields: [String: String] = [:]
  ) -> HTTPResponse {
    var response: HTTPResponse
    switch moment {
    case .beforeApplying:
      let now = configuration.now()
      // A request that doesn't reach the service counts for the rate limit as well, but is never refused: the
      // fault is what was asked for.
      _ = state.withLock { $0.rate.admit(at: now) }
      response = finish(answer, of: call, at: now)
    case .afterApplying:
      response = respond(to: call)
      response.status = answer.status
      response.body = answer.body
      response.headers["Content-Type"] = answer.body.isEmpty ? nil : "application/json"
    }
    response.headers.replace(fields)
    return response
  }

  private func failure(_ errors: [ResponseError], status: Int) -> Answer {
    errors.isEmpty ? Answer(status: status) : refusal(errors, status: status)
  }
}

extension HTTPHeaders {
  /// Sets fields, in the order of their names; `nil` removes one.
  fileprivate mutating func replace(_ fields: [String: String?]) {
    for (name, value) in fields.sorted(by: { $0.key < $1.key }) { self[name] = value }
  }
}

extension [ResponseError] {
  /// What Apple's service says with a status, as far as it has been seen; nothing below 400.
  fileprivate init(faultOfStatus status: Int) {
    let (code, title) =
      switch status {
      case 400: ("PARAMETER_ERROR", "A parameter has an invalid value")
      case 401: ("NOT_AUTHORIZED", "Authentication credentials are missing or invalid.")
      case 403: ("FORBIDDEN_ERROR", "The request is not allowed")
      case 404: ("NOT_FOUND", "The specified resource does not exist")
      case 409: ("ENTITY_ERROR", "The request conflicts with the state of the resource")
      case 422: ("ENTITY_UNPROCESSABLE", "The request cannot be processed")
      case 429: ("RATE_LIMIT_EXCEEDED", "The request rate limit has been reached.")
      case 503: ("SERVICE_UNAVAILABLE", "The service is unavailable.")
      default:
        status < 500
          ? ("FAULT", "The request was refused") : ("UNEXPECTED_ERROR", "An unexpected error occurred.")
      }
    guard status >= 400 else {
      self = []
      return
    }
    self = [
      ResponseError(
        status: String(status), code: code, title: title,
        detail: "A simulated fault")
    ]
  }
}
