import AppStoreConnect
import DesiredState
import Planning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a report on a fleet is made from.
package struct FleetReading: Sendable {
  package var apps: [LiveApp]
  /// The deliveries that were read, or could not be.
  package var deliveries: [WebhookDeliveries] = []
  /// The webhooks whose deliveries there was no quota for.
  package var unread: [WebhookReference] = []
  /// What the files say of the apps; `nil` without a file.
  package var files: Files?
  package var now: Date

  /// What the files and the state file say.
  package struct Files: Sendable {
    /// The plan of the apps that are listed, or were.
    package var plan: Plan
    /// What is on record; `nil` without a state file.
    package var record: RecordedState?
    /// The IDs of apps listed by files that weren't given.
    package var elsewhere: Set<String>
    /// What the files say of apps.
    package var standings: AppStandings?

    package init(
      plan: Plan, record: RecordedState?, elsewhere: Set<String> = [], standings: AppStandings? = nil
    ) {
      (self.plan, self.record, self.elsewhere, self.standings) = (plan, record, elsewhere, standings)
    }
  }

  package init(apps: [LiveApp], files: Files? = nil, now: Date) {
    self.apps = apps
    self.files = files
    self.now = now
  }

  /// How many days a report looks back, including today.
  package static let days = 10

  /// The first of them, in UTC, so that each day can be read in full.
  package var firstDay: Date {
    let today = (now.timeIntervalSince1970 / 86_400).rounded(.down)
    return Date(timeIntervalSince1970: (today - Double(Self.days - 1)) * 86_400)
  }

  /// The webhooks whose deliveries a report needs.
  package var webhooks: [WebhookReference] { apps.flatMap(\.references) }
}

extension FleetReport {
  /// Sums up what was read. A pure function of values.
  package init(_ reading: FleetReading) {
    now = reading.now
    since = reading.firstDay
    var standings = reading.files?.standings
    apps = reading.apps.map { app in
      let isElsewhere = app.facts.id.map { reading.files?.elsewhere.contains($0) == true } ?? false
      var fleetApp = FleetApp(facts: app.facts, webhooks: [])
      fleetApp.standing = isElsewhere ? .elsewhere : standings?.standing(of: app.facts)
      switch app.webhooks {
      case .failure(let failure): fleetApp.failure = failure
      case .success(let live): fleetApp.webhooks = live.sorted { $0.order < $1.order }
      }
      return fleetApp
    }
    let live = Set(apps.lazy.flatMap(\.webhooks).flatMap(\.events))
    eventTypes = EventType.known + live.subtracting(EventType.known).sorted()
    unread = reading.unread + reading.deliveries.filter { !$0.isRead }.map(\.webhook)
    let lists = Dictionary(reading.deliveries.filter(\.isRead).map { ($0.webhook.id, $0.read) }) { $1 }
    let traffic = Traffic(apps, lists, since: reading.firstDay)
    receivers = traffic.receivers
    attention = []
    attention = FindingCollector(self, traffic, reading.files).all
  }
}
