import AppStoreConnect
import Planning
import PlanningSupport
import Testing

@testable import DesiredState
@testable import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A live webhook with the fields that a report depends on.
private func hook(
  _ name: String, _ url: String = "https://a.example.com/hook", _ events: [EventType] = [Event.build],
  enabled: Bool = true
) -> LiveWebhook {
  LiveWebhook(id: "id-\(name)", name: name, url: url, events: events, enabled: enabled)
}

private func app(_ number: Int, _ webhooks: LiveWebhook...) -> LiveApp {
  LiveApp(
    facts: AppFacts(id: "\(number)", bundleId: "com.example.app\(number)", name: "App \(number)"),
    webhooks: .success(webhooks))
}

@Suite struct FleetReportTests {
  private let now = moment(0)

  /// A reading of apps; a webhook without given deliveries has none.
  private func reading(
    _ apps: [LiveApp], _ deliveries: [String: [DeliveryRecord]] = [:], files: FleetReading.Files? = nil
  ) -> FleetReading {
    var reading = FleetReading(apps: apps, files: files, now: now)
    reading.deliveries = reading.webhooks.map { webhook in
      WebhookDeliveries(webhook: webhook, deliveries: .success(deliveries[webhook.name] ?? []))
    }
    return reading
  }

  private func findings(_ report: FleetReport, _ kind: Attention.Kind) -> [Attention.Finding] {
    report.attention.filter { $0.kind == kind }.map(\.finding)
  }

  /// The plan of a file, as if its apps had been read.
  private func files(
    _ yaml: String, _ apps: [LiveApp], record: RecordedState? = nil
  ) throws -> FleetReading.Files {
    let state = try desiredState(yaml)
    let readings = state.apps.compactMap { desired in
      apps.first { $0.facts.bundleId == desired.key.text }.map {
        AppReading(desired: desired, facts: $0.facts, webhooks: $0.webhooks)
      }
    }
    return .init(plan: Planner().plan(readings), record: record)
  }

  @Test func anEventThatOnlyOthersHear() {
    let apps = [
      app(1, hook("a", "https://a.example.com/1", [Event.build, Event.crash])),
      app(2, hook("b", "https://a.example.com/2", [Event.build])),
      app(
        3, hook("c", "https://a.example.com/3", [Event.build]),
        hook("d", "https://x.example.com/3", [Event.crash], enabled: false)),
      app(4),
    ]
    let report = FleetReport(reading(apps))
    let found = report.attention.filter { $0.kind == .unheard }
    #expect(found.map(\.app?.id) == ["4", "2", "3"], "what most apps hear comes first")
    #expect(
      found.map(\.finding) == [
        .unheard([
          .init(type: Event.build, others: 3, isDisabled: false),
          .init(type: Event.crash, others: 1, isDisabled: false),
        ]),
        .unheard([.init(type: Event.crash, others: 1, isDisabled: false)]),
        .unheard([.init(type: Event.crash, others: 1, isDisabled: true)]),
      ])
    #expect(report.apps[0].hears(Event.crash) && !report.apps[2].hears(Event.crash))
    #expect(report.apps[2].listeners(for: Event.crash).map(\.name) == ["d"])
    #expect(report.eventTypes.count == EventType.known.count)
  }

  @Test func oneURLThatGetsAnEventTwice() {
    let twice = app(
      1, hook("a", "https://a.example.com/x", [Event.build, Event.crash]),
      hook("b", "https://A.example.com:443/x", [Event.build, Event.state]),
      hook("c", "https://a.example.com/x", [Event.beta]),
      hook("d", "https://a.example.com/x", [Event.build], enabled: false))
    let report = FleetReport(reading([twice]))
    #expect(
      findings(report, .double) == [
        .double(
          webhooks: ["a", "b"], host: "a.example.com", url: "https://A.example.com:443/x",
          events: [Event.build])
      ])
    #expect(report.attention.first { $0.kind == .double }?.webhook == "b")
    #expect(report.receivers.map(\.host) == ["a.example.com"])
    let other = app(1, hook("a", "https://a.example.com/x"), hook("b", "https://a.example.com/y"))
    #expect(findings(FleetReport(reading([other])), .double).isEmpty)
  }

  @Test func receiversThatFailOrHearNothing() {
    let apps = [
      app(1, hook("good", "https://good.example.com/1"), hook("bad", "https://bad.example.com/1")),
      app(2, hook("late", "https://late.example.com/"), hook("quiet", "https://quiet.example.com/2")),
      app(3, hook("off", "https://off.example.com/", enabled: false)),
    ]
    let report = FleetReport(
      reading(
        apps,
        [
          "good": [record("1", at: -10)],
          "bad": [record("2", at: -20), record("3", "FAILED", at: -10), record("4", "PENDING", at: -5)],
          "late": [record("5", "FAILED", at: -20, event: "e"), record("6", at: -10, event: "e")],
        ]))
    #expect(
      findings(report, .failing) == [
        .failing(
          host: "bad.example.com", apps: ["com.example.app1"], webhooks: 1,
          .init(ended: 2, missed: 1, fault: nil, httpStatus: nil))
      ], "what arrived later isn't missed")
    let failing = report.attention.first { $0.kind == .failing }
    #expect(failing?.app?.id == "1" && failing?.webhook == "bad")
    #expect(
      findings(report, .silent) == [
        .silent(host: "quiet.example.com", apps: ["com.example.app2"], webhooks: 1)
      ])
    let late = report.receivers.first { $0.host == "late.example.com" }
    #expect(late?.succeeded == 1 && late?.failed == 1 && late?.successRate == 0.5)
    #expect(report.receivers.first { $0.host == "off.example.com" }?.enabled == 0)
  }

  @Test func oneFailureAmongManyIsNone() {
    let many = (1...40).map { record("s\($0)", at: -Double($0)) } + [record("f", "FAILED", at: -100)]
    let one = app(1, hook("a"))
    #expect(findings(FleetReport(reading([one], ["a": many])), .failing).isEmpty)
    let latest = many.dropLast() + [record("f", "FAILED", at: 0)]
    #expect(findings(FleetReport(reading([one], ["a": Array(latest)])), .failing).count == 1)
  }

  @Test func daysAreThoseOfUTCAndAddUp() {
    let report = FleetReport(
      reading(
        [app(1, hook("a"))],
        [
          "a": [
            record("1", at: 0), record("2", "FAILED", at: -86_400), record("3", at: -9 * 86_400 - 28_000),
            record("4", at: nil),
          ]
        ]))
    let receiver = report.receivers[0]
    // 2027-01-15T08:00:00Z.
    #expect(receiver.days.count == 10 && receiver.days[0].start == moment(-9 * 86_400 - 28_800))
    #expect(
      receiver.days[9].succeeded == 1 && receiver.days[8].failed == 1 && receiver.days[0].succeeded == 1)
    #expect(receiver.succeeded == 3 && receiver.failed == 1)
    #expect(report.since == receiver.days[0].start)
  }

  @Test func whatWasNotReadIsNeitherSilentNorFine() {
    var reading = reading([app(1, hook("a"), hook("b", "https://b.example.com/"))])
    reading.unread = [reading.webhooks[0]]
    reading.deliveries.removeFirst()
    let report = FleetReport(reading)
    #expect(report.unread.map(\.name) == ["a"])
    #expect(
      findings(report, .silent) == [.silent(host: "b.example.com", apps: ["com.example.app1"], webhooks: 1)])
    #expect(report.receivers.first { $0.host == "a.example.com" }?.unread == 1)
    reading.deliveries.append(
      WebhookDeliveries(webhook: reading.unread[0], deliveries: .failure(.paging(.loop, path: "/"))))
    reading.unread = []
    #expect(FleetReport(reading).unread.map(\.name) == ["a"], "a list that failed isn't read either")
  }

  @Test func aURLThatAppsShare() {
    let apps = [
      app(1, hook("a", "https://a.example.com/hook")), app(2, hook("a", "https://a.example.com/hook")),
      app(3, hook("c", "https://a.example.com/hook", enabled: false)),
      app(4, hook("d", "https://a.example.com/4")),
    ]
    let report = FleetReport(reading(apps))
    #expect(
      findings(report, .sharedURL) == [
        .sharedURL(
          host: "a.example.com", url: "https://a.example.com/hook",
          apps: ["com.example.app1", "com.example.app2"])
      ])
    let shared = report.attention.first { $0.kind == .sharedURL }
    #expect(shared?.app == nil && shared?.webhook == "a")
  }

  @Test func whatTheFilesSay() throws {
    let apps = [
      app(
        1, hook("Bot"), hook("Mine", "https://b.example.com/", [Event.crash]),
        hook("Bitrise 1", "https://c.example.com/")),
      app(2, hook("Other", "https://d.example.com/")), app(3),
    ]
    let yaml = """
      version: 1
      apps:
        com.example.app1:
          webhooks:
            Bot: { url: https://a.example.com/hook, events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
          prune: false
          ignore: [{ name: "Bitrise*" }]
      """
    let none = FleetReport(reading(apps, files: try files(yaml, apps)))
    #expect(findings(none, .uncovered) == [.uncovered(webhooks: 1), .uncovered(webhooks: 0)])
    #expect(findings(none, .unheard).isEmpty, "that no file lists an app says as much")
    #expect(findings(none, .secretUnknown) == [.noRecord])
    #expect(
      none.attention.filter { $0.kind == .unmanaged }.compactMap(\.webhook).sorted() == ["Bitrise 1", "Mine"])
    var record = RecordedState(api: "simulator", issuer: nil, parameters: .new())
    let without = FleetReport(reading(apps, files: try files(yaml, apps, record: record)))
    #expect(findings(without, .secretUnknown) == [.secretUnknown])
    record.record(
      .init(
        appId: "1", webhookId: "id-Bot", name: "Bot",
        fingerprint: Fingerprint(bytes: Array(repeating: 7, count: 32))))
    let with = FleetReport(reading(apps, files: try files(yaml, apps, record: record)))
    #expect(findings(with, .secretUnknown).isEmpty)
    var elsewhere = try files(yaml, apps, record: record)
    elsewhere.elsewhere = ["2", "3"]
    #expect(findings(FleetReport(reading(apps, files: elsewhere)), .uncovered).isEmpty)
  }

  @Test func findingsStandInOrder() throws {
    let kinds = FleetReport(
      reading(
        [
          app(1, hook("a"), hook("b")), app(2, hook("c", "https://a.example.com/hook", [Event.crash])),
          app(9),
        ],
        files: try files(
          "version: 1\napps: { com.example.app1: {}, com.example.app2: {} }",
          [app(1, hook("a"), hook("b")), app(2)]))
    ).attention.map(\.kind)
    let places = kinds.compactMap { Attention.Kind.allCases.firstIndex(of: $0) }
    #expect(places == places.sorted())
    #expect(Set(kinds).isSuperset(of: [.unheard, .double, .silent, .uncovered, .sharedURL, .unmanaged]))
  }

  @Test(arguments: [
    ("https://hooks.example.com/a?b=c", "hooks.example.com"),
    ("https://user:pass@Hooks.example.com:8443/x", "hooks.example.com:8443"),
    ("https://user:p@ss@h.example.com", "h.example.com"),
    ("https://user:pa/ss@h.example.com/x", "h.example.com"),
    ("https://user:pa#?ss@h.example.com:8443/x", "h.example.com:8443"), ("not a URL", "(no host)"),
    ("https:///x", "(no host)"),
    ("https://h.example.com?token=x@y", "h.example.com"),
    ("https://h.example.com\\@evil.example/x", "h.example.com"),
  ]) func hostsAreNothingButHosts(_ url: String, _ host: String) {
    #expect(hook("a", url).host.lowercased() == host)
  }
}
