import AppStoreConnect
import DesiredState
import Diagnostics
import Reconciler

extension ShortList {
  /// That the list may not be whole, as a warning that names its app or webhook.
  package func warning(apps: [AppFacts], webhooks: [WebhookReference] = []) -> Diagnostic {
    let what =
      switch subject {
      case .apps: "the account's apps"
      case .webhooks(let id):
        "the webhooks of app '\(apps.first { $0.id == id }?.title ?? id)'"
      case .deliveries(let id):
        if let webhook = webhooks.first(where: { $0.id == id }) {
          "the deliveries of webhook '\(webhook.name)' of '\(webhook.appTitle)'"
        } else {
          "the deliveries of webhook \(id)"
        }
      }
    let total = total.map { "counts \(grouped($0))" } ?? "gives a total that isn't a number"
    return .warning(
      "\(what) may be incomplete: App Store Connect lists \(grouped(entries)) and \(total)", at: nil)
  }
}

extension Message {
  /// Warnings for a document that has the key only if there are any.
  package static func list(_ warnings: [Diagnostic]) -> [Message]? {
    warnings.isEmpty ? nil : warnings.map(Message.init(_:))
  }
}
