import AppStoreConnect
import Diagnostics
import Reconciler

extension LiveApp {
  /// The webhooks as lists have them; none where they could not be read.
  var sorted: [LiveWebhook] { ((try? webhooks.get()) ?? []).sorted { $0.order < $1.order } }

  /// Why the app's webhooks aren't known, as an error; `nil` where they are.
  var failure: Diagnostic? {
    guard case .failure(let failure) = webhooks else { return nil }
    return .error("app '\(title)' could not be read: \(failure.summary)", at: nil)
  }
}

extension [LiveApp] {
  /// Why apps aren't known, as errors; the same is said once.
  var failures: [Diagnostic] {
    var said: Set<Diagnostic> = []
    return compactMap(\.failure).filter { said.insert($0).inserted }
  }
}

extension ClientError {
  /// That the call for the apps failed, as an error.
  var listingFailure: Diagnostic {
    .error("the account's apps could not be listed: \(description)", at: nil)
  }
}

extension CommandContext {
  /// Refuses patterns that select no app of the account: a typo must not look like "nothing there".
  func checkSelection(of apps: [LiveApp]) throws(CommandFailure) {
    guard apps.isEmpty, !options.apps.isEmpty else { return }
    let patterns = options.apps.map { "'\($0)'" }.joined(separator: ", ")
    throw .usage("--app \(patterns) matches no app that the API key may see")
  }
}
