/// With one resource.
package struct ResourceDocument<Primary: Codable & Sendable, Related: Codable & Sendable>: Codable, Sendable {
  package var data: Primary
  /// What `include` asked for.
  package var included: [Related]?
  package var links: DocumentLinks

  package init(data: Primary, included: [Related]? = nil, links: DocumentLinks) {
    self.data = data
    self.included = included
    self.links = links
  }
}

/// With one page of a list.
package struct PagedDocument<Primary: Codable & Sendable, Related: Codable & Sendable>: Codable, Sendable {
  package var data: [Primary]
  /// What `include` asked for.
  package var included: [Related]?
  package var links: PagedDocumentLinks
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

package struct DocumentLinks: Codable, Sendable, Hashable {
  package var selfLink: String

  package init(selfLink: String) { self.selfLink = selfLink }

  enum CodingKeys: String, CodingKey {
    case selfLink = "self"
  }
}

package struct PagedDocumentLinks: Codable, Sendable, Hashable {
  package var selfLink: String
  package var first: String?
  /// Absent on the last page.
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

package struct PagingInformation: Codable, Sendable, Hashable {
  package var paging: Paging

  package init(paging: Paging) { self.paging = paging }
}

package enum ResourceType: String, Codable, Sendable, Hashable {
  case apps
  case webhooks
  case webhookDeliveries
  case webhookEvents
  case webhookPings
}

/// What linkages and relationships hold.
package struct ResourceIdentifier: Codable, Sendable, Hashable {
  package var type: ResourceType
  package var id: String

  package init(_ type: ResourceType, id: String) {
    self.type = type
    self.id = id
  }
}

/// Which a request must name.
package struct ToOne: Codable, Sendable, Hashable {
  package var data: ResourceIdentifier

  package init(_ type: ResourceType, id: String) { data = ResourceIdentifier(type, id: id) }
}

/// Of which an answer may leave out the identifier.
package struct OptionalToOne: Codable, Sendable, Hashable {
  package var data: ResourceIdentifier?

  package init(data: ResourceIdentifier? = nil) { self.data = data }
}

/// Given by its links.
package struct ToManyLinks: Codable, Sendable, Hashable {
  package struct Links: Codable, Sendable, Hashable {
    /// IDs only.
    package var selfLink: String?
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

package struct ResourceLinks: Codable, Sendable, Hashable {
  package var selfLink: String?

  package init(selfLink: String? = nil) { self.selfLink = selfLink }

  enum CodingKeys: String, CodingKey {
    case selfLink = "self"
  }
}
