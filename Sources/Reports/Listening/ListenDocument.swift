import AppStoreConnect
import Platform
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `listen --format json` prints: one object a line, told apart by `kind`.
package enum ListenDocument: Encodable {
  case listening(Listening)
  case event(Event)
  case command(Command)
  case summary(Summary)

  package struct Listening: Encodable {
    var kind = "listening"
    var url: String
  }

  package struct Event: Encodable {
    struct Instance: Encodable {
      var type: String
      var id: String
      @Nullable var link: String?
    }

    var kind = "event"
    var receivedAt: Timestamp
    @Nullable var type: String?
    @Nullable var eventType: String?
    @Nullable var id: String?
    @Nullable var timestamp: String?
    @Nullable var oldValue: String?
    @Nullable var newValue: String?
    @Nullable var instance: Instance?
    @Nullable var appId: String?
    @Nullable var available: Bool?
    @Nullable var territories: [String]?
    @Nullable var marketplaceAppId: String?
    @Nullable var isTest: Bool?
    /// As they came; like `payload`, `null` for an event with a wrong signature.
    @Nullable var attributes: [String: JSONValue]?
    @Nullable var relationships: [String: JSONValue]?
    var signature: String
    @Nullable var secret: String?
    @Nullable var reason: String?
    var status: Int
    var bytes: Int
    @Nullable var file: String?
    /// The whole body; `null` for one that isn't a notification or has a wrong signature.
    @Nullable var payload: JSONValue?
  }

  package struct Command: Encodable {
    var kind = "command"
    var endedAt: Timestamp
    var eventId: String
    var result: String
    @Nullable var exitStatus: Int32?
    @Nullable var signal: Int32?
    @Nullable var error: String?
    var milliseconds: Int64
  }

  package struct Summary: Encodable {
    struct Commands: Encodable { var run, failed: Int }

    var kind = "summary"
    var accepted, refused, malformed, overflowed, failed: Int
    var commands: Commands
  }

  package init(_ report: ListenReport) {
    switch report {
    case .listening(let url): self = .listening(Listening(url: url))
    case .event(let event): self = .event(Event(event))
    case .command(let run): self = .command(Command(run))
    case .summary(let tally):
      self = .summary(
        Summary(
          accepted: tally.accepted, refused: tally.refused, malformed: tally.malformed,
          overflowed: tally.overflowed, failed: tally.failed,
          commands: .init(run: tally.commands, failed: tally.failedCommands)))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .listening(let value): try value.encode(to: encoder)
    case .event(let value): try value.encode(to: encoder)
    case .command(let value): try value.encode(to: encoder)
    case .summary(let value): try value.encode(to: encoder)
    }
  }

  /// The object with its line feed. Nothing in it can do anything to a terminal: JSON escapes ASCII control
  /// characters by itself, and the others are escaped here.
  package var line: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding can't fail: the numbers of a payload were read from JSON and are finite.
    guard let data = try? encoder.encode(self) else { return "null\n" }
    return JSONText.printable(String(decoding: data, as: UTF8.self)) + "\n"
  }
}

extension ListenDocument.Event {
  fileprivate init(_ event: ReceivedEvent) {
    let notification = event.notification
    receivedAt = Timestamp(event.receivedAt)
    _type = Nullable(wrappedValue: notification?.type.rawValue)
    _eventType = Nullable(wrappedValue: notification?.type.apiName)
    _id = Nullable(wrappedValue: notification?.id)
    _timestamp = Nullable(wrappedValue: notification?.timestamp)
    _oldValue = Nullable(wrappedValue: notification?.oldValue)
    _newValue = Nullable(wrappedValue: notification?.newValue)
    let instance = notification?.instance.map {
      Instance(type: $0.type, id: $0.id, link: $0.link)
    }
    _instance = Nullable(wrappedValue: instance)
    _appId = Nullable(wrappedValue: notification?.appId)
    _available = Nullable(wrappedValue: notification?.available)
    _territories = Nullable(wrappedValue: notification?.territories)
    _marketplaceAppId = Nullable(wrappedValue: notification?.marketplaceApp?.id)
    _isTest = Nullable(wrappedValue: notification?.isTest)
    var (name, reason): (String?, SignatureVerdict.Reason?)
    switch event.signature {
    case .verified(let secret): (signature, name) = ("verified", secret)
    case .unverified: signature = "unverified"
    case .refused(let why): (signature, reason) = ("refused", why)
    }
    _secret = Nullable(wrappedValue: name)
    _reason = Nullable(wrappedValue: reason?.code)
    status = event.status
    bytes = event.body.count
    _file = Nullable(wrappedValue: event.file)
    var payload: JSONValue?
    if reason == nil, let notification {
      _attributes = Nullable(wrappedValue: notification.attributes)
      _relationships = Nullable(wrappedValue: notification.relationships)
      payload = try? JSONDecoder().decode(JSONValue.self, fromBytes: event.body)
    }
    _payload = Nullable(wrappedValue: payload)
  }
}

extension ListenDocument.Command {
  fileprivate init(_ run: CommandRun) {
    endedAt = Timestamp(run.endedAt)
    eventId = run.eventId
    milliseconds = run.duration.milliseconds
    var (status, number, message): (Int32?, Int32?, String?)
    switch run.ending {
    case .exited(let code): (result, status) = ("exited", code)
    case .killed(let signal): (result, number) = ("killed", signal)
    case .timedOut: result = "timedOut"
    case .notStarted(let reason): (result, message) = ("notStarted", reason)
    }
    _exitStatus = Nullable(wrappedValue: status)
    _signal = Nullable(wrappedValue: number)
    _error = Nullable(wrappedValue: message)
  }
}
