import AppStoreConnect
import HTTPTransport
import Platform
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// App Store Connect's webhooks API in memory.
///
/// It answers the calls that Apple's OpenAPI document 4.4.1 has for webhooks, refuses what the document and the
/// live service refuse, and keeps to their error format. It may be asked from many threads at once.
/// Secrets go in and never come out but through ``fleet``.
package final class AppStoreConnectSimulator: Sendable {
  let configuration: Configuration
  let catalog: AppCatalog
  let state: Mutex<SimulatorState>
  let late = Mutex<[LateRequest]>([])

  package init(fleet: Fleet, configuration: Configuration = Configuration()) {
    self.configuration = configuration
    catalog = AppCatalog(fleet)
    state = Mutex(
      SimulatorState(fleet, seed: configuration.seed, hourlyLimit: configuration.hourlyLimit))
  }

  /// The apps and webhooks as they are now, secrets included.
  package var fleet: Fleet {
    carryOutWhatIsDue()
    return state.withLock { fleet(of: $0) }
  }

  /// Answers a request, as the service would.
  package func respond(to request: HTTPRequest) -> HTTPResponse {
    respond(to: APICall(request))
  }

  /// - Parameter lag: how old the lists of webhooks are that it shows.
  func respond(to call: APICall, lag: Duration? = nil) -> HTTPResponse {
    let now = configuration.now()
    var answer: Answer
    var allowed: [String] = []
    do throws(APIFailure) {
      guard state.withLock({ $0.rate.admit(at: now) }) else {
        throw .rateLimitExceeded(limit: configuration.hourlyLimit)
      }
      try configuration.tokens?.check(call, at: now)
      answer = try answerChecked(call, at: now, lag)
    } catch {
      allowed = error.allowedMethods
      answer = refusal(error.errors, status: error.status)
    }
    var response = finish(answer, of: call, at: now)
    if !allowed.isEmpty { response.headers["Allow"] = allowed.joined(separator: ", ") }
    return response
  }

  /// Reports an answer, and adds the fields that every answer has.
  func finish(_ answer: Answer, of call: APICall, at now: Date) -> HTTPResponse {
    configuration.onAnswer?(
      AnsweredRequest(method: call.method, target: call.target, status: answer.status))
    let (requestId, remaining) = state.withLock { ($0.makeID(.request), $0.rate.remaining) }
    var headers: HTTPHeaders = [
      "Date": HTTPDate.format(now),
      "X-Rate-Limit": "user-hour-lim:\(configuration.hourlyLimit);user-hour-rem:\(remaining);",
      "x-request-id": requestId,
    ]
    if !answer.body.isEmpty { headers["Content-Type"] = "application/json" }
    return HTTPResponse(status: answer.status, headers: headers, body: answer.body)
  }

  private func answerChecked(
    _ call: APICall, at now: Date, _ lag: Duration?
  ) throws(APIFailure) -> Answer {
    guard let route = Route(path: call.path) else { throw .noSuchPath(call.path) }
    if let refusal = route.forbidden(call.method) { throw refusal }
    guard route.methods.contains(call.method) else {
      throw .methodNotAllowed(call.method, path: call.path, allowed: route.methods)
    }
    let options = ParameterOptions(filtersDeliveryState: !configuration.liveDeliveryFilters)
    let query = try Query(call.query, rules: route.parameters(method: call.method, options: options))
    let context = Context(
      call: call, query: query, base: configuration.baseURL ?? call.base, now: now, lag: lag)
    switch route {
    case .apps: return listApps(context)
    case .app(let id): return try readApp(id, context)
    case .appWebhooks(let id): return try listWebhooks(ofApp: id, context)
    case .appWebhookLinkages(let id): return try listWebhookLinkages(ofApp: id, context)
    case .webhooks: return try createWebhook(context)
    case .webhook(let id) where call.method == "PATCH": return try updateWebhook(id, context)
    case .webhook(let id) where call.method == "DELETE": return try deleteWebhook(id)
    case .webhook(let id): return try readWebhook(id, context)
    case .deliveries(let id): return try listDeliveries(ofWebhook: id, context)
    case .deliveryLinkages(let id): return try listDeliveryLinkages(ofWebhook: id, context)
    case .webhookDeliveries: return try redeliver(context)
    case .webhookPings: return try ping(context)
    case .unreadable: throw .noSuchPath(call.path)
    }
  }

  /// Errors as an answer; those without an ID get a new one.
  func refusal(_ errors: [ResponseError], status: Int) -> Answer {
    let errors = state.withLock { state in
      errors.map { error in
        var error = error
        error.id = error.id ?? state.makeID(.error)
        return error
      }
    }
    return Answer(status: status, ErrorResponse(errors: errors))
  }

  func fleet(of state: SimulatorState) -> Fleet {
    Fleet(
      apps: catalog.entries.map { app in
        Fleet.App(
          id: app.id, bundleId: app.bundleId, name: app.name,
          webhooks: state.webhooks[app.index].map(\.webhook))
      })
  }

  func locked<Result: Sendable>(
    _ body: (inout SimulatorState) throws(APIFailure) -> Result
  ) throws(APIFailure) -> Result {
    // `Mutex.withLock` can't tell the type of an error that a closure with typed throws passes on.
    let outcome: Swift.Result<Result, APIFailure> = state.withLock { state in
      do throws(APIFailure) { return .success(try body(&state)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }

  /// Makes a change to the fleet and has it saved; if saving fails, nothing has changed.
  func change<Result: Sendable>(
    _ body: (inout SimulatorState) throws(APIFailure) -> Result
  ) throws(APIFailure) -> Result {
    try locked { state throws(APIFailure) in
      state.changes += 1
      let former = state.keepsPast ? state.webhooks : []
      guard let onChange = configuration.onChange else {
        let result = try body(&state)
        state.remember(former, until: elapsed)
        return result
      }
      let before = state
      let result = try body(&state)
      state.remember(former, until: elapsed)
      do {
        try onChange(fleet(of: state))
      } catch {
        state = before
        throw APIFailure.notSaved
      }
      return result
    }
  }
}
