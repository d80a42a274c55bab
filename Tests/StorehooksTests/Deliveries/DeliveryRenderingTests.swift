@testable import Reports
@testable import AppStoreConnect
import DesiredState
import Diagnostics
import Platform

@testable import Reconciler
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct DeliveryRenderingTests {
  private static let statistics = RequestStatistics()
  private static let zone = LocalTime.Zone.fixed(seconds: 3600, name: "CET")

  private static func date(_ seconds: Double) -> Date { Date(timeIntervalSince1970: 1_800_000_000 + seconds) }

  private static func webhook(_ name: String, enabled: Bool = true) -> WebhookReference {
    WebhookReference(
      app: AppFacts(id: "1000000001", bundleId: "com.example.notes", name: "Notes"), id: "id-\(name)",
      name: name, url: "https://hooks.example.com/\(name)", isEnabled: enabled)
  }

  private static func delivery(
    _ id: String, _ state: String, at seconds: Double = 0, took: Double = 0.12, event: String? = nil,
    type: String? = "BUILD_UPLOAD_STATE_UPDATED", ping: Bool = false, again: Bool = false, status: Int? = nil,
    body: String? = nil, message: String? = nil
  ) -> DeliveryRecord {
    DeliveryRecord(
      WebhookDelivery(
        id: id,
        attributes: .init(
          createdDate: Timestamp(date(seconds)), deliveryState: .init(rawValue: state), errorMessage: message,
          redelivery: again, sentDate: Timestamp(date(seconds + took)),
          response: status.map { .init(httpStatusCode: $0, body: body) })),
      event: WebhookEvent(
        id: event ?? "event-\(id)",
        attributes: .init(
          eventType: type.map(EventType.init(rawValue:)), payload: #"{"data":{"type":"x\#u{1B}[31m"}}"#,
          ping: ping)))
  }

  /// Every outcome that a test event can have.
  private static let pings: [PingResult] = {
    func ping(_ id: String, _ state: String, status: Int? = nil, body: String? = nil, message: String? = nil)
      -> DeliveryRecord
    {
      delivery(id, state, type: nil, ping: true, status: status, body: body, message: message)
    }
    let long = String(repeating: "all of the answer | ", count: 30) + "\u{1B}]0;title\u{7}"
    var withheld = ping("w", "FAILED", status: 500)
    withheld.isWithheld = true
    let error = ClientError.api(APIError(status: 403, method: .post, path: "/v1/webhookPings"))
    return [
      PingResult(
        webhook: webhook("Good"), outcome: .settled(ping("1", "SUCCEEDED", status: 204, body: "")), times: 1),
      PingResult(
        webhook: webhook("Twice"), outcome: .settled(ping("2", "SUCCEEDED", status: 200, body: "ok\n")),
        times: 2),
      PingResult(
        webhook: webhook("Refuses"),
        outcome: .settled(
          ping("3", "FAILED", status: 401, body: "no <b>`entry`</b>", message: "Client error")), times: 1),
      PingResult(
        webhook: webhook("Long"),
        outcome: .settled(ping("4", "FAILED", status: 418, body: long, message: "I'm a teapot")), times: 1),
      PingResult(
        webhook: webhook("Silent"), outcome: .settled(ping("5", "FAILED", message: "Read timed out")),
        times: 1),
      PingResult(webhook: webhook("Mute"), outcome: .settled(ping("6", "FAILED")), times: 1),
      PingResult(webhook: webhook("Leaky"), outcome: .settled(withheld), times: 1),
      PingResult(webhook: webhook("Future"), outcome: .settled(ping("7", "EXPIRED")), times: 1),
      PingResult(webhook: webhook("Slow"), outcome: .pending(ping("8", "PENDING")), times: 1),
      PingResult(webhook: webhook("Lost"), outcome: .missing, times: 1),
      PingResult(webhook: webhook("Unread"), outcome: .failed(error, .preparing)),
      PingResult(webhook: webhook("Forbidden"), outcome: .failed(error, .sending)),
      PingResult(webhook: webhook("Unseen"), outcome: .failed(error, .following), times: 1),
      PingResult(webhook: webhook("Off", enabled: false), outcome: .disabled),
      PingResult(webhook: webhook("Stopped"), outcome: .interrupted(wasSent: true), times: 1),
      PingResult(webhook: webhook("Not begun"), outcome: .interrupted(wasSent: false)),
    ]
  }()

  private static let oneUnread = UnreadApps([.notFound(), nil])

  @Test func pings() throws {
    let errors = [Diagnostic.error("app 'com.example.tasks' could not be read: <gone>", at: nil)]
    let text = PingText(style: .plain).render(
      Self.pings, Findings(statistics: Self.statistics, unread: Self.oneUnread))
    try Golden.check(text, named: "deliveries/ping.txt")
    try Golden.check(
      PingText(style: Style(isOn: true), width: 80).render(
        Self.pings, Findings(statistics: Self.statistics)),
      named: "deliveries/ping-color-80.txt")
    try Golden.check(
      PingMarkdown.report(Self.pings, Findings(errors: errors, unread: Self.oneUnread)).render(),
      named: "deliveries/ping-markdown.txt")
    try Golden.check(
      try #require(PingReport(Self.pings, Findings(errors: errors)).json),
      named: "deliveries/ping-json.txt")
    #expect(!text.contains("\u{1B}"))
    #expect(PingText(style: .plain).render([], Findings()).hasPrefix("There are no webhooks"))
    #expect(
      PingText(style: .plain).render([], Findings(unread: Self.oneUnread))
        .hasPrefix("Test failed: 1 of 2 apps unread. There are no webhooks"))
  }

  @Test func markdownIsNeverTooLong() {
    let body = String(repeating: "|`<", count: 2_000)
    let result = PingResult(
      webhook: Self.webhook(String(repeating: "|", count: 300)),
      outcome: .settled(Self.delivery("1", "FAILED", status: 400, body: body, message: body)), times: 1)
    let error = Diagnostic.error(body, at: nil)
    let text = PingMarkdown.report(
      Array(repeating: result, count: 500), Findings(errors: [error])
    ).render()
    #expect(text.utf8.count <= 60_000)
    #expect(text.contains("\n_Left out, because the comment would be too long: "))
  }

  private static let listing: DeliveryListing = {
    let deliveries = [
      delivery("a", "FAILED", at: 0, message: "Read timed out"),
      delivery(
        "b", "FAILED", at: 3_600, event: "event-a", again: true, status: 503, body: "down", message: "503"),
      delivery("c", "SUCCEEDED", at: 7_200, event: "event-a", again: true, status: 200, body: "ok"),
      delivery("d", "PENDING", at: 7_300, type: "SOMETHING_NEW_CREATED"),
      delivery("e", "EXPIRED", at: 7_301, type: nil),
      delivery("f", "SUCCEEDED", at: 7_302, type: nil, ping: true),
    ]
    let window = DeliveryWindow(since: date(-3_600), now: date(10_000))
    return DeliveryListing(
      [
        WebhookDeliveries(webhook: webhook("Release bot"), deliveries: .success(deliveries)),
        WebhookDeliveries(
          webhook: webhook("Down"),
          deliveries: .success([delivery("g", "FAILED", at: 9_000, status: 500, message: "500")])),
        WebhookDeliveries(webhook: webhook("Idle"), deliveries: .success([])),
      ], window ?? .all(now: date(0)), now: date(10_000), showsPayloads: true)
  }()

  @Test func deliveries() throws {
    let text = DeliveriesText(style: .plain, zone: Self.zone).render(
      Self.listing, Findings(statistics: Self.statistics))
    try Golden.check(text, named: "deliveries/deliveries.txt")
    #expect(!text.contains("\u{1B}"))
    let terminal = DeliveriesText(style: Style(isOn: true), width: 170, hasTimeline: true, zone: Self.zone)
    try Golden.check(
      terminal.render(Self.listing, Findings(statistics: Self.statistics)),
      named: "deliveries/deliveries-terminal.txt")
    try Golden.check(
      try #require(DeliveriesReport(Self.listing, Findings()).json),
      named: "deliveries/deliveries-json.txt")
  }

  /// Forty apps on a terminal: each delivery is one row, with its event and app recognizable.
  @Test(arguments: [80, 120], [false, true]) func aFleet(width: Int, failedOnly: Bool) throws {
    let listing = Self.fleet(failedOnly: failedOnly)
    let text = DeliveriesText(style: .plain, width: width, hasTimeline: true, zone: Self.zone)
      .render(listing, Findings(statistics: Self.statistics))
    try Golden.check(text, named: "deliveries/forty-apps-\(failedOnly ? "failed-" : "")\(width).txt")
    for line in text.split(separator: "\n") {
      // The last line is one sentence.
      #expect(TerminalText.width(of: String(line)) <= width || line.hasPrefix("Deliveries:"), "\(line)")
    }
    let lines = text.split(separator: "\n").map(String.init)
    for row in listing.rows {
      #expect(lines.contains { $0.contains(row.webhook.appTitle) })
      let time = LocalTime(date: row.delivery.createdDate ?? Self.date(0), zone: Self.zone).short
      #expect(
        lines.contains { $0.contains(time) && $0.contains(row.delivery.eventTitle.prefix(20)) }, "\(time)")
    }
    #expect(lines.count <= 2 * listing.rows.count + 4 * listing.busy.count + 10)
  }

  private static func fleet(failedOnly: Bool) -> DeliveryListing {
    let lists = FortyApps.fleet.apps.enumerated().flatMap { number, app in
      app.webhooks.enumerated().map { place, webhook in
        let reference = WebhookReference(
          app: AppFacts(id: app.id, bundleId: app.bundleId, name: app.name), id: webhook.id,
          name: webhook.name, url: webhook.url, isEnabled: webhook.enabled)
        let count = (number + place) % 7 == 0 ? 6 : 0
        let deliveries = (0..<count).map { index in
          let isDown = number % 2 == 0 && (2...3).contains(index)
          return delivery(
            "\(number)\(place)\(index)f3a7c-0000-4000-8000-00000000000\(index)",
            isDown ? "FAILED" : "SUCCEEDED", at: Double(index * 12_000 + number * 60),
            type: webhook.eventTypes[index % webhook.eventTypes.count].rawValue, again: index == 4,
            status: isDown ? 503 : 200, message: isDown ? "The receiver answered with status 503" : nil)
        }
        return WebhookDeliveries(webhook: reference, deliveries: .success(deliveries))
      }
    }
    let window = DeliveryWindow(since: date(-3_600), now: date(82_800)) ?? .all(now: date(0))
    return DeliveryListing(lists, window, now: date(82_800), failedOnly: failedOnly)
  }

  @Test func followedDeliveries() {
    let item = { (delivery: DeliveryRecord) in
      DeliveryNews.Item(webhook: Self.webhook("Release \u{1B}[31mbot"), delivery: delivery)
    }
    let failed = item(Self.delivery("a", "FAILED", again: true, status: 503, message: "down\u{7}"))
    let wide = FollowText(style: .plain, zone: Self.zone).line(failed)
    #expect(
      wide == "01-15 09:00:00  FAILED 503     com.example.notes · Release \\u{1B}[31mbot  "
        + "BUILD_UPLOAD_STATE_UPDATED (again)  down\\u{7}\n")
    let narrow = FollowText(style: .plain, width: 80, zone: Self.zone).line(failed)
    #expect(
      narrow == """
        01-15 09:00:00  FAILED 503     com.example.notes · Release \\u{1B}[31mbot
                                       BUILD_UPLOAD_STATE_UPDATED (again)  down\\u{7}

        """)
    let pending = item(Self.delivery("b", "PENDING", type: nil, ping: true))
    #expect(
      FollowText(style: .plain, zone: Self.zone).line(pending, showsPayload: true)
        == "01-15 09:00:00  PENDING        com.example.notes · Release \\u{1B}[31mbot  test event\n"
        + #"  {"data":{"type":"x\u{1B}[31m"}}"# + "\n")
  }

  @Test func deliveriesAsMarkdown() throws {
    let errors = [Diagnostic.error("the deliveries of webhook '`@x`' could not be read", at: nil)]
    try Golden.check(
      DeliveriesMarkdown(zone: Self.zone).report(Self.listing, Findings(errors: errors)).render(),
      named: "deliveries/deliveries-markdown.txt")
  }

  @Test func redeliveries() throws {
    let lists = Self.listing.lists
    var plan = RedeliveryPlan.failures(in: lists, .all(now: Self.date(10_000)))
    plan.redeliveries.append(Redelivery(webhook: nil, deliveryId: "x", delivery: nil))
    plan.redeliveries.append(plan.redeliveries[0])
    plan.skipped.append(
      .init(webhook: Self.webhook("A"), delivery: Self.delivery("p", "FAILED"), reason: .ping))
    plan.skipped.append(
      .init(webhook: Self.webhook("A"), delivery: Self.delivery("q", "FAILED"), reason: .underWay(by: "r")))
    plan.skipped.append(
      .init(webhook: Self.webhook("A"), delivery: Self.delivery("s", "FAILED"), reason: .sameEvent(as: "g")))
    plan.skipped.append(
      .init(webhook: Self.webhook("A"), delivery: Self.delivery("t", "FAILED"), reason: .disabled))
    let outcomes: [Reconciler.DeliveryOutcome] = [
      .settled(
        Self.delivery("g2", "FAILED", again: true, status: 500, body: "still\ndown", message: "Error 500")),
      .notFollowed(deliveryId: "x2"),
      .settled(Self.delivery("g3", "SUCCEEDED", again: true, status: 200, body: "ok")),
    ]
    let results = zip(plan.redeliveries, outcomes).enumerated().map { index, pair in
      RedeliveryResult(redelivery: pair.0, outcome: pair.1, times: index + 1)
    }
    let text = RedeliverText(style: .plain, listsSkipped: true, zone: Self.zone)
    try Golden.check(
      text.render(plan, results: results, Findings(statistics: Self.statistics)),
      named: "deliveries/redeliver.txt")
    try Golden.check(
      text.render(plan, results: nil, Findings(statistics: Self.statistics)),
      named: "deliveries/redeliver-dry-run.txt")
    try Golden.check(
      try #require(RedeliverReport(plan, results: results, Findings()).json),
      named: "deliveries/redeliver-json.txt")
    let markdown = DeliveriesMarkdown(zone: Self.zone)
    try Golden.check(
      markdown.report(plan, results: results, Findings()).render(), named: "deliveries/redeliver-markdown.txt"
    )
    #expect(
      markdown.report(plan, results: nil, Findings()).render().hasPrefix("**Would send again:** 3 deliveries")
    )
  }

  @Test func aSparklineNeverHidesAFailure() {
    let timeline = [(0, 0), (5, 0), (0, 5), (1, 99), (99, 1), (1, 1)].map { (succeeded: $0.0, failed: $0.1) }
    #expect(Sparkline.render(timeline, style: .plain) == "·█▁▂▇▅")
    #expect(Sparkline.render(timeline, outages: [0, 1, 2], style: .plain) == "─█▁▂▇▅")
    #expect(DeliveriesText.percent(0.9999) == "99 %")
  }
}
