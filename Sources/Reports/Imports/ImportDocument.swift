import AppStoreConnect
import Diagnostics
import Reconciler

/// What `import --format json` prints.
package struct ImportDocument: Encodable {
  var formatVersion = "1"
  var summary = Summary()
  /// Where the file was written; `null` without `--out`.
  @Nullable var path: String?
  /// The desired-state file, which is YAML; `null` where there is none.
  @Nullable var content: String?
  /// The environment variables that have to hold secrets.
  var variables: [Variable] = []
  /// The webhooks that the file can't describe and leaves alone.
  var skipped: [Skipped] = []
  /// What is doubtful; left out where nothing is.
  package var warnings: [Message]?
  var errors: [Message]
  var requests: Requests

  struct Summary: Encodable {
    var apps = 0
    var webhooks = 0
    var templates = 0
    var skipped = 0
  }

  struct Variable: Encodable {
    var name: String
    var webhook: String
    var apps: [String]
  }

  struct Skipped: Encodable {
    var app: String
    var webhook: String
    var webhookId: String
    var reason: String
  }

  package init(_ imported: ImportedState?, path: String?, errors: [Diagnostic], statistics: RequestStatistics)
  {
    self.errors = errors.map(Message.init(_:))
    requests = Requests(statistics)
    _path = Nullable(wrappedValue: path)
    guard let imported else { return }
    content = imported.yaml
    summary = Summary(
      apps: imported.apps, webhooks: imported.webhooks, templates: imported.templates,
      skipped: imported.skipped.count)
    variables = imported.variables.map { Variable(name: $0.name, webhook: $0.webhook, apps: $0.apps) }
    skipped = imported.skipped.map {
      Skipped(
        app: $0.app, webhook: $0.webhook.name, webhookId: $0.webhook.id, reason: $0.reason.summary)
    }
  }
}
