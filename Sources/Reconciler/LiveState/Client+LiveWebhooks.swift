import AppStoreConnect
import Planning

extension Client {
  /// All of them known in full or none at all. The app along with them costs no call more.
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
