import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A delivery that was received, and what became of it.
struct ReceivedEvent: Sendable {
  /// What is known of the signature.
  enum Signature: Sendable, Equatable {
    /// It was made with the secret in this environment variable.
    case verified(secret: String)
    /// No secret is there to check it with.
    case unverified
    /// It is wrong.
    case refused(SignatureVerdict.Reason)
  }

  /// When the request had arrived.
  var receivedAt: Date
  /// The body as it came.
  var body: [UInt8]
  /// What the body says; `nil` where it isn't a notification.
  var notification: WebhookNotification?
  /// What is known of the signature.
  var signature: Signature
  /// What was answered.
  var status = 200
  /// The file that the body was saved to.
  var file: String?
}

/// How a command that was run for an event ended.
struct CommandRun: Sendable {
  /// How it ended.
  enum Ending: Sendable, Equatable {
    case exited(Int32)
    case killed(signal: Int32)
    case timedOut(Duration)
    case notStarted(String)
  }

  /// When it ended.
  var endedAt: Date
  /// The event's ID.
  var eventId: String
  var ending: Ending
  var duration: Duration

  var succeeded: Bool { ending == .exited(0) }
}

/// What `listen` has done so far.
struct ListenTally: Sendable, Equatable {
  /// Events that were printed and saved.
  var accepted = 0
  /// Requests with a wrong signature.
  var refused = 0
  /// Requests whose body is no notification.
  var malformed = 0
  /// Events that were turned away because too many were under way.
  var overflowed = 0
  /// Events that could not be saved or printed.
  var failed = 0
  /// Commands that have ended.
  var commands = 0
  /// Commands that ended other than with status 0.
  var failedCommands = 0
}

/// One thing that `listen` tells.
enum ListenReport: Sendable {
  case listening(url: String)
  case event(ReceivedEvent)
  case command(CommandRun)
  case summary(ListenTally)
}
