import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A delivery that was received, and what became of it.
package struct ReceivedEvent: Sendable {
  /// What is known of the signature.
  package enum Signature: Sendable, Equatable {
    /// It was made with the secret in this environment variable.
    case verified(secret: String)
    /// No secret is there to check it with.
    case unverified
    /// It is wrong.
    case refused(SignatureVerdict.Reason)
  }

  /// When the request had arrived.
  package var receivedAt: Date
  /// The body as it came.
  package var body: [UInt8]
  /// What the body says; `nil` where it isn't a notification.
  package var notification: WebhookNotification?
  /// What is known of the signature.
  package var signature: Signature
  /// What was answered.
  package var status = 200
  /// The file that the body was saved to.
  package var file: String?

  package init(
    receivedAt: Date, body: [UInt8], notification: WebhookNotification? = nil, signature: Signature,
    status: Int = 200, file: String? = nil
  ) {
    self.receivedAt = receivedAt
    self.body = body
    self.notification = notification
    self.signature = signature
    self.status = status
    self.file = file
  }
}

/// How a command that was run for an event ended.
package struct CommandRun: Sendable {
  /// How it ended.
  package enum Ending: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
    case timedOut(Duration)
    case notStarted(String)
  }

  /// When it ended.
  package var endedAt: Date
  /// The event's ID.
  package var eventId: String
  package var ending: Ending
  package var duration: Duration

  package init(endedAt: Date, eventId: String, ending: Ending, duration: Duration) {
    self.endedAt = endedAt
    self.eventId = eventId
    self.ending = ending
    self.duration = duration
  }

  package var succeeded: Bool { ending == .exited(0) }
}

/// What `listen` has done so far.
package struct ListenTally: Sendable, Equatable {
  /// Events that were printed and saved.
  package var accepted = 0
  /// Requests with a wrong signature.
  package var refused = 0
  /// Requests whose body is no notification.
  package var malformed = 0
  /// Events that were turned away because too many were under way.
  package var overflowed = 0
  /// Events that could not be saved or printed.
  package var failed = 0
  /// Commands that have ended.
  package var commands = 0
  /// Commands that ended other than with status 0.
  package var failedCommands = 0

  package init(
    accepted: Int = 0, refused: Int = 0, malformed: Int = 0, overflowed: Int = 0, failed: Int = 0,
    commands: Int = 0, failedCommands: Int = 0
  ) {
    self.accepted = accepted
    self.refused = refused
    self.malformed = malformed
    self.overflowed = overflowed
    self.failed = failed
    self.commands = commands
    self.failedCommands = failedCommands
  }
}

/// One thing that `listen` tells.
package enum ListenReport: Report {
  case listening(url: String)
  case event(ReceivedEvent)
  case command(CommandRun)
  case summary(ListenTally)

  package func text(for reader: Reader) -> String? { ListenText(style: reader.style).line(of: self) }
  package var json: String? { ListenDocument(self).line }
}
