/// An app, as far as webhooks are concerned. Its ID is the numeric Apple ID, as text.
package typealias App = ResourceObject<AppKind>

package enum AppKind: ResourceKind {
  package typealias Relationships = Unread
  package static let type = ResourceType.apps

  package struct Attributes: Codable, Sendable, Hashable {
    package var name: String?
    package var bundleId: String?
  }
}

/// `GET /v1/apps/{id}`. Webhooks can't be included in it.
package typealias AppResponse = ResourceDocument<App, Never>
package typealias AppsResponse = PagedDocument<App, Never>
/// `GET /v1/apps/{id}/relationships/webhooks`.
package typealias AppWebhooksLinkagesResponse = PagedDocument<ResourceIdentifier, Never>
