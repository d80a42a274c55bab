import AppStoreConnect
import Cryptography

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What to deliver to a webhook's URL.
package struct DeliveryAttempt: Sendable {
  package var deliveryId: String
  package var webhookId: String
  package var url: String
  /// The body: the event's payload, unchanged.
  package var payload: String
  /// The key of the signature; `nil` if the fleet knows none.
  package var secret: Secret?
}

/// How an attempt to deliver ended.
package enum DeliveryOutcome: Sendable, Hashable {
  /// The receiver answered; 2xx counts as delivered.
  case answered(status: Int, body: String)
  /// There was no answer; the text says why.
  case failed(String)
}

/// Delivers events. It is called outside of the simulator's lock, on the thread of the request that caused the
/// delivery, and reports the outcome whenever it has one; until then the delivery is PENDING.
package typealias DeliverySender =
  @Sendable (_ attempt: DeliveryAttempt, _ complete: @escaping @Sendable (DeliveryOutcome) -> Void) -> Void

extension DeliveryKind.Attributes {
  mutating func settle(_ outcome: DeliveryOutcome, at now: Date) {
    sentDate = Timestamp(now)
    switch outcome {
    case .answered(let status, let body):
      response = Response(httpStatusCode: status, body: body)
      let succeeded = (200...299).contains(status)
      deliveryState = succeeded ? .succeeded : .failed
      errorMessage = succeeded ? nil : "The receiver answered with status \(status)"
    case .failed(let message):
      deliveryState = .failed
      errorMessage = message
    }
  }
}
