import AppStoreConnect
import DesiredState
import Diagnostics
import TestSupport

@testable import Planning
@testable import Reconciler
@testable import Reports

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Fleets for reports in tests.
enum FleetSamples {
  /// 2027-01-15T08:00:00Z.
  static let now = Date(timeIntervalSince1970: 1_800_000_000)

  static let types = EventType.known

  static func webhook(
    _ app: Int, _ name: String, _ url: String, _ events: [EventType], enabled: Bool = true
  ) -> LiveWebhook {
    LiveWebhook(id: "w\(app)-\(name)", name: name, url: url, events: events, enabled: enabled)
  }

  static func delivery(_ id: String, _ state: String, daysAgo: Double, status: Int? = nil) -> DeliveryRecord {
    DeliveryRecord(
      WebhookDelivery(
        id: id,
        attributes: .init(
          createdDate: Timestamp(now.addingTimeInterval(-daysAgo * 86_400)),
          deliveryState: .init(rawValue: state),
          errorMessage: "https://hooks.example.com/asc/path-of-a-message",
          response: status.map { .init(httpStatusCode: $0, body: "body-of-an-answer") })),
      event: nil)
  }

  /// A fleet with something of everything.
  static func fleet(named: (String) -> String = { $0 }) -> FleetReport {
    let (build, crash, state) = (types[types.count - 1], types[7], types[3])
    func app(_ number: Int, _ name: String, _ webhooks: [LiveWebhook]) -> LiveApp {
      LiveApp(
        facts: AppFacts(
          id: "100000000\(number)", bundleId: named("com.example.\(name)"), name: named("Example \(name)")),
        webhooks: .success(webhooks))
    }
    let chat = "https://chat.example.com/services/" + named("PATH-OF-A-URL") + "?token=QUERY-OF-A-URL"
    var apps = [
      app(
        1, "notes",
        [
          webhook(1, named("Release bot"), "https://hooks.example.com/asc/notes", [build, state]),
          webhook(1, named("Chat"), chat, [crash]), webhook(1, named("Chat again"), chat, [crash]),
        ]),
      app(
        2, "tasks",
        [
          webhook(2, named("Release bot"), "https://hooks.example.com/asc/tasks", [build]),
          webhook(
            2, named("Triage"), "https://user:PASSWORD@triage.example.com:8443/", [state], enabled: false),
        ]),
      app(
        3, "weather",
        [webhook(3, named("Chat"), chat, [crash, EventType(rawValue: named("SOMETHING_NEW_CREATED"))])]),
      app(4, "empty", []),
    ]
    apps.append(
      LiveApp(
        facts: AppFacts(id: "1000000005", bundleId: named("com.example.gone")),
        webhooks: .failure(.notFound()))
    )
    let listed = apps.prefix(2).map { app in
      AppPlan(
        key: .bundleId(app.title), facts: app.facts,
        webhooks: ((try? app.webhooks.get()) ?? []).map { live in
          var plan = WebhookPlan(
            action: live.name == named("Chat") ? .unmanaged : .unchanged, name: live.name)
          plan.webhookId = live.id
          plan.secret = plan.action == .unchanged ? .unknown : nil
          plan.reason =
            plan.action == .unmanaged ? "ignored (url: https://chat.example.com/PATH-OF-A-RULE)" : nil
          return plan
        })
    }
    var reading = FleetReading(
      apps: apps,
      files: .init(
        plan: Plan(apps: listed), record: RecordedState(api: "simulator", issuer: nil, parameters: .new())),
      now: now)
    for webhook in reading.webhooks {
      switch webhook.id {
      case "w2-\(named("Triage"))": reading.unread.append(webhook)
      case "w1-\(named("Release bot"))":
        let records = (0..<10).flatMap { day in
          (0...day).map {
            delivery(
              "r\(day)-\($0)", day == 3 && $0 > 1 ? "FAILED" : "SUCCEEDED", daysAgo: Double(day), status: 500)
          }
        }
        reading.deliveries.append(.init(webhook: webhook, deliveries: .success(records)))
      case "w2-\(named("Release bot"))":
        reading.deliveries.append(
          .init(webhook: webhook, deliveries: .success([delivery("x", "FAILED", daysAgo: 0.1, status: 401)])))
      default: reading.deliveries.append(.init(webhook: webhook, deliveries: .success([])))
      }
    }
    return FleetReport(reading)
  }

  /// Many apps with five webhooks each.
  ///
  /// - Parameter distinctHosts: whether each webhook has its own host, which makes the page longest.
  static func large(apps count: Int, distinctHosts: Bool = false) -> FleetReport {
    var generator = SeededGenerator(seed: 400)
    let apps = (0..<count).map { number in
      let webhooks = (0..<5).map { index in
        let host = distinctHosts ? "receiver-\(number)-\(index).example.com" : "receiver-\(index).example.com"
        let events = types.filter { _ in Int.random(in: 0..<3, using: &generator) > 0 }
        return LiveWebhook(
          id: "w\(number)-\(index)", name: "Receiver of events number \(index)",
          url: "https://\(host)/asc/com.example.application-\(number)", events: events, enabled: index != 4)
      }
      return LiveApp(
        facts: AppFacts(
          id: "\(1_000_000_000 + number)", bundleId: "com.example.application-\(number)",
          name: "Application \(number)"),
        webhooks: .success(webhooks))
    }
    var reading = FleetReading(apps: apps, now: now)
    reading.deliveries = reading.webhooks.map { webhook in
      let records = (0..<20).map { index in
        delivery(
          "\(webhook.id)-\(index)", Int.random(in: 0..<20, using: &generator) == 0 ? "FAILED" : "SUCCEEDED",
          daysAgo: Double(index) / 2.2)
      }
      return WebhookDeliveries(webhook: webhook, deliveries: .success(records))
    }
    return FleetReport(reading)
  }
}
