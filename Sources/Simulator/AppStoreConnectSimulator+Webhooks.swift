import AppStoreConnect
import Platform

extension AppStoreConnectSimulator {
  func listWebhooks(ofApp id: String, _ context: Context) throws(APIFailure) -> Answer {
    let app = try app(id)
    let records = records(ofApp: app, context)
    let page = page(of: records, context) { $0.sequence }
    return Answer(
      PagedDocument(
        data: page.elements.map { context.webhook($0.webhook, ofApp: app) },
        included: context.query.includes("app") ? [context.app(app)] : nil,
        links: page.links, meta: page.meta))
  }

  func listWebhookLinkages(ofApp id: String, _ context: Context) throws(APIFailure) -> Answer {
    let app = try app(id)
    let records = records(ofApp: app, context)
    let page = page(of: records, context) { $0.sequence }
    return Answer(
      AppWebhooksLinkagesResponse(
        data: page.elements.map { ResourceIdentifier(.webhooks, id: $0.webhook.id) },
        links: page.links, meta: page.meta))
  }

  func readWebhook(_ id: String, _ context: Context) throws(APIFailure) -> Answer {
    guard let (webhook, app) = state.withLock({ found(id, in: $0) }) else {
      throw .notFound(.webhooks, id: id)
    }
    return answer(webhook, ofApp: app, context)
  }

  func createWebhook(_ context: Context) throws(APIFailure) -> Answer {
    var reader = try BodyReader(context.call, type: .webhooks, members: ["attributes", "relationships"])
    let attributes = reader.newWebhook(known: configuration.eventTypes)
    let appId = reader.relationship("app", to: .apps)
    let app = appId.flatMap { catalog[$0] }
    if let appId, app == nil { reader.reportUnknownTarget("app", .apps, id: appId) }
    let checked = reader
    // The count is looked at under the lock that adds the webhook, or two requests could both be the tenth.
    let (webhook, owner) = try change { state throws(APIFailure) in
      var reader = checked
      if let app, state.webhooks[app.index].count >= APILimits.webhooksPerApp {
        reader.report(
          ".LIMIT_EXCEEDED", "There are too many webhooks",
          "The app with id '\(app.id)' has \(APILimits.webhooksPerApp) webhooks, the most an app can have",
          at: "/data/relationships/app")
      }
      try reader.finish()
      guard let app, let attributes else { throw APIFailure.malformedBody }
      let webhook = Fleet.Webhook(
        id: state.makeID(.webhook), name: attributes.name, url: attributes.url, enabled: attributes.enabled,
        eventTypes: attributes.eventTypes, secret: attributes.secret)
      state.append(webhook, toApp: app.index)
      return (webhook, app)
    }
    var created = context
    created.call.path = "/v1/webhooks/\(PercentEncoding.encode(webhook.id))"
    return answer(webhook, ofApp: owner, created, status: 201)
  }

  func updateWebhook(_ id: String, _ context: Context) throws(APIFailure) -> Answer {
    guard state.withLock({ $0.place(ofWebhook: id) }) != nil else { throw .notFound(.webhooks, id: id) }
    var reader = try BodyReader(
      context.call, type: .webhooks, members: ["id", "attributes", "relationships"])
    let attributes = reader.webhookUpdate(known: configuration.eventTypes)
    if let bodyId = reader.id(of: reader.data, at: "/data"), bodyId != id {
      reader.report(
        "", "The IDs contradict each other", "The id must be that of the path, '\(id)'", at: "/data/id")
    }
    if reader.data["relationships"] != nil {
      reader.report(
        ".RELATIONSHIP.NOT_ALLOWED", "A relationship cannot be changed",
        "A webhook can't move to another app", at: "/data/relationships")
    }
    try reader.finish()
    let (webhook, app) = try change { state throws(APIFailure) in
      guard let place = state.place(ofWebhook: id) else { throw APIFailure.notFound(.webhooks, id: id) }
      state.update(place) { $0.webhook.apply(attributes) }
      return (state[place].webhook, catalog.entries[place.app])
    }
    return answer(webhook, ofApp: app, context)
  }

  func deleteWebhook(_ id: String) throws(APIFailure) -> Answer {
    try change { state throws(APIFailure) in
      guard let place = state.place(ofWebhook: id) else { throw APIFailure.notFound(.webhooks, id: id) }
      state.remove(place)
    }
    return .noContent
  }

  private func found(_ id: String, in state: SimulatorState) -> (Fleet.Webhook, AppCatalog.Entry)? {
    state.place(ofWebhook: id).map { (state[$0].webhook, catalog.entries[$0.app]) }
  }

  private func answer(
    _ webhook: Fleet.Webhook, ofApp app: AppCatalog.Entry, _ context: Context, status: Int = 200
  ) -> Answer {
    Answer(
      status: status,
      ResourceDocument(
        data: context.webhook(webhook, ofApp: app),
        included: context.query.includes("app") ? [context.app(app)] : nil,
        links: DocumentLinks(selfLink: context.selfLink)))
  }
}

extension Fleet.Webhook {
  fileprivate mutating func apply(_ attributes: WebhookUpdateRequest.Attributes) {
    if let name = attributes.name { self.name = name }
    if let url = attributes.url { self.url = url }
    if let enabled = attributes.enabled { self.enabled = enabled }
    if let eventTypes = attributes.eventTypes { self.eventTypes = eventTypes }
    if let secret = attributes.secret { self.secret = secret }
  }
}
