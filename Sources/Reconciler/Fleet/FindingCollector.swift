import AppStoreConnect
import DesiredState
import Planning

/// Looks for what deserves attention in a fleet.
struct FindingCollector {
  let traffic: Traffic
  let files: FleetReading.Files?
  let eventTypes: [EventType]
  private let apps: [FleetApp]
  /// The apps that a file lists; all of them without a file.
  private let covered: Set<AppFacts>

  init(_ report: FleetReport, _ traffic: Traffic, _ files: FleetReading.Files?) {
    self.traffic = traffic
    self.files = files
    eventTypes = report.eventTypes
    apps = report.apps
    let listed = files.map { files in
      files.elsewhere.union(files.plan.apps.lazy.filter { !$0.hasLeft }.map(\.id))
    }
    covered = Set(
      report.apps.map(\.facts).filter { facts in facts.id.map { listed?.contains($0) != false } ?? true })
  }

  var all: [Attention] {
    unheard + doubles + failing + silent + uncovered + sharedURLs + unknownSecrets + unmanaged
  }

  /// Event types that other apps hear and one doesn't, those of most apps first. If no file lists an app, only that is
  /// said of it.
  private var unheard: [Attention] {
    let heard = eventTypes.map { type in (type: type, apps: apps.count { $0.hears(type) }) }
      .filter { $0.apps > 0 }.sorted { $0.apps > $1.apps }
    let found = apps.compactMap { app -> (most: Int, attention: Attention)? in
      guard app.failure == nil, covered.contains(app.facts) else { return nil }
      let gaps = heard.filter { !app.hears($0.type) }.map { type, others in
        Attention.Gap(type: type, others: others, isDisabled: !app.listeners(for: type).isEmpty)
      }
      return gaps.first.map { ($0.others, Attention(app: app.facts, finding: .unheard(gaps))) }
    }
    return found.enumerated().sorted { ($1.element.most, $0.offset) < ($0.element.most, $1.offset) }
      .map(\.element.attention)
  }

  /// Enabled webhooks of one app that share a URL and events.
  private var doubles: [Attention] {
    apps.flatMap { app -> [Attention] in
      let groups = Dictionary(grouping: app.webhooks.filter(\.enabled), by: \.comparableURL)
      return groups.values.compactMap { group -> Attention? in
        let counts = Dictionary(grouping: group.flatMap(\.events)) { $0 }
        let events = counts.filter { $1.count > 1 }.keys.sorted()
        let concerned = group.filter { webhook in webhook.events.contains { events.contains($0) } }
        guard let last = concerned.last else { return nil }
        return Attention(
          app: app.facts, webhook: last.name,
          finding: .double(
            webhooks: concerned.map(\.name), host: last.host, url: last.shownURL, events: events))
      }.sorted { TextOrder($0.webhook ?? "") < TextOrder($1.webhook ?? "") }
    }
  }

  /// An app that was handed over is somebody else's; one that needn't be covered counts only if it has webhooks.
  private var uncovered: [Attention] {
    apps.filter { app in
      !covered.contains(app.facts) && app.standing != .forgotten
        && !(app.standing == .ignored && app.failure == nil && app.webhooks.isEmpty)
    }.map { app in
      Attention(app: app.facts, finding: .uncovered(webhooks: app.failure == nil ? app.webhooks.count : nil))
    }
  }

  /// The webhooks of the file's apps whose secret Storehooks never wrote.
  private var unknownSecrets: [Attention] {
    guard let files else { return [] }
    let managed = files.plan.apps.lazy.flatMap { app in app.webhooks.map { (app: app, webhook: $0) } }
      .filter { $0.webhook.secret != nil && $0.webhook.webhookId != nil }
    guard let record = files.record else {
      return managed.isEmpty ? [] : [Attention(finding: .noRecord)]
    }
    return managed.compactMap { app, webhook in
      guard let id = webhook.webhookId, record[webhookId: id]?.fingerprint == nil else { return nil }
      return Attention(app: app.facts, webhook: webhook.name, finding: .secretUnknown)
    }
  }

  /// Webhooks that are live although the file doesn't have them. Those of an app that no file lists aren't counted
  /// again.
  private var unmanaged: [Attention] {
    (files?.plan.apps ?? []).filter { !$0.hasLeft }.flatMap { app in
      app.webhooks.filter { [.unmanaged, .delete].contains($0.action) }.map { webhook in
        Attention(
          app: app.facts, webhook: webhook.name, finding: .unmanaged(reason: webhook.reason ?? ""))
      }
    }
  }
}
