import AppStoreConnect
import Diagnostics
import Planning

/// What `list --format json` prints.
package struct ListDocument: Encodable {
  var formatVersion = "1"
  var apps: [App]
  /// What is doubtful; left out where nothing is.
  package var warnings: [Message]?
  var errors: [Message]
  var requests: Requests

  struct App: Encodable {
    @Nullable var bundleId: String?
    @Nullable var appId: String?
    @Nullable var name: String?
    /// `null` where the app could not be read.
    @Nullable var webhooks: [Webhook]?
    var error: String?
  }

  struct Webhook: Encodable {
    var webhookId: String
    var name: String
    var url: String
    var events: [String]
    var enabled: Bool
  }

  package init(_ apps: [LiveApp], errors: [Diagnostic], statistics: RequestStatistics) {
    self.apps = apps.map(App.init(_:))
    self.errors = errors.map(Message.init(_:))
    requests = Requests(statistics)
  }
}

extension ListDocument.App {
  fileprivate init(_ app: LiveApp) {
    self.init(bundleId: app.facts.bundleId, appId: app.facts.id, name: app.facts.name)
    switch app.webhooks {
    case .failure(let failure): error = failure.summary
    case .success(let live):
      webhooks = live.sorted { $0.order < $1.order }.map { webhook in
        ListDocument.Webhook(
          webhookId: webhook.id, name: webhook.name, url: webhook.shownURL,
          events: webhook.events.map(\.rawValue), enabled: webhook.enabled)
      }
    }
  }
}
