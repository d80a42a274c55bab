/// A JSON:API document with one resource: `AppResponse`, `WebhookResponse` and their like.
package struct ResourceDocument<Primary: Codable & Sendable, Related: Codable & Sendable>: Codable, Sendable {
  /// The resource asked for.
  package var data: Primary
  /// Related resources that `include` asked for.
  package var included: [Related]?
  /// Links to the document itself.
  package var links: DocumentLinks

  package init(data: Primary, included: [Related]? = nil, links: DocumentLinks) {
    self.data = data
    self.included = included
    self.links = links
  }
}

/// A JSON:API document with one page of a list: `AppsResponse`, `WebhooksResponse` and their like.
package struct PagedDocument<Primary: Codable & Sendable, Related: Codable & Sendable>: Codable, Sendable {
  /// The resources of this page.
  package var data: [Primary]
  /// Related resources that `include` asked for.
  package var included: [Related]?
  /// Links to this page and to the next one.
  package var links: PagedDocumentLinks
  /// How long the list and its pages are.
  package var meta: PagingInformation?

  package init(
    data: [Primary], included: [Related]? = nil, links: PagedDocumentLinks, meta: PagingInformation? = nil
  ) {
    self.data = data
    self.included = included
    self.links = links
    self.meta = meta
  }
}

/// Links of a document.
package struct DocumentLinks: Codable, Sendable, Hashable {
  /// Where the document was read.
  package var selfLink: String

  package init(selfLink: String) { self.selfLink = selfLink }

  enum CodingKeys: String, CodingKey {
    case selfLink = "self"
  }
}

/// Links of one page of a list.
package struct PagedDocumentLinks: Codable, Sendable, Hashable {
  /// Where the page was read.
  package var selfLink: String
  /// The first page.
  package var first: String?
  /// The next page; absent on the last one.
  package var next: String?

  package init(selfLink: String, first: String? = nil, next: String? = nil) {
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
package struct PagingInformation: Codable, Sendable, Hashable {
  /// The numbers.
  package var paging: Paging

  package init(paging: Paging) { self.paging = paging }
}

/// The names of resource types, as they stand in `type`.
package enum ResourceType: String, Codable, Sendable, Hashable {
  case apps
  case webhooks
  /// Deliveries of events to webhooks.
  case webhookDeliveries
  /// Events.
  case webhookEvents
  /// Test events.
  case webhookPings
}

/// A resource's type and ID: what linkages and relationships hold.
package struct ResourceIdentifier: Codable, Sendable, Hashable {
  /// The resource's type.
  package var type: ResourceType
  /// The resource's ID.
  package var id: String

  package init(_ type: ResourceType, id: String) {
    self.type = type
    self.id = id
  }
}

/// A relationship to one resource that a request must name.
package struct ToOne: Codable, Sendable, Hashable {
  /// The resource.
  package var data: ResourceIdentifier

  package init(_ type: ResourceType, id: String) { data = ResourceIdentifier(type, id: id) }
}

/// A relationship to one resource of which an answer may leave out the identifier.
package struct OptionalToOne: Codable, Sendable, Hashable {
  /// The resource, where the answer names it.
  package var data: ResourceIdentifier?

  package init(data: ResourceIdentifier? = nil) { self.data = data }
}

/// A relationship to many resources, given by its links.
package struct ToManyLinks: Codable, Sendable, Hashable {
  /// Where the relationship is to be read.
  package struct Links: Codable, Sendable, Hashable {
    /// The linkages: IDs only.
    package var selfLink: String?
    /// The resources.
    package var related: String?

    package init(selfLink: String? = nil, related: String? = nil) {
      self.selfLink = selfLink
      self.related = related
    }

    enum CodingKeys: String, CodingKey {
      case selfLink = "self"
      case related
    }
  }

  package var links: Links?

  package init(links: Links? = nil) { self.links = links }
}

/// Links of a resource.
package struct ResourceLinks: Codable, Sendable, Hashable {
  /// Where the resource is to be read.
  package var selfLink: String?

  package init(selfLink: String? = nil) { self.selfLink = selfLink }

  enum CodingKeys: String, CodingKey {
    case selfLink = "self"
  }
}
