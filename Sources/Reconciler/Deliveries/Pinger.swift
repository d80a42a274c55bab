import AppStoreConnect
import Cryptography
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

package struct PingResult: Sendable, Hashable {
  package var webhook: WebhookReference
  package var outcome: DeliveryOutcome
  /// How often a test event may have been sent: more than once if App Store Connect's answer was lost or said that
  /// sending failed.
  package var times = 0
}

/// Has a test event sent to each webhook and follows its delivery.
///
/// The ping's own delivery is a test event that wasn't there before. If payloads name their pings, which none recorded
/// so far does, it is the one that names this ping, else the first.
package struct Pinger: Sendable {
  /// Most of it is waiting; the client limits how many requests are under way.
  static let webhooksAtATime = 32

  private let client: Client
  private let follower: DeliveryFollower

  package init(client: Client, follower: DeliveryFollower) {
    self.client = client
    self.follower = follower
  }

  /// Returns results in the order of the webhooks.
  ///
  /// - Parameter new: webhooks that were just created. If App Store Connect doesn't find one (404), that means
  ///   nothing until its time is over.
  package func ping(
    _ webhooks: [WebhookReference], new: Set<String> = [],
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> [PingResult] {
    await concurrentMap(webhooks, limit: Self.webhooksAtATime, progress: progress) { webhook in
      await ping(webhook, isNew: new.contains(webhook.id))
    }
  }

  private func ping(_ webhook: WebhookReference, isNew: Bool) async -> PingResult {
    guard webhook.isEnabled else { return PingResult(webhook: webhook, outcome: .disabled) }
    guard !follower.isStopped() else {
      return PingResult(webhook: webhook, outcome: .interrupted(wasSent: false))
    }
    let deadline = isNew ? follower.clock.now() + follower.wait : nil
    let before: Set<String>
    do throws(ClientError) {
      before = try await appearing(by: deadline) { () async throws(ClientError) in
        Set(try await follower.recent(webhookId: webhook.id).map(\.id))
      }
    } catch {
      return PingResult(webhook: webhook, outcome: outcome(of: error, .preparing))
    }
    let ping: Repeated<WebhookPing>
    do throws(ClientError) {
      ping = try await appearing(by: deadline) { () async throws(ClientError) in
        try await client.ping(webhookId: webhook.id)
      }
    } catch {
      return PingResult(webhook: webhook, outcome: outcome(of: error, .sending))
    }
    let outcome = await follower.follow(webhookId: webhook.id, appearingBy: deadline) { deliveries in
      Self.delivery(ofPing: ping.resource.id, among: deliveries, before: before)
    }
    return PingResult(webhook: webhook, outcome: outcome, times: ping.times)
  }

  /// Makes a call, and repeats it while the webhook isn't found but may still appear.
  private func appearing<Value>(
    by deadline: Duration?, _ call: () async throws(ClientError) -> Value
  ) async throws(ClientError) -> Value {
    var delay = DeliveryFollower.firstDelay
    while true {
      do {
        return try await call()
      } catch {
        let left = (deadline ?? .zero) - follower.clock.now()
        guard error.isNotFound, left > .zero, !follower.isStopped() else { throw error }
        await follower.pause(min(delay, left))
        delay = min(delay * 2, DeliveryFollower.longestDelay)
      }
    }
  }

  private func outcome(of error: ClientError, _ purpose: DeliveryOutcome.Purpose) -> DeliveryOutcome {
    error.isNotFound && follower.isStopped() ? .interrupted(wasSent: false) : .failed(error, purpose)
  }

  /// - Parameter before: the IDs of the deliveries from before the ping.
  static func delivery(
    ofPing id: String, among deliveries: [DeliveryRecord], before: Set<String>
  ) -> DeliveryRecord? {
    let pings = deliveries.filter { $0.isPing && !$0.isRedelivery && !before.contains($0.id) }
    if let own = pings.first(where: { $0.pingId == id }) { return own }
    return pings.filter { $0.pingId == nil }
      .min { ($0.createdDate ?? .distantFuture, $0.id) < ($1.createdDate ?? .distantFuture, $1.id) }
  }
}

extension DeliveryRecord {
  /// The ping that the payload of a test event names.
  var pingId: String? {
    guard let payload, let body = try? JSONDecoder().decode(PingPayload.self, fromBytes: Array(payload.utf8)),
      let instance = body.data?.relationships?.instance?.data, instance.type == "webhookPings"
    else { return nil }
    return instance.id
  }
}

private struct PingPayload: Decodable {
  struct Body: Decodable { var relationships: Relationships? }
  struct Relationships: Decodable { var instance: Instance? }
  struct Instance: Decodable { var data: Identifier? }
  struct Identifier: Decodable {
    var type: String?
    var id: String?
  }
  var data: Body?
}
