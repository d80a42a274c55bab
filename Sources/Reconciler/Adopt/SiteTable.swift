import DesiredState
import Diagnostics

/// Where the webhooks of all apps are in the files, and who uses which template.
struct SiteTable {
  struct User {
    var app: String
    var webhook: DesiredWebhook
    var site: WebhookSite
  }

  /// By the template's key.
  private(set) var users: [String: [User]] = [:]

  /// - Parameter read: the apps that were read, which are known best.
  init(_ state: DesiredState, read: [DesiredApp], _ files: [EditedFile]) {
    let known = Set(read.map(\.key))
    for app in read + state.apps.filter({ !known.contains($0.key) }) {
      for webhook in app.webhooks {
        guard let site = Self.site(of: webhook, app: app.key.text, in: files), let template = site.template
        else {
          continue
        }
        users[template, default: []].append(User(app: app.key.text, webhook: webhook, site: site))
      }
    }
  }

  static func site(of webhook: DesiredWebhook, app: String, in files: [EditedFile]) -> WebhookSite? {
    let file = files.firstIndex { $0.source === webhook.locations.webhook.file }
    return file.flatMap { files[$0].site(of: webhook, app: app, file: $0) }
  }
}
