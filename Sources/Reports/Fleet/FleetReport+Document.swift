import AppStoreConnect
import Planning
import Platform
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension FleetReport {
  /// What `report --format json` says of a fleet.
  func document(showsURLs: Bool) -> JSONObject {
    [
      "since": since.formatted(.iso8601), "readAt": now.formatted(.iso8601),
      "apps": apps.map { $0.document(eventTypes, showsURLs: showsURLs) },
      "receivers": receivers.map(\.document),
      "attention": attention.map { $0.document(showsURLs: showsURLs) },
      "unread": unreadApps.map(\.facts.title) + unread.map { "\($0.appTitle): \($0.name)" },
    ]
  }
}

extension FleetApp {
  fileprivate func document(_ types: [EventType], showsURLs: Bool) -> JSONObject {
    let heard = types.map { type in (type, listeners(for: type)) }.filter { !$1.isEmpty }
    let events = heard.map { type, webhooks in
      (type.rawValue, webhooks.map { $0.document(showsURLs: showsURLs) })
    }
    let document: JSONObject = [
      "bundleId": facts.bundleId, "appId": facts.id, "name": facts.name,
      "events": Dictionary(events) { $1 },
    ]
    return (standing.map { document.merging($0.document) } ?? document).adding(["error": failure?.summary])
  }
}

extension LiveWebhook {
  fileprivate func document(showsURLs: Bool) -> JSONObject {
    let document: JSONObject = ["webhook": name, "webhookId": id, "host": host, "enabled": enabled]
    return document.adding(["url": showsURLs ? shownURL : nil])
  }
}

extension Receiver {
  fileprivate var document: JSONObject {
    [
      "host": host, "apps": apps, "webhooks": webhooks, "enabled": enabled, "unread": unread,
      "succeeded": succeeded, "failed": failed, "successRate": successRate,
      "days": days.map { day -> JSONObject in
        ["date": day.date, "succeeded": day.succeeded, "failed": day.failed]
      },
    ]
  }
}

extension Receiver.Day {
  /// `2026-11-28`, in UTC.
  var date: String { ClockReading(of: start).date }
}

extension Attention {
  fileprivate func document(showsURLs: Bool) -> JSONObject {
    let document: JSONObject = [
      "kind": kind.rawValue, "app": app?.title, "webhook": webhook,
      "message": message(showsURLs: showsURLs),
    ]
    return document.adding(["apps": app == nil ? subjects.nonEmpty : nil])
  }
}
