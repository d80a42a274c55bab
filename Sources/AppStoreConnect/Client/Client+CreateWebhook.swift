extension Client {
  /// If a repeated create was held up longer than this since the last look, the webhook is looked for again.
  private static let freshness = Duration.seconds(2)
  private static let mostDelays = 10

  /// Creates a webhook, and never a second one if it is unknown whether the first was created.
  ///
  /// Two calls make two webhooks. So if the answer is lost, or the service fails half-way or refuses the call
  /// temporarily (401, 429), the app's webhooks are read before it is sent again: a new webhook with the requested
  /// attributes is assumed to be ours. The service may carry a call out late and show its effect later still, so
  /// after an unknown outcome the webhook is looked for several times, for ``Settlement/waits`` in total, the last
  /// time right before the repetition. If there is none, the call is repeated as often as the client's
  /// ``RetryPolicy`` allows; if an equal webhook has appeared meanwhile, the one just made is deleted.
  ///
  /// - Parameters:
  ///   - known: The IDs of all webhooks that the app had before, those included that have been deleted since.
  ///   - comparable: The form in which URLs are compared.
  package func createWebhook(
    appId: String, _ attributes: WebhookCreateRequest.Attributes, known: Set<String>,
    comparable: @escaping @Sendable (String) -> String = Webhook.Attributes.comparable
  ) async throws(ClientError) -> Webhook {
    let body = WebhookCreateRequest(appId: appId, attributes: attributes)
    var request = try encode(.post, target("webhooks"), body, secrets: [attributes.secret])
    // What was begun is finished, even if what it is based on has become outdated.
    let settlement = Settlement(
      client: sendingChanges(until: nil), appId: appId, attributes: attributes, known: known,
      comparable: comparable, request: request)
    var attempts = Attempts()
    var cause: ClientError?
    var delays = 0
    while true {
      let failure: CallFailure
      switch await answer(to: request, &attempts) {
      case .success(let webhook):
        guard let cause else { return webhook }
        return try await settlement.only(webhook, after: cause, isOpen: attempts.open > 0)
      case .failure(let error): failure = error
      }
      guard !failure.error.isCancelled else { throw failure.error }
      if failure.needsSettling { cause = failure.error }
      if attempts.open > 0, let cause, case .outdated = failure.error {
        delays += 1
        if let webhook = try await settlement.look(after: cause) { return webhook }
      } else {
        let found = try await settle(request, after: failure, settlement, &attempts)
        if let found { return found }
      }
      // The repetition must follow soon after the look that it relies on.
      if attempts.open > 0 {
        request.latestRepetition = delays < Self.mostDelays ? clock.now() + Self.freshness : nil
      }
    }
  }

  private func answer(
    to request: APIRequest, _ attempts: inout Attempts
  ) async -> Result<Webhook, CallFailure> {
    do {
      return .success(try await send(request, as: WebhookResponse.self, &attempts).data)
    } catch {
      return .failure(error)
    }
  }

  private func settle(
    _ request: APIRequest, after failure: CallFailure, _ settlement: Settlement, _ attempts: inout Attempts
  ) async throws(ClientError) -> Webhook? {
    // A refusal after an open outcome may be due to the webhook that was created.
    let isOpen = attempts.open > 0
    guard isOpen || failure.needsSettling else { throw failure.error }
    let obstacle = await obstacle(to: request, after: failure, &attempts)
    if let obstacle, obstacle.isCancelled || !isOpen { throw obstacle }
    let found: Webhook?
    do throws(ClientError) {
      found =
        if isOpen {
          try await settlement.wait(after: failure.error, mayBeTwo: attempts.open > 1)
        } else {
          try await settlement.look(after: failure.error)
        }
    } catch .outcomeUnknown(_, .unread(let error)) where !isOpen && error.isEndOfWaiting {
      throw error.standing(for: request)
    }
    if found == nil, let obstacle { throw obstacle }
    // After a wait in which the run was told to stop, nothing new is begun.
    if found == nil, sender.stop.isStopped { throw failure.error }
    return found
  }

  /// Why the request can't be sent again; `nil` if it can. The waits that an open outcome needs come later.
  private func obstacle(
    to request: APIRequest, after failure: CallFailure, _ attempts: inout Attempts
  ) async -> ClientError? {
    var failure = failure
    // The webhooks are read before a repetition, so an answer that can't be read doesn't rule one out.
    if failure.needsSettling, failure.kind == .final, case .malformedResponse = failure.error {
      failure.kind = .unreadable
    }
    do {
      try await sender.prepareRepetition(of: request, after: failure, &attempts, waits: attempts.open == 0)
      return nil
    } catch {
      return error.error
    }
  }
}

extension ClientError {
  fileprivate var isEndOfWaiting: Bool {
    switch self {
    case .rateLimited, .stopped: true
    default: false
    }
  }

  fileprivate func standing(for request: APIRequest) -> ClientError {
    switch self {
    case .rateLimited(let waited, let limit, let answer, _, _):
      .rateLimited(waited: waited, limit: limit, answer: answer, method: request.method, path: request.path)
    case .stopped: .stopped(method: request.method, path: request.path, isOutcomeOpen: false)
    default: self
    }
  }
}
