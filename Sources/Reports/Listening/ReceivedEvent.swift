import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A delivery that was received, and what became of it.
package struct ReceivedEvent: Sendable {
  package enum Signature: Sendable, Equatable {
    /// It was signed with the secret in this environment variable.
    case verified(secret: String)
    /// There is no secret to check it with.
    case unverified
    case refused(SignatureVerdict.Reason)
  }

  package var receivedAt: Date
  package var body: [UInt8]
  /// What the body says; `nil` if it isn't a notification.
  package var notification: WebhookNotification?
  package var signature: Signature
  package var status = 200
  package var file: String?

  package init(
    receivedAt: Date, body: [UInt8], notification: WebhookNotification? = nil, signature: Signature,
    status: Int = 200, file: String? = nil
  ) {
    (self.receivedAt, self.body, self.notification) = (receivedAt, body, notification)
    (self.signature, self.status, self.file) = (signature, status, file)
  }
}

package struct CommandRun: Sendable {
  package enum Ending: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
    case timedOut(Duration)
    case notStarted(String)
  }

  package var endedAt: Date
  package var eventId: String
  package var ending: Ending
  package var duration: Duration

  package init(endedAt: Date, eventId: String, ending: Ending, duration: Duration) {
    (self.endedAt, self.eventId, self.ending, self.duration) = (endedAt, eventId, ending, duration)
  }

  package var succeeded: Bool { ending == .exited(0) }
}

package struct ListenTally: Sendable, Equatable {
  /// Events that were printed and saved.
  package var accepted = 0
  /// Requests with a wrong signature.
  package var refused = 0
  /// Requests whose body isn't a notification.
  package var malformed = 0
  /// Events turned away because too many were under way.
  package var overflowed = 0
  /// Events that could not be saved or printed.
  package var failed = 0
  package var commands = 0
  package var failedCommands = 0

  package static let none = Self()
}

package enum ListenReport: Report {
  case listening(url: String)
  case event(ReceivedEvent)
  case command(CommandRun)
  case summary(ListenTally)

  package func text(for reader: Reader) -> String? { ListenText(style: reader.style).line(of: self) }
}
