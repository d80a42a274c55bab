import AppStoreConnect
import Planning

/// What somebody else has changed in an app between the reading of its webhooks and a call.
package enum Conflict: Sendable {
  /// Found by reading the app again before the first call; nothing was called.
  case changed([String])
  case gone(ClientError)
  /// There is no room for a webhook to be created, since these have appeared.
  case full(new: [LiveWebhook], ClientError)
}

extension Conflict {
  /// `nil` if the refusal isn't due to somebody else's change. A create may be refused for many reasons, so
  /// the app's webhooks are read.
  /// `known`: the IDs of all webhooks that the app had before and that this run has made.
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
