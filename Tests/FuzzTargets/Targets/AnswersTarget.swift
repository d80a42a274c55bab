import AppStoreConnect
import Cryptography
import HTTPTransport
import Reconciler
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Answers of the service: what was called and the status on the first line, header fields up to an empty
/// line, then the body. The same answer comes three times, and after that an empty page.
enum AnswersTarget {
  static func run(_ input: [UInt8]) throws(Violation) {
    var reader = InputReader(input)
    let words = reader.line().split(separator: " ", maxSplits: 1)
    let status = words.last.flatMap { Int($0) } ?? 200
    var response = HTTPResponse(status: min(max(status, 100), 599))
    while case let line = reader.line(), !line.isEmpty {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      response.headers.append(name: String(parts[0]), value: String(parts.last?.drop { $0 == " " } ?? ""))
    }
    response.body = reader.remainder()
    let call = String(words.first ?? "")
    let shown = blocking { [response] in await texts(of: call, answered: response) } ?? []
    for text in shown { try Violation.unlessPrintable(text) }
  }

  /// What may be shown after a call that was answered so.
  private static func texts(of call: String, answered response: HTTPResponse) async -> [String] {
    let shown = Mutex<[String]>([])
    let client = Client(
      transport: Repetition(response: response), tokens: nil,
      retries: RetryPolicy(attempts: 3, unreadableAnswers: 2, tokenRenewals: 1), concurrency: 2,
      maxWait: .seconds(600), clock: .skipping(),
      observer: { request in shown.withLock { $0.append("\(request.method.rawValue) \(request.path)") } },
      now: { Date(timeIntervalSince1970: 1_750_000_000) })
    do {
      try await make(call, client)
    } catch {
      shown.withLock { $0.append("\(error)") }
    }
    return shown.withLock { $0 }
  }

  private static func make(_ call: String, _ client: Client) async throws(ClientError) {
    switch call {
    case "apps": _ = try await client.apps()
    case "apps-by-bundle": _ = try await client.apps(bundleIds: ["com.example.notes", "com.example.other"])
    case "app": _ = try await client.app(id: "1")
    case "webhook": _ = try await client.webhook(id: "w1", includeApp: true)
    case "webhook-ids": _ = try await client.webhookIds(appId: "1")
    case "deliveries": try await readDeliveries(client)
    case "create": _ = try await client.createWebhook(appId: "1", creation, known: [])
    case "update": _ = try await client.updateWebhook(id: "w1", .init(enabled: true, secret: Secret("s")))
    case "delete": try await client.deleteWebhook(id: "w1")
    case "ping": _ = try await client.ping(webhookId: "w1")
    case "redeliver": _ = try await client.redeliver(deliveryId: "d1")
    default: _ = try await client.webhooks(appId: "1", includeApp: true)
    }
  }

  private static func readDeliveries(_ client: Client) async throws(ClientError) {
    let since = Date(timeIntervalSince1970: 1_749_000_000)
    for (delivery, event) in try await client.deliveries(webhookId: "w1", createdSince: since) {
      _ = (delivery.attributes?.createdDate?.date, event?.attributes?.createdDate?.date)
    }
  }

  private static let creation = WebhookCreateRequest.Attributes(
    enabled: true, eventTypes: EventType.known, name: "Release bot", secret: Secret("a-secret-that-is-none"),
    url: "https://hooks.example.com/asc")
}

/// Gives the same answer three times, then a page with nothing on it: a list that never ends is no find.
private final class Repetition: Transport {
  private let response: HTTPResponse
  private let left = Mutex(3)

  init(response: HTTPResponse) { self.response = response }

  func send(_: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let isOver = left.withLock { left in
      left -= 1
      return left < 0
    }
    return isOver
      ? HTTPResponse(status: 200, body: Array(#"{"data":[],"links":{"self":""}}"#.utf8)) : response
  }
}

extension WaitClock {
  /// Time that passes only where somebody waits, and then at once.
  fileprivate static func skipping() -> WaitClock {
    let time = Elapsed()
    return WaitClock(
      now: { time.value.withLock { $0 } },
      sleep: { duration in time.value.withLock { $0 += duration } },
      random: { 0.5 })
  }
}

private final class Elapsed: Sendable {
  let value = Mutex(Duration.zero)
}
