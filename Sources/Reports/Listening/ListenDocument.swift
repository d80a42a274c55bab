import AppStoreConnect
import Platform
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ListenReport {
  /// What `listen --format json` prints: one object a line, distinguished by `kind`.
  package var document: JSONObject? {
    switch self {
    case .listening(let url): ["kind": "listening", "url": url]
    case .event(let event): event.document
    case .command(let run): run.document
    case .summary(let tally): tally.document
    }
  }

  package var json: String? { document?.line }
}

extension JSONObject {
  /// The object on one line, with its line feed.
  var line: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Encoding can't fail: a payload's numbers were read from JSON and are finite.
    guard let data = try? encoder.encode(self) else { return "null\n" }
    return JSONText.printable(String(decoding: data, as: UTF8.self)) + "\n"
  }
}

extension ReceivedEvent {
  fileprivate var document: JSONObject {
    var (name, secret, reason): (String, String?, SignatureVerdict.Reason?) = ("unverified", nil, nil)
    switch signature {
    case .verified(let variable): (name, secret) = ("verified", variable)
    case .unverified: break
    case .refused(let why): (name, reason) = ("refused", why)
    }
    let instance = notification?.instance.map { instance -> JSONObject in
      ["type": instance.type, "id": instance.id, "link": instance.link]
    }
    // A body with a wrong signature isn't passed on.
    let trusted = reason == nil ? notification : nil
    let document: JSONObject = [
      "kind": "event", "receivedAt": Timestamp(receivedAt), "type": notification?.type.rawValue,
      "eventType": notification?.type.apiName, "id": notification?.id,
      "timestamp": notification?.timestamp, "oldValue": notification?.oldValue,
      "newValue": notification?.newValue, "instance": instance, "appId": notification?.appId,
      "available": notification?.available, "territories": notification?.territories,
      "marketplaceAppId": notification?.marketplaceApp?.id, "isTest": notification?.isTest,
    ]
    return document.merging([
      "attributes": trusted?.attributes, "relationships": trusted?.relationships,
      "payload": trusted.flatMap { _ in try? JSONDecoder().decode(JSONValue.self, fromBytes: body) },
      "signature": name, "secret": secret, "reason": reason?.code, "status": status, "bytes": body.count,
      "file": file,
    ])
  }
}

extension CommandRun {
  fileprivate var document: JSONObject {
    var (result, status, number, error): (String, Int32?, Int32?, String?) = ("timedOut", nil, nil, nil)
    switch ending {
    case .exited(let code): (result, status) = ("exited", code)
    case .killed(let signal): (result, number) = ("killed", signal)
    case .timedOut: break
    case .notStarted(let reason): (result, error) = ("notStarted", reason)
    }
    return [
      "kind": "command", "endedAt": Timestamp(endedAt), "eventId": eventId, "result": result,
      "exitStatus": status, "signal": number, "error": error, "milliseconds": duration.milliseconds,
    ]
  }
}

extension ListenTally {
  fileprivate var document: JSONObject {
    let run: JSONObject = ["run": commands, "failed": failedCommands]
    return [
      "kind": "summary", "accepted": accepted, "refused": refused, "malformed": malformed,
      "overflowed": overflowed, "failed": failed, "commands": run,
    ]
  }
}
