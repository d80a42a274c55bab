import AppStoreConnect
import Diagnostics
import Planning

extension LiveApp {
  /// The webhooks as lists have them; none where they could not be read.
  package var sorted: [LiveWebhook] { ((try? webhooks.get()) ?? []).sorted { $0.order < $1.order } }

  /// Why the app's webhooks aren't known, as an error; `nil` where they are.
  package var failure: Diagnostic? {
    guard case .failure(let failure) = webhooks else { return nil }
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
  /// That the call for the apps failed, as an error.
  package var listingFailure: Diagnostic {
    .error("the account's apps could not be listed: \(description)", at: nil)
  }
}
