/// What one kind of resource consists of.
package protocol ResourceKind: Sendable {
  associatedtype Attributes: Codable & Sendable & Hashable
  associatedtype Relationships: Codable & Sendable & Hashable
  static var type: ResourceType { get }
  static var readsRelationships: Bool { get }
}

extension ResourceKind {
  package static var readsRelationships: Bool { false }
}

package struct ResourceObject<Kind: ResourceKind>: Codable, Sendable, Hashable {
  package typealias Attributes = Kind.Attributes
  package typealias Relationships = Kind.Relationships

  package var type = Kind.type
  package var id: String
  /// A sparse answer leaves fields out.
  package var attributes: Attributes?
  package var relationships: Relationships?
  package var links: ResourceLinks?

  package init(
    id: String, attributes: Attributes? = nil, relationships: Relationships? = nil,
    links: ResourceLinks? = nil
  ) {
    self.id = id
    self.attributes = attributes
    self.relationships = relationships
    self.links = links
  }

  /// Skips what nobody needs: links, and most relationships.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decode(ResourceType.self, forKey: .type)
    id = try container.decode(String.self, forKey: .id)
    attributes = try container.decodeIfPresent(Attributes.self, forKey: .attributes)
    if Kind.readsRelationships {
      relationships = try container.decodeIfPresent(Relationships.self, forKey: .relationships)
    }
  }
}

package struct Unread: Codable, Sendable, Hashable {}

/// The resource that a request sends; what is `nil` isn't written.
package struct RequestData<Attributes: Encodable & Sendable>: Encodable, Sendable {
  var type: ResourceType
  var id: String?
  var attributes: Attributes?
  var relationships: [String: ToOne]?
}

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

package enum ResourceType: String, Codable, CaseIterable, Sendable, Hashable {
  case apps, webhooks, webhookDeliveries, webhookEvents, webhookPings
}

package struct ResourceIdentifier: Codable, Sendable, Hashable {
  package var type: ResourceType
  package var id: String

  package init(_ type: ResourceType, id: String) {
    self.type = type
    self.id = id
  }
}

package struct ToOne: Codable, Sendable, Hashable {
  package var data: ResourceIdentifier

  package init(_ type: ResourceType, id: String) { data = ResourceIdentifier(type, id: id) }
}

/// A relationship whose identifier an answer may leave out.
package struct OptionalToOne: Codable, Sendable, Hashable {
  package var data: ResourceIdentifier?

  package init(data: ResourceIdentifier? = nil) { self.data = data }
}

package struct ToManyLinks: Codable, Sendable, Hashable {
  package struct Links: Codable, Sendable, Hashable {
    /// The URL of the list of IDs only.
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

extension PagingInformation {
  package struct Paging: Codable, Sendable, Hashable {
    package var total: Int?
    package var limit: Int
    package var nextCursor: String?
    private(set) var hasUnreadableTotal = false

    private enum CodingKeys: CodingKey { case total, limit, nextCursor }

    package init(total: Int? = nil, limit: Int, nextCursor: String? = nil) {
      self.total = total
      self.limit = limit
      self.nextCursor = nextCursor
    }

    /// Ignores anything malformed but the total.
    package init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      do {
        total = try container.decodeIfPresent(Int.self, forKey: .total)
      } catch {
        hasUnreadableTotal = true
      }
      limit = (try? container.decode(Int.self, forKey: .limit)) ?? 0
      nextCursor = try? container.decode(String.self, forKey: .nextCursor)
    }
  }
}
