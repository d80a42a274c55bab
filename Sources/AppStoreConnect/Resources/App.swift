/// An app, as far as webhooks are concerned.
public struct App: Codable, Sendable, Hashable {
  /// What is known of an app; a sparse answer leaves fields out.
  public struct Attributes: Codable, Sendable, Hashable {
    /// The app's name in its primary locale.
    public var name: String?
    /// The bundle ID, `com.example.notes` for instance.
    public var bundleId: String?
    /// The SKU.
    public var sku: String?
    /// The primary locale, `en-US` for instance.
    public var primaryLocale: String?

    /// Creates attributes.
    public init(
      name: String? = nil, bundleId: String? = nil, sku: String? = nil, primaryLocale: String? = nil
    ) {
      self.name = name
      self.bundleId = bundleId
      self.sku = sku
      self.primaryLocale = primaryLocale
    }
  }

  /// What an app is related to.
  public struct Relationships: Codable, Sendable, Hashable {
    /// The app's webhooks, by link: they can't be included in an app.
    public var webhooks: ToManyLinks?

    /// Creates relationships.
    public init(webhooks: ToManyLinks? = nil) { self.webhooks = webhooks }
  }

  /// Always `apps`.
  public var type: ResourceType
  /// The numeric Apple ID, as text.
  public var id: String
  /// What is known of the app.
  public var attributes: Attributes?
  /// What the app is related to.
  public var relationships: Relationships?
  /// Where the app is to be read.
  public var links: ResourceLinks?

  /// Creates an app.
  public init(
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
public typealias AppResponse = ResourceDocument<App, Never>
/// What `GET /v1/apps` answers.
public typealias AppsResponse = PagedDocument<App, Never>
/// What `GET /v1/apps/{id}/relationships/webhooks` answers.
public typealias AppWebhooksLinkagesResponse = PagedDocument<ResourceIdentifier, Never>
