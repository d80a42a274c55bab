import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import Reconciler

extension LiveApp {
  /// The webhooks in the order of lists; none if they could not be read.
  package var sorted: [LiveWebhook] { ((try? webhooks.get()) ?? []).sorted { $0.order < $1.order } }

  package var failure: AppFailure? { if case .failure(let failure) = webhooks { failure } else { nil } }
}

extension [LiveApp] {
  /// Why apps could not be read, once for those with the same cause.
  package var failures: [Diagnostic] {
    filter { $0.failure != nil }.gathered { app in app.failure.map { FailureLikeness($0, app: app.title) } }
      .map { apps in
        let titles = apps.map(\.title)
        switch apps[0].failure {
        case .client(let error)?, .account(let error)?:
          return .error(AppFailure.message(unread: titles, error), at: nil)
        case .notFound? where apps.count > 1: return AppFailure.notFound(titles, at: nil)
        case let failure:
          return .error("app '\(titles[0])' could not be read: \(failure?.summary ?? "")", at: nil)
        }
      }
  }
}

extension ShortList {
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
