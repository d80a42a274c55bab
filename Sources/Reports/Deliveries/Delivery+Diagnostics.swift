import Diagnostics
import Reconciler

extension WebhookDeliveries {
  /// That the list could not be read, as an error; `nil` where it was.
  package var failure: Diagnostic? {
    guard case .failure(let error) = deliveries else { return nil }
    return .error(
      "the deliveries of webhook '\(webhook.name)' of '\(webhook.appTitle)' could not be read: \(error)",
      at: nil)
  }
}

extension PingResult {
  /// That a call of the API failed, which says nothing of the webhook; `nil` where none did.
  package var callFailure: Diagnostic? {
    if case .failed = outcome { failure } else { nil }
  }

  /// That the test event isn't known to have arrived, as an error; `nil` where all is well.
  package var failure: Diagnostic? {
    guard outcome.isFailure, let reason = outcome.reason else { return nil }
    return .error(
      "webhook '\(webhook.name)' of '\(webhook.appTitle)' failed its test event: \(reason)", at: nil)
  }
}
