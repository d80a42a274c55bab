extension Client {
  /// Creates a webhook, and never a second one where it stays open whether the first was created.
  ///
  /// Two calls make two webhooks. So when the answer is lost, the service fails half-way, or refuses the call in
  /// passing (401, 429), the app's webhooks are read before it is sent again: one that is new and the same is the
  /// one that was asked for; if there is none, it is asked for again, as often as the client's ``RetryPolicy``
  /// allows. The service must show a webhook in its list by the time the wait before that look is over.
  ///
  /// - Parameter known: The IDs of all webhooks that the app had before, those included that have been
  ///   deleted since.
  public func createWebhook(
    appId: String, _ attributes: WebhookCreateRequest.Attributes, known: Set<String>
  ) async throws(ClientError) -> Webhook {
    let body = WebhookCreateRequest(appId: appId, attributes: attributes)
    let request = try encode(.post, target("webhooks"), body, secrets: [attributes.secret])
    var attempts = Attempts()
    while true {
      let failure: CallFailure
      do {
        return try await send(request, as: WebhookResponse.self, &attempts).data
      } catch {
        failure = error
      }
      guard !failure.error.isCancelled else { throw failure.error }
      // A refusal after an open outcome may be due to the webhook that was created.
      let isOpen = attempts.open > 0
      guard isOpen || failure.needsSettling else { throw failure.error }
      let obstacle = await obstacle(to: request, after: failure, &attempts)
      if let obstacle, obstacle.isCancelled || !isOpen { throw obstacle }
      do throws(ClientError) {
        if let webhook = try await created(appId: appId, attributes, known: known, after: failure.error) {
          return webhook
        }
      } catch .outcomeUnknown(_, .unread(let error)) where !isOpen && error.isEndOfWaiting {
        throw error.standing(for: request)
      }
      if let obstacle { throw obstacle }
    }
  }

  /// Waits before a webhook is looked for; what stands against asking for it again is returned.
  private func obstacle(
    to request: APIRequest, after failure: CallFailure, _ attempts: inout Attempts
  ) async -> ClientError? {
    guard failure.needsSettling else { return failure.error }
    var failure = failure
    // The look shows that nothing was done, so what can't be read may be asked for again.
    if failure.kind == .final, case .malformedResponse = failure.error { failure.kind = .unreadable }
    do {
      try await sender.prepareRepetition(of: request, after: failure, &attempts)
      return nil
    } catch {
      return error.error
    }
  }

  /// The webhook that a request created whose outcome is open, where it is there.
  private func created(
    appId: String, _ attributes: WebhookCreateRequest.Attributes, known: Set<String>,
    after cause: ClientError
  ) async throws(ClientError) -> Webhook? {
    let webhooks: [Webhook]
    do {
      webhooks = try await self.webhooks(appId: appId).webhooks
    } catch {
      throw .outcomeUnknown(cause: cause, fault: .unread(error))
    }
    let new = webhooks.filter { !known.contains($0.id) }
    if let webhook = new.first(where: { $0.attributes?.result(of: attributes) == true }) { return webhook }
    let lookalike = new.first { $0.attributes?.name.map { $0 == attributes.name } ?? true }
    if let lookalike { throw .outcomeUnknown(cause: cause, fault: .lookalike(webhookId: lookalike.id)) }
    return nil
  }
}

extension Webhook.Attributes {
  /// Whether these are what a request for `attributes` makes; the order of event types doesn't matter, nor
  /// does the spelling of the URL's host.
  fileprivate func result(of attributes: WebhookCreateRequest.Attributes) -> Bool {
    name == attributes.name && enabled == attributes.enabled
      && eventTypes.map(Set.init) == Set(attributes.eventTypes)
      && url.map(Self.comparable) == Self.comparable(attributes.url)
  }

  private static func comparable(_ url: String) -> String {
    guard let (origin, rest) = try? Origin.split(url[...]) else { return url }
    return origin.text + (rest.hasPrefix("/") ? rest : "/" + rest)
  }
}

extension ClientError {
  /// Whether the call wasn't made since there was no more time to wait for the service's limits.
  fileprivate var isEndOfWaiting: Bool {
    switch self {
    case .rateLimited, .stopped: true
    default: false
    }
  }

  /// The same of another call, which would have come after this one.
  fileprivate func standing(for request: APIRequest) -> ClientError {
    switch self {
    case .rateLimited(let waited, let limit, let answer, _, _):
      .rateLimited(
        waited: waited, limit: limit, answer: answer, method: request.method, path: request.path)
    case .stopped: .stopped(method: request.method, path: request.path, isOutcomeOpen: false)
    default: self
    }
  }
}
