/// Finds out what became of a create whose outcome is open, from its app's list of webhooks.
struct Settlement {
  /// The waits before the looks. A call that failed may be carried out seconds later, and the list may lag
  /// behind that; both together must be over before the create is sent again.
  static let waits: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4)]
  /// The waits after a repeated create; the first look that shows it ends them.
  static let waitsAfterRepetition: [Duration] = [.seconds(2), .seconds(2), .seconds(4)]

  let client: Client
  let appId: String
  let attributes: WebhookCreateRequest.Attributes
  /// The IDs of the webhooks that were there before.
  let known: Set<String>
  let comparable: @Sendable (String) -> String
  let request: APIRequest

  /// The webhook that was created; `nil` if it doesn't appear in time. `mayBeTwo`: the create was sent more
  /// than once, so another may appear after the first.
  func wait(after cause: ClientError, mayBeTwo: Bool) async throws(ClientError) -> Webhook? {
    var found: Webhook?
    for wait in Self.waits {
      let goesOn = try await pause(wait, after: cause)
      found = try await look(after: cause) ?? found
      if !goesOn || found != nil && !mayBeTwo { break }
    }
    return found
  }

  func look(after cause: ClientError) async throws(ClientError) -> Webhook? {
    let new: [Webhook]
    do { new = try await newWebhooks() } catch { throw .outcomeUnknown(cause: cause, fault: .unread(error)) }
    let results = new.filter { $0.attributes?.result(of: attributes, comparable) == true }
    guard results.count < 2 else {
      throw .outcomeUnknown(cause: cause, fault: .several(webhookIds: results.map(\.id)))
    }
    if let webhook = results.first { return webhook }
    let lookalike = new.first { $0.attributes?.name.map { $0.tidied == attributes.name.tidied } ?? true }
    if let lookalike { throw .outcomeUnknown(cause: cause, fault: .lookalike(webhookId: lookalike.id)) }
    return nil
  }

  /// Leaves one webhook after a create that was sent more than once, the last time with success. If an
  /// earlier request made one, too, that one stays and gets the secret, because it may have been given
  /// another. Only the one that is surely ours is deleted.
  ///
  /// `isOpen`: an earlier request may have been carried out even if the service's refusals are true.
  func only(_ own: Webhook, after cause: ClientError, isOpen: Bool) async throws(ClientError) -> Webhook {
    for wait in (isOpen ? [] : [.zero]) + Self.waitsAfterRepetition {
      let goesOn = try await pause(wait, after: cause)
      let twins: [Webhook]
      do {
        let new = try await newWebhooks()
        // A list that doesn't show the last webhook says nothing about an earlier one.
        guard let listed = new.first(where: { $0.id == own.id }) else {
          if goesOn { continue } else { break }
        }
        twins = new.filter { $0.id != own.id && $0.isTwin(of: listed, comparable) }
      } catch {
        throw .repeatedCreate(webhookId: own.id, fault: .unread(error))
      }
      guard let twin = twins.first else { return own }
      guard twins.count == 1 else {
        throw .repeatedCreate(webhookId: own.id, fault: .several(webhookIds: twins.map(\.id)))
      }
      return try await keep(twin, insteadOf: own)
    }
    throw .repeatedCreate(webhookId: own.id, fault: .unseen)
  }

  private func keep(_ twin: Webhook, insteadOf own: Webhook) async throws(ClientError) -> Webhook {
    do {
      _ = try await client.updateWebhook(id: twin.id, .init(secret: attributes.secret))
    } catch {
      throw .repeatedCreate(webhookId: own.id, fault: .secretNotSet(webhookId: twin.id, error))
    }
    let new: [Webhook]
    do {
      new = try await newWebhooks()
    } catch {
      throw .repeatedCreate(webhookId: own.id, fault: .unread(error))
    }
    guard let kept = new.first(where: { $0.id == twin.id }),
      let listed = new.first(where: { $0.id == own.id }), kept.isTwin(of: listed, comparable)
    else {
      throw .repeatedCreate(webhookId: own.id, fault: .changed(webhookId: twin.id))
    }
    do {
      try await client.deleteWebhook(id: own.id)
    } catch {
      throw .repeatedCreate(webhookId: own.id, fault: .notDeleted(webhookId: twin.id, error))
    }
    return kept
  }

  private func newWebhooks() async throws(ClientError) -> [Webhook] {
    try await client.webhooks(appId: appId).webhooks.filter { !known.contains($0.id) }
  }

  /// Waits before a look, and returns whether another may follow it.
  private func pause(_ duration: Duration, after cause: ClientError) async throws(ClientError) -> Bool {
    let sender = client.sender
    guard !sender.stop.isStopped else { return false }
    guard duration > .zero else { return true }
    sender.announce(.settling, duration, of: request, after: cause)
    do {
      try await sender.stop.sleep(duration, sender.clock)
      return true
    } catch is StopSignal.Stopped {
      return false
    } catch {
      throw CallFailure.cancelled(request, isOutcomeOpen: true).error
    }
  }
}

extension Webhook {
  /// Whether they are equal but for their IDs.
  fileprivate func isTwin(of other: Webhook, _ comparable: (String) -> String) -> Bool {
    guard let own = attributes, let other = other.attributes, let name = own.name, let url = own.url,
      let events = own.eventTypes, let enabled = own.enabled
    else { return false }
    return name == other.name && enabled == other.enabled && Set(events) == other.eventTypes.map(Set.init)
      && comparable(url) == other.url.map(comparable)
  }
}

extension WebhookKind.Attributes {
  /// A URL with its scheme, host and port in one spelling.
  package static func comparable(_ url: String) -> String {
    guard let (origin, rest) = try? Origin.split(url[...]) else { return url }
    return origin.text + (rest.hasPrefix("/") ? rest : "/" + rest)
  }

  /// Whether a create with these attributes made it, even if the service has tidied up the name; the order of
  /// event types doesn't matter.
  fileprivate func result(
    of attributes: WebhookCreateRequest.Attributes, _ comparable: (String) -> String
  ) -> Bool {
    name?.tidied == attributes.name.tidied && enabled == attributes.enabled
      && eventTypes.map(Set.init) == Set(attributes.eventTypes)
      && url.map(comparable) == comparable(attributes.url)
  }
}

extension String {
  fileprivate var tidied: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
