import AppStoreConnect
import Platform

package struct RedeliveryResult: Sendable, Hashable {
  package var redelivery: Redelivery
  package var outcome: DeliveryOutcome
  /// How often it may have been sent: more than once if App Store Connect's answer was lost or said that sending
  /// failed, as the live service's does now and then.
  package var times = 0
}

/// Sends deliveries again and follows each new one to its end.
///
/// A receiver that just came back mustn't be flooded, so each webhook gets one delivery at a time. Several webhooks are
/// served side by side.
package struct Redeliverer: Sendable {
  private let client: Client
  private let follower: DeliveryFollower
  private let concurrency: Int

  /// - Parameter follower: with no time to wait, it follows none.
  package init(client: Client, follower: DeliveryFollower, concurrency: Int = 8) {
    self.client = client
    self.follower = follower
    self.concurrency = max(1, concurrency)
  }

  /// - Returns: results in the order of `redeliveries`; or, if nothing has been asked before, why the first call shows
  ///   that none can be made.
  package func redeliver(
    _ redeliveries: [Redelivery], progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> Result<[RedeliveryResult], ClientError> {
    var first: [RedeliveryResult] = []
    if client.statistics.requests == 0, let redelivery = redeliveries.first {
      first = [await redeliver(redelivery)]
      // App Store Connect sometimes fails with a single delivery.
      if case .failed(let error, .sending) = first[0].outcome, error.isOfAccount, error.cause != .outage {
        return .failure(error)
      }
    }
    let rest = Array(redeliveries.dropFirst(first.count))
    // Deliveries whose webhook isn't known may all go to one.
    let lanes = Dictionary(grouping: rest.indices) { rest[$0].webhook?.id ?? "" }
      .values.sorted { $0[0] < $1[0] }
    let results = await concurrentMap(lanes, limit: concurrency, progress: progress) { lane in
      var results: [(Int, RedeliveryResult)] = []
      for index in lane { results.append((index, await redeliver(rest[index]))) }
      return results
    }
    return .success(first + results.flatMap { $0 }.sorted { $0.0 < $1.0 }.map(\.1))
  }

  private func redeliver(_ redelivery: Redelivery) async -> RedeliveryResult {
    guard !follower.isStopped() else {
      return RedeliveryResult(redelivery: redelivery, outcome: .interrupted(wasSent: false))
    }
    let made: Repeated<WebhookDelivery?>
    do throws(ClientError) {
      made = try await client.redeliver(deliveryId: redelivery.deliveryId)
    } catch {
      return RedeliveryResult(redelivery: redelivery, outcome: .failed(error, .sending))
    }
    let id = made.resource?.id
    guard let webhook = redelivery.webhook, follower.wait > .zero else {
      return RedeliveryResult(
        redelivery: redelivery, outcome: .notFollowed(deliveryId: id), times: made.times)
    }
    let event = redelivery.delivery?.eventId
    let outcome = await follower.follow(webhookId: webhook.id) { deliveries in
      if let id { return deliveries.first { $0.id == id } }
      return deliveries.newestFirst().first {
        $0.isRedelivery && $0.eventId == event && event != nil && $0.id != redelivery.deliveryId
      }
    }
    return RedeliveryResult(redelivery: redelivery, outcome: outcome, times: made.times)
  }
}
