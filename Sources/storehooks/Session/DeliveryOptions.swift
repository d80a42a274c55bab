import AppStoreConnect
import CommandLine
import Diagnostics
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Session {
  func deliveryWindow(now: Date) throws(CommandFailure) -> DeliveryWindow {
    let since = try moment(self[.since], of: "--since", now: now)
    let until = try self[.until].map { text throws(CommandFailure) in
      try moment(text, of: "--until", now: now)
    }
    if let window = DeliveryWindow(since: since, until: until, now: now) { return window }
    guard since < now else { throw .usage("--since must be in the past") }
    if let until, until <= since { throw .usage("--until is before --since") }
    throw .usage("--since goes back at most 10 days (10d): App Store Connect lists no older deliveries")
  }

  /// When following deliveries ends; `nil` for never.
  func followedUntil(now: Date) throws(CommandFailure) -> Date? {
    guard let text = self[.until] else { return nil }
    let until = try moment(text, of: "--until", now: now)
    guard until > now else { throw .usage("with --follow, --until must be in the future") }
    return until
  }

  /// A point in time: how long ago it is, or a date. Dates without a zone are in UTC.
  private func moment(_ text: String, of option: String, now: Date) throws(CommandFailure) -> Date {
    if let duration = Duration(spelled: text) {
      return now.addingTimeInterval(-Double(duration.milliseconds) / 1_000)
    }
    let isDay = text.utf8.count == 10
    if let date = Timestamp(rawValue: isDay ? text + "T00:00:00Z" : text).date { return date }
    let hint = Duration(spelled: text + "h") == nil ? "" : "; did you mean '\(text)h'?"
    throw .usage(
      "\(option) '\(text)' is neither a duration, such as '24h', nor a date, such as '2026-11-20' or "
        + "'2026-11-20T08:00:00Z'\(hint)")
  }

  /// Reads the deliveries of a window, and adds an error for each list that could not be read.
  func readDeliveries(_ scope: inout WebhookScope, _ window: DeliveryWindow) async -> [WebhookDeliveries] {
    let reader = DeliveryReader(client: scope.connection.client, concurrency: self[.concurrency])
    let webhooks = scope.webhooks
    let lists = await progress.show("Reading deliveries", counting: "webhook") { update in
      await reader.read(webhooks, window, progress: update)
    }
    scope.errors += lists.failures
    scope.unread?.note(lists)
    report(lists.failures + scope.warnings)
    return lists
  }
}
