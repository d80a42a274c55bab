/// An app, as far as webhooks are concerned. Its ID is the numeric Apple ID, as text.
package typealias App = ResourceObject<AppKind>

package enum AppKind: ResourceKind {
  package static let type = ResourceType.apps

  package struct Attributes: Codable, Sendable, Hashable {
    package var name: String?
    package var bundleId: String?
    package var sku: String?
    /// `en-US` for instance.
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

  package struct Relationships: Codable, Sendable, Hashable {
    package var webhooks: ToManyLinks?

    package init(webhooks: ToManyLinks? = nil) { self.webhooks = webhooks }
  }
}

/// `GET /v1/apps/{id}`. Webhooks can't be included in it.
package typealias AppResponse = ResourceDocument<App, Never>
package typealias AppsResponse = PagedDocument<App, Never>
/// `GET /v1/apps/{id}/relationships/webhooks`.
package typealias AppWebhooksLinkagesResponse = PagedDocument<ResourceIdentifier, Never>
