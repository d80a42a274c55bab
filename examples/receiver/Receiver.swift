import Foundation
import Synchronization
import WebhookReceiver

/// What to do with a delivery: verify, remember, queue, answer. The work comes later, because App Store Connect
/// waits for the answer.
final class Receiver: Sendable {
  private let verifier: SignatureVerifier
  private let queue: AsyncStream<String>.Continuation
  private let seen = Mutex(RecentIDs())

  init(secrets: [WebhookSecret], queue: AsyncStream<String>.Continuation) {
    verifier = SignatureVerifier(secrets: secrets)
    self.queue = queue
  }

  /// The HTTP status to answer with.
  ///
  /// - Parameter target: The path and query that the webhook's URL has. Few payloads name the app, so the URL should:
  ///   `https://hooks.example.com/asc?app={appName}` in the desired-state file.
  func receive(_ body: [UInt8], signature: String?, target: String) -> Int {
    // Before any decoding: the signature covers the bytes as they came.
    guard verifier.verify(body, signature: signature).isValid else { return 401 }
    // Events of types that Apple adds later decode too.
    guard let notification = try? WebhookNotification(body: body) else { return 400 }
    return seen.withLock { seen in
      // A redelivered event has the same ID.
      guard !seen.contains(notification.id) else { return 200 }
      let app = URLComponents(string: target)?.queryItems?.first { $0.name == "app" }?.value
      // If there is no room, it isn't remembered: it can be redelivered.
      guard case .enqueued = queue.yield(notification.sentence(app: app)) else { return 503 }
      seen.insert(notification.id)
      return 200
    }
  }
}

/// The IDs of the last few thousand events. Keep them in your database if they must survive a restart.
private struct RecentIDs {
  private static let limit = 10_000
  private var ids: Set<String> = []
  private var order: [String] = []

  func contains(_ id: String) -> Bool { ids.contains(id) }

  mutating func insert(_ id: String) {
    ids.insert(id)
    order.append(id)
    guard order.count > Self.limit else { return }
    ids.subtract(order.prefix(Self.limit / 2))
    order.removeFirst(Self.limit / 2)
  }
}
