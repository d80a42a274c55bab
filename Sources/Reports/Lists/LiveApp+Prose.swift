import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import Reconciler

extension LiveApp {
  /// The webhooks as lists have them; none where they could not be read.
  package var sorted: [LiveWebhook] { ((try? webhooks.get()) ?? []).sorted { $0.order < $1.order } }

  var appFailure: AppFailure? { if case .failure(let failure) = webhooks { failure } else { nil } }

  package var failure: Diagnostic? {
    guard let failure = appFailure else { return nil }
    return .error("app '\(title)' could not be read: \(failure.summary)", at: nil)
  }
}

extension [LiveApp] {
  /// Why apps aren't known, as errors; the same is said once.
  package var failures: [Diagnostic] {
    var said: Set<Diagnostic> = []
    return compactMap(\.failure).filter { said.insert($0).inserted }
  }
}

extension ClientError {
  package var listingFailure: Diagnostic {
    .error("the account's apps could not be listed: \(description)", at: nil)
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
