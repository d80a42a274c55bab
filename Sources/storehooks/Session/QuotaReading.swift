import CommandLine
import Reports
import AppStoreConnect
import Planning
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Session {
  /// Reads deliveries as long as enough of the quota is left.
  func readDeliveries(
    _ webhooks: [WebhookReference], _ window: DeliveryWindow, _ connection: Connection, now: Date
  ) async -> DeliveryReader.Reading {
    let reader = DeliveryReader(client: connection.client, concurrency: self[.concurrency])
    let log = readingLog(for: connection)
    return await progress.show("Reading deliveries", counting: "webhook") { update in
      await reader.read(webhooks, window, log: log, now: now, progress: update)
    }
  }

  /// A note on webhooks for which there was no quota.
  static func note(onUnread unread: [WebhookReference]) -> String? {
    guard !unread.isEmpty else { return nil }
    return "the deliveries of \(counted("webhook", unread.count)) weren't read, to leave 30 % of the hour's "
      + "requests to others; the next run begins with them"
  }

  /// The log of an account's readings, in the user's cache folder.
  private func readingLog(for connection: Connection) -> ReadingLog {
    let environment = program.environment
    func folder(_ name: String) -> String? { environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } }
    guard let cache = folder("XDG_CACHE_HOME") ?? folder("HOME").map({ $0 + "/.cache" }) else {
      return ReadingLog(path: nil)
    }
    let account = [connection.api, connection.issuer].compactMap { $0 }.joined(separator: "-")
    let name = String(account.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "-" })
    return ReadingLog(path: "\(cache)/storehooks/deliveries-\(name).txt")
  }

  /// The share of deliveries that must arrive, from 0 to 1.
  func minSuccess() throws(CommandFailure) -> Double? {
    guard let text = self[.minSuccess] else { return nil }
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    let isPlain = digits.utf8.allSatisfy {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".")
    }
    guard isPlain, let percent = Double(digits), (0...100).contains(percent) else {
      throw .usage("--min-success must be a percentage from 0 to 100, such as 95%")
    }
    return percent / 100
  }
}

extension Option<String?> {
  static let minSuccess = value(
    "min-success", "PERCENT", .string,
    "Exit with 2 if fewer deliveries of a webhook arrived; an event that arrived later counts")
}
