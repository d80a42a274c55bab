/// An app, as far as webhooks are concerned.
package struct App: Codable, Sendable, Hashable {
  /// What is known of an app; a sparse answer leaves fields out.
  package struct Attributes: Codable, Sendable, Hashable {
    /// The app's name in its primary locale.
    package var name: String?
    /// The bundle ID, `com.example.notes` for instance.
    package var bundleId: String?
    package var sku: String?
    /// The primary locale, `en-US` for instance.
    package var primaryLocale: String?

    package init(
      name: String? = nil, bundleId: String? = nil, sku: String? = nil, primaryLocale: String? = nil
    ) {
      self.name = name
      self.bundleId = bundleId
      self.sku = sku
      self.primaryLocale = primaryLocale
    }
  }

  /// What an app is related to.
  package struct Relationships: Codable, Sendable, Hashable {
    /// The app's webhooks, by link: they can't be included in an app.
    package var webhooks: ToManyLinks?

    package init(webhooks: ToManyLinks? = nil) { self.webhooks = webhooks }
  }

  /// Always `apps`.
  package var type: ResourceType
  /// The numeric Apple ID, as text.
  package var id: String
  /// What is known of the app.
  package var attributes: Attributes?
  /// What the app is related to.
  package var relationships: Relationships?
  /// Where the app is to be read.
  package var links: ResourceLinks?

  package init(
    id: String, attributes: Attributes? = nil, relationships: Relationships? = nil,
    links: ResourceLinks? = nil
  ) {
    type = .apps
    self.id = id
    self.attributes = attributes
    self.relationships = relationships
    self.links = links
  }
}

/// What `GET /v1/apps/{id}` answers. Webhooks can't be included in it.
package typealias AppResponse = ResourceDocument<App, Never>
/// What `GET /v1/apps` answers.
package typealias AppsResponse = PagedDocument<App, Never>
/// What `GET /v1/apps/{id}/relationships/webhooks` answers.
package typealias AppWebhooksLinkagesResponse = PagedDocument<ResourceIdentifier, Never>
