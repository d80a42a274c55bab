import AppStoreConnect
import Platform
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension DeliveryReader {
  /// What was read within the quota.
  package struct Reading: Sendable {
    /// In the order of the webhooks.
    package var lists: [WebhookDeliveries]
    /// The webhooks for which there was no quota.
    package var unread: [WebhookReference]
  }

  /// Reads deliveries as long as other users of the key keep their share of the hour's quota, starting with those that
  /// were read longest ago.
  package func read(
    _ webhooks: [WebhookReference], _ window: DeliveryWindow, log: ReadingLog, now: Date,
    progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) async -> Reading {
    let reserve = QuotaReserve(client)
    let ordered = log.ordered(webhooks, atMost: reserve.left ?? .max, now: now)
    let found = await concurrentMap(ordered, limit: concurrency, progress: progress) { webhook in
      guard reserve.enter() else { return nil as WebhookDeliveries? }
      defer { reserve.leave() }
      return await read(webhook, window)
    }
    let lists = Dictionary(found.compactMap { $0 }.map { ($0.webhook.id, $0) }) { first, _ in first }
    let unread = webhooks.filter { lists[$0.id] == nil }
    log.note(lists.values.map(\.webhook), isWhole: unread.isEmpty, now: now)
    return Reading(lists: webhooks.compactMap { lists[$0.id] }, unread: unread)
  }
}

/// The part of the hour's quota that reading many lists leaves to others.
final class QuotaReserve: Sendable {
  static let share = 0.3

  private let client: Client
  private let state = Mutex((underWay: 0, isClosed: false))

  init(_ client: Client) { self.client = client }

  /// How many requests are left; `nil` if no answer said.
  var left: Int? {
    client.statistics.rateLimit.map { limit in
      limit.hourlyRemaining - Int((Double(limit.hourlyLimit) * Self.share).rounded(.up))
    }
  }

  /// Whether one more list may be read. After the first refusal none may, so that the rest stays in order.
  func enter() -> Bool {
    state.withLock { state in
      // Answers don't count requests under way.
      if let left, left <= state.underWay { state.isClosed = true }
      guard !state.isClosed else { return false }
      state.underWay += 1
      return true
    }
  }

  func leave() { state.withLock { $0.underWay -= 1 } }
}
