import AppStoreConnect
import Planning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The webhooks and deliveries of a fleet by host.
struct Traffic {
  /// A webhook of the host, its app, and its deliveries, if they were read.
  struct Line {
    var app: FleetApp
    var webhook: LiveWebhook
    var deliveries: [DeliveryRecord]?
  }

  private(set) var lines: [String: [Line]] = [:]
  /// Those of most apps first.
  private(set) var receivers: [Receiver] = []

  init(_ apps: [FleetApp], _ deliveries: [String: [DeliveryRecord]], since: Date) {
    for app in apps {
      for webhook in app.webhooks {
        let line = Line(app: app, webhook: webhook, deliveries: deliveries[webhook.id])
        lines[webhook.host, default: []].append(line)
      }
    }
    receivers = lines.map { Self.receiver($0, $1, since: since) }.sorted {
      ($1.apps, TextOrder($0.host)) < ($0.apps, TextOrder($1.host))
    }
  }

  private static func receiver(_ host: String, _ lines: [Line], since: Date) -> Receiver {
    var receiver = Receiver(
      host: host,
      days: (0..<FleetReading.days).map { .init(start: since.addingTimeInterval(Double($0) * 86_400)) })
    receiver.apps = Set(lines.map(\.app.facts)).count
    receiver.webhooks = lines.count
    receiver.enabled = lines.count { $0.webhook.enabled }
    receiver.unread = lines.count { $0.deliveries == nil }
    for delivery in lines.lazy.flatMap({ $0.deliveries ?? [] }) {
      let day = delivery.createdDate.map { Int(($0.timeIntervalSince(since) / 86_400).rounded(.down)) }
      // If a clock is a little ahead, the delivery belongs to today.
      let index = day.flatMap { $0 < 0 ? nil : min($0, receiver.days.count - 1) }
      switch delivery.state {
      case .succeeded?:
        receiver.succeeded += 1
        if let index { receiver.days[index].succeeded += 1 }
      case .failed?:
        receiver.failed += 1
        if let index { receiver.days[index].failed += 1 }
      default: break
      }
    }
    return receiver
  }
}
