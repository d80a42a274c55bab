extension Client {
  /// With `includeApp`, the app comes along. It may still be `nil` if there are no webhooks, because JSON:API
  /// includes only what the listed resources refer to.
  package func webhooks(
    appId: String, includeApp: Bool = false
  ) async throws(ClientError) -> (webhooks: [Webhook], app: App?) {
    let target = target(
      "apps", appId, "webhooks",
      parameters: Self.webhookParameters(includeApp) + [.init("limit", String(APILimits.pageSize))])
    let list = try await readList(.webhooks(appId: appId), from: target, as: WebhooksResponse.self)
    return (list.entries, list.included.first { $0.id == appId })
  }

  package func webhookIds(appId: String) async throws(ClientError) -> [String] {
    let target = target(
      "apps", appId, "relationships", "webhooks", parameters: [.init("limit", String(APILimits.pageSize))])
    return try await readLinkage(.webhooks, .webhooks(appId: appId), from: target)
  }

  package func webhook(
    id: String, includeApp: Bool = false
  ) async throws(ClientError) -> (webhook: Webhook, app: App?) {
    let target = target("webhooks", id, parameters: Self.webhookParameters(includeApp))
    let document = try await read(target, as: WebhookResponse.self)
    return (document.data, document.included?.first { $0.type == .apps })
  }

  /// Attributes that are `nil` stay as they are.
  package func updateWebhook(
    id: String, _ attributes: WebhookUpdateRequest.Attributes
  ) async throws(ClientError) -> Webhook {
    try await write(
      .patch, target("webhooks", id), WebhookUpdateRequest(id: id, attributes: attributes),
      secrets: attributes.secret.map { [$0] } ?? [], as: WebhookResponse.self)
  }

  package func deleteWebhook(id: String) async throws(ClientError) {
    try await sender.send(change(.delete, target("webhooks", id)))
  }

  private static func webhookParameters(_ includeApp: Bool) -> [RequestTarget.Parameter] {
    let fields = ["enabled", "eventTypes", "name", "url"]
    guard includeApp else { return [.init("fields[webhooks]", fields)] }
    return [.init("fields[webhooks]", fields + ["app"]), appFields, .init("include", "app")]
  }
}
