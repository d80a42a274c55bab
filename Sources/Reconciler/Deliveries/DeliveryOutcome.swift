import AppStoreConnect
import Cryptography

package enum DeliveryOutcome: Sendable, Hashable {
  package enum Purpose: Sendable, Hashable {
    /// To see what was delivered before; nothing has been sent.
    case preparing
    /// To have it sent; it may or may not have been.
    case sending
    /// To see what became of it; it has been sent.
    case following
  }

  /// It is no longer PENDING: it SUCCEEDED, FAILED, or has a state that this version doesn't know.
  case settled(DeliveryRecord)
  /// It was still PENDING when the time was up.
  case pending(DeliveryRecord)
  /// It was asked for, but didn't show up among the webhook's deliveries in time.
  case missing
  /// It was asked for, but nobody followed it. The ID is `nil` if an answer was lost.
  case notFollowed(deliveryId: String?)
  case failed(ClientError, Purpose)
  case disabled
  /// The run was stopped before the outcome was known. `wasSent`: whether it was asked for.
  case interrupted(wasSent: Bool)

  package var delivery: DeliveryRecord? {
    switch self {
    case .settled(let delivery), .pending(let delivery): delivery
    case .missing, .notFollowed, .failed, .disabled, .interrupted: nil
    }
  }

  package func withholding(_ secrets: [Secret]) -> DeliveryOutcome {
    switch self {
    case .settled(let delivery): .settled(delivery.withholding(secrets))
    case .pending(let delivery): .pending(delivery.withholding(secrets))
    case .missing, .notFollowed, .failed, .disabled, .interrupted: self
    }
  }

  package var hasSucceeded: Bool {
    if case .settled(let delivery) = self { delivery.hasSucceeded } else { false }
  }

  /// Whether it should have arrived but isn't known to have.
  package var isFailure: Bool {
    switch self {
    case .settled(let delivery): !delivery.hasSucceeded
    case .pending, .missing, .failed, .interrupted: true
    case .notFollowed, .disabled: false
    }
  }
}
