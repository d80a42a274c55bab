import AppStoreConnect
import Planning

/// What somebody else changed in an app between the reading of its webhooks and a call.
package enum Conflict: Sendable {
  /// The app differed when it was read again before its first call; no call was made.
  case changed([String])
  case gone(ClientError)
  /// There is no room for a new webhook, because these have appeared.
  case full(new: [LiveWebhook], ClientError)
}

extension Conflict {
  /// Returns `nil` if the refusal isn't due to somebody else's change. A create may be refused for many reasons, so the
  /// app's webhooks are read.
  ///
  /// - Parameter known: the IDs of all webhooks that the app had before or that this run has made.
  static func behind(
    _ error: ClientError, of call: Step.Call, appId: String, known: Set<String>, _ client: Client
  ) async -> Conflict? {
    guard case .api(let answer) = error else { return nil }
    switch call {
    case .modify where answer.status == 404, .delete where answer.status == 404:
      return .gone(error)
    case .create where answer.status == 409 && !answer.isAboutAttributes:
      guard let webhooks = try? await client.liveWebhooks(appId: appId).webhooks,
        webhooks.count >= APILimits.webhooksPerApp
      else { return nil }
      let new = webhooks.filter { !known.contains($0.id) }
      return new.isEmpty ? nil : .full(new: new, error)
    default: return nil
    }
  }
}
