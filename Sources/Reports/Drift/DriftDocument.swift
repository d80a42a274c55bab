import AppStoreConnect
import Planning

/// What `drift --format json` has beside the keys of a plan.
package struct DriftDocument: Encodable {
  /// How many webhooks differ, and apps that are gone.
  var differences: Int
  /// The apps with a difference, and those that could not be compared.
  var apps: [App]

  struct App: Encodable {
    @Nullable var bundleId: String?
    @Nullable var appId: String?
    @Nullable var name: String?
    /// `listed`, `left` or `unlisted`.
    var standing: String
    /// Whether the file names it and App Store Connect doesn't have it.
    var gone: Bool
    var differences: [Difference]
    @Nullable var location: Location?
    var error: String?
  }

  struct Difference: Encodable {
    /// `missing`, `changed` or `additional`.
    var kind: String
    var webhook: String
    @Nullable var webhookId: String?
    var url: String
    var enabled: Bool
    /// Of a missing or an additional webhook.
    var events: [String]?
    var fields: [Field]
    @Nullable var location: Location?
    /// How it came about, as far as the state file tells.
    @Nullable var origin: String?
  }

  struct Field: Encodable {
    var field: String
    /// What is there now.
    var live: JSONScalar
    /// What the file says.
    var file: JSONScalar
  }
}

extension DriftDocument {
  package init(_ report: DriftReport) {
    differences = report.apps.reduce(0) { $0 + $1.differences.count + ($1.isGone ? 1 : 0) }
    apps = report.notable.map(App.init(_:))
  }
}

extension DriftDocument.App {
  fileprivate init(_ app: AppDrift) {
    self.init(
      bundleId: app.facts.bundleId, appId: app.facts.id, name: app.facts.name,
      standing: app.standing.rawValue, gone: app.isGone,
      differences: app.differences.map(DriftDocument.Difference.init(_:)),
      location: app.location.map(Location.init), error: app.failure?.summary)
  }
}

extension DriftDocument.Difference {
  fileprivate init(_ webhook: WebhookDrift) {
    self.init(
      kind: webhook.kind.rawValue, webhook: webhook.name, webhookId: webhook.webhookId, url: webhook.url,
      enabled: webhook.enabled, events: webhook.kind == .changed ? nil : webhook.events.map(\.rawValue),
      fields: webhook.fields.map(DriftDocument.Field.init(_:)), location: webhook.location.map(Location.init),
      origin: webhook.origin?.summary)
  }
}

extension DriftDocument.Field {
  fileprivate init(_ field: WebhookDrift.Field) {
    switch field {
    case .name(let live, let file): self.init(field: "name", live: JSONScalar(live), file: JSONScalar(file))
    case .url(let live, let file): self.init(field: "url", live: JSONScalar(live), file: JSONScalar(file))
    case .events(let live, let file):
      self.init(field: "events", live: JSONScalar(live), file: JSONScalar(file))
    case .enabled(let live, let file):
      self.init(field: "enabled", live: JSONScalar(live), file: JSONScalar(file))
    case .secret(let source, _): self.init(field: "secret", live: .null, file: JSONScalar(source.summary))
    }
  }
}
