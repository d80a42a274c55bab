import AppStoreConnect
import Cryptography

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

package struct DeliveryRecord: Sendable, Hashable {
  package var id: String
  /// `nil` if the answer leaves it out. Apple may add states.
  package var state: DeliveryState?
  package var createdDate: Date?
  package var sentDate: Date?
  /// `nil` if the receiver gave no answer, or none yet.
  package var httpStatus: Int?
  /// The beginning of the receiver's answer, which can hold anything.
  package var responseBody: String?
  /// Apple's reason why it failed.
  package var errorMessage: String?
  package var isRedelivery: Bool
  package var eventId: String?
  /// `nil` for a test event; may be a type that this version doesn't know.
  package var eventType: EventType?
  package var isPing: Bool
  package var payload: String?

  /// Whether the receiver's answer or Apple's message was left out because it held a secret.
  package var isWithheld = false

  package init(_ delivery: WebhookDelivery, event: WebhookEvent?) {
    let attributes = delivery.attributes
    id = delivery.id
    state = attributes?.deliveryState
    createdDate = attributes?.createdDate?.date
    sentDate = attributes?.sentDate?.date
    httpStatus = attributes?.response?.httpStatusCode
    responseBody = attributes?.response?.body
    errorMessage = attributes?.errorMessage
    isRedelivery = attributes?.redelivery ?? false
    eventId = event?.id ?? delivery.relationships?.event?.data?.id
    eventType = event?.attributes?.eventType
    isPing = event?.attributes?.ping ?? false
    payload = event?.attributes?.payload
  }

  package var hasSucceeded: Bool { state == .succeeded }

  /// Whether nothing more will come of it. An unknown state is taken to be final: only PENDING is waited for.
  package var isSettled: Bool { state != nil && state != .pending }

  /// From its creation until it was sent, the only times that Apple tells. `nil` if one is missing, or they contradict
  /// each other.
  package var duration: Duration? {
    guard let createdDate, let sentDate, sentDate >= createdDate else { return nil }
    return .milliseconds(Int64((sentDate.timeIntervalSince(createdDate) * 1_000).rounded()))
  }

  /// Without its texts if they hold a secret: a broken receiver may show its own configuration.
  package func withholding(_ secrets: [Secret]) -> DeliveryRecord {
    let texts = [responseBody, errorMessage].compactMap { $0 }
    let isTold = secrets.compactMap(\.exposedText).contains { secret in
      !secret.isEmpty && texts.contains { $0.contains(secret) }
    }
    guard isTold else { return self }
    var shown = self
    shown.responseBody = nil
    shown.errorMessage = nil
    shown.isWithheld = true
    return shown
  }
}
