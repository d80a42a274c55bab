import AppStoreConnect
import Planning

extension Client {
  /// Reads an app's webhooks, all of them known in full or none at all.
  ///
  /// - Parameter includeApp: Asks for the app along with them, which costs no call more.
  func liveWebhooks(
    appId: String, includeApp: Bool = false
  ) async throws(AppFailure) -> (webhooks: [LiveWebhook], app: App?) {
    let answer: (webhooks: [Webhook], app: App?)
    do {
      answer = try await webhooks(appId: appId, includeApp: includeApp)
    } catch {
      throw AppFailure(error)
    }
    let webhooks = try answer.webhooks.map { webhook throws(AppFailure) in
      guard let live = LiveWebhook(webhook) else { throw .incompleteWebhook(id: webhook.id) }
      return live
    }
    return (webhooks, answer.app)
  }
}
