/// A JSON:API document with one resource: `AppResponse`, `WebhookResponse` and their like.
public struct ResourceDocument<Primary: Codable & Sendable, Related: Codable & Sendable>: Codable, Sendable {
  /// The resource asked for.
  public var data: Primary
  /// Related resources that `include` asked for.
  public var included: [Related]?
  /// Links to the document itself.
  public var links: DocumentLinks

  /// Creates a document.
  public init(data: Primary, included: [Related]? = nil, links: DocumentLinks) {
    self.data = data
    self.included = included
    self.links = links
  }
}

/// A JSON:API document with one page of a list: `AppsResponse`, `WebhooksResponse` and their like.
public struct PagedDocument<Primary: Codable & Sendable, Related: Codable & Sendable>: Codable, Sendable {
  /// The resources of this page.
  public var data: [Primary]
  /// Related resources that `include` asked for.
  public var included: [Related]?
  /// Links to this page and to the next one.
  public var links: PagedDocumentLinks
  /// How long the list and its pages are.
  public var meta: PagingInformation?

  /// Creates a page.
  public init(
    data: [Primary], included: [Related]? = nil, links: PagedDocumentLinks, meta: PagingInformation? = nil
  ) {
    self.data = data
    self.included = included
    self.links = links
    self.meta = meta
  }
}

/// Links of a document.
public struct DocumentLinks: Codable, Sendable, Hashable {
  /// Where the document was read.
  public var selfLink: String

  /// Creates the links.
  public init(selfLink: String) { self.selfLink = selfLink }

  enum CodingKeys: String, CodingKey {
    case selfLink = "self"
  }
}

/// Links of one page of a list.
public struct PagedDocumentLinks: Codable, Sendable, Hashable {
  /// Where the page was read.
  public var selfLink: String
  /// The first page.
  public var first: String?
  /// The next page; absent on the last one.
  public var next: String?

  /// Creates the links.
  public init(selfLink: String, first: String? = nil, next: String? = nil) {
    self.selfLink = selfLink
    self.first = first
    self.next = next
  }

  enum CodingKeys: String, CodingKey {
    case selfLink = "self"
    case first, next
  }
}

/// `meta` of a list.
public struct PagingInformation: Codable, Sendable, Hashable {
  /// The numbers.
  public var paging: Paging

  /// Creates the information.
  public init(paging: Paging) { self.paging = paging }
}

/// The names of resource types, as they stand in `type`.
public enum ResourceType: String, Codable, Sendable, Hashable {
  /// Apps.
  case apps
  /// Webhooks.
  case webhooks
  /// Deliveries of events to webhooks.
  case webhookDeliveries
  /// Events.
  case webhookEvents
  /// Test events.
  case webhookPings
}

/// A resource's type and ID: what linkages and relationships hold.
public struct ResourceIdentifier: Codable, Sendable, Hashable {
  /// The resource's type.
  public var type: ResourceType
  /// The resource's ID.
  public var id: String

  /// Creates an identifier.
  public init(_ type: ResourceType, id: String) {
    self.type = type
    self.id = id
  }
}

/// A relationship to one resource that a request must name.
public struct ToOne: Codable, Sendable, Hashable {
  /// The resource.
  public var data: ResourceIdentifier

  /// Creates a relationship.
  public init(_ type: ResourceType, id: String) { data = ResourceIdentifier(type, id: id) }
}

/// A relationship to one resource of which an answer may leave out the identifier.
public struct OptionalToOne: Codable, Sendable, Hashable {
  /// The resource, where the answer names it.
  public var data: ResourceIdentifier?

  /// Creates a relationship.
  public init(data: ResourceIdentifier? = nil) { self.data = data }
}

/// A relationship to many resources, given by its links.
public struct ToManyLinks: Codable, Sendable, Hashable {
  /// Where the relationship is to be read.
  public struct Links: Codable, Sendable, Hashable {
    /// The linkages: IDs only.
    public var selfLink: String?
    /// The resources.
    public var related: String?

    /// Creates the links.
    public init(selfLink: String? = nil, related: String? = nil) {
      self.selfLink = selfLink
      self.related = related
    }

    enum CodingKeys: String, CodingKey {
      case selfLink = "self"
      case related
    }
  }

  /// The links.
  public var links: Links?

  /// Creates a relationship.
  public init(links: Links? = nil) { self.links = links }
}

/// Links of a resource.
public struct ResourceLinks: Codable, Sendable, Hashable {
  /// Where the resource is to be read.
  public var selfLink: String?

  /// Creates the links.
  public init(selfLink: String? = nil) { self.selfLink = selfLink }

  enum CodingKeys: String, CodingKey {
    case selfLink = "self"
  }
}
