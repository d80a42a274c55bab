import AppStoreConnect
import Cryptography
import DesiredState
import Planning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Who hears what in a fleet of apps, how deliveries went, and what deserves attention. One value for every renderer;
/// nothing in it is prose.
package struct FleetReport: Sendable {
  /// The event types that this version knows, then others that a live webhook has.
  package var eventTypes: [EventType]
  /// The apps, in the order in which they were read.
  package var apps: [FleetApp]
  /// Where events go, the receivers of most apps first.
  package var receivers: [Receiver]
  /// The most urgent first.
  package var attention: [Attention]
  /// The webhooks whose deliveries weren't read.
  package var unread: [WebhookReference]
  /// From when on deliveries were read: the beginning of a day in UTC.
  package var since: Date
  /// When all of it was read.
  package var now: Date

  /// The apps whose webhooks aren't known.
  package var unreadApps: [FleetApp] { apps.filter { $0.failure != nil } }
}

/// What an app's webhooks hear.
package struct FleetApp: Sendable {
  package var facts: AppFacts
  /// Its webhooks, sorted; none if it could not be read.
  package var webhooks: [LiveWebhook]
  /// Why its webhooks aren't known.
  package var failure: AppFailure?
  /// What the files say of it; `nil` without a file.
  package var standing: AppStanding?

  /// Who hears an event type.
  package func listeners(for type: EventType) -> [LiveWebhook] {
    webhooks.filter { $0.events.contains(type) }
  }

  /// Whether an enabled webhook hears an event type.
  package func hears(_ type: EventType) -> Bool {
    webhooks.contains { $0.enabled && $0.events.contains(type) }
  }
}

/// A host that events are delivered to.
package struct Receiver: Sendable {
  /// What became of deliveries on one day, in UTC.
  package struct Day: Sendable, Hashable {
    package var start: Date
    package var succeeded = 0
    package var failed = 0
  }

  /// The host, and the port if it isn't the usual one.
  package var host: String
  /// How many apps have a webhook for it.
  package var apps = 0
  package var webhooks = 0
  package var enabled = 0
  /// How many webhooks' deliveries weren't read.
  package var unread = 0
  package var succeeded = 0
  package var failed = 0
  /// The last ten days, the oldest first.
  package var days: [Day]

  /// How many of the deliveries that have ended succeeded, from 0 to 1; `nil` if none has ended.
  package var successRate: Double? {
    succeeded + failed == 0 ? nil : Double(succeeded) / Double(succeeded + failed)
  }
}

extension LiveWebhook {
  /// The host of its URL, and the port if it isn't the usual one; never a user name, a password or a path.
  package var host: String {
    var url = comparableURL
    // What is meant as a password may contain a slash.
    if let userInfo = URLPassword.userInfo(in: url) { url.removeSubrange(userInfo) }
    guard let start = url.firstRange(of: "://")?.upperBound else { return Self.noHost }
    let authority = url.unicodeScalars[start...].prefix { !"/?#\\".unicodeScalars.contains($0) }
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    return host.isEmpty ? Self.noHost : String(host)
  }

  private static let noHost = "(no host)"
}
