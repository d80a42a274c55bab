import AppStoreConnect
import Cryptography
import Platform

extension BodyReader {
  /// The attributes of a new webhook, all of which are required. Reports what is wrong, and is `nil` then.
  mutating func newWebhook(known: Set<EventType>) -> WebhookCreateRequest.Attributes? {
    guard let attributes = attributes(known: Self.attributes) else { return nil }
    for name in Self.attributes where attributes[name] == nil {
      report(
        ".ATTRIBUTE.REQUIRED", "The provided entity is missing a required attribute",
        "You must provide a value for the attribute '\(name)' with this request",
        at: "/data/attributes/\(name)")
    }
    let (enabled, name, secret) = (flag(of: attributes), text("name", of: attributes), secret(of: attributes))
    let (url, eventTypes) = (url(of: attributes), eventTypes(of: attributes, known: known))
    guard let enabled, let name, let secret, let url, let eventTypes else { return nil }
    return .init(enabled: enabled, eventTypes: eventTypes, name: name, secret: secret, url: url)
  }

  /// The attributes of a webhook that change; those that are wrong are reported and left out. `null` is as good as
  /// absence, because Apple's document calls them nullable.
  mutating func webhookUpdate(known: Set<EventType>) -> WebhookUpdateRequest.Attributes {
    let attributes = attributes(known: Self.attributes)?.filter { $0.value != .null } ?? [:]
    let (enabled, name, secret) = (flag(of: attributes), text("name", of: attributes), secret(of: attributes))
    let (url, eventTypes) = (url(of: attributes), eventTypes(of: attributes, known: known))
    return .init(enabled: enabled, eventTypes: eventTypes, name: name, secret: secret, url: url)
  }

  private static var attributes: [String] { ["name", "secret", "eventTypes", "url", "enabled"] }

  private mutating func flag(of attributes: [String: JSONValue]) -> Bool? {
    guard let value = attributes["enabled"] else { return nil }
    if case .bool(let enabled) = value { return enabled }
    reportType("enabled", "a boolean", value)
    return nil
  }

  private mutating func secret(of attributes: [String: JSONValue]) -> Secret? {
    text("secret", of: attributes).map { Secret($0) }
  }

  private mutating func url(of attributes: [String: JSONValue]) -> String? {
    guard let url = text("url", of: attributes) else { return nil }
    guard let problem = WebhookURL.problem(with: url) else { return url }
    reportInvalid("url", problem)
    return nil
  }

  private mutating func text(_ name: String, of attributes: [String: JSONValue]) -> String? {
    guard let value = attributes[name] else { return nil }
    guard case .string(let text) = value else {
      reportType(name, "a string", value)
      return nil
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      reportInvalid(name, "it must not be empty")
      return nil
    }
    return text
  }

  private mutating func eventTypes(
    of attributes: [String: JSONValue], known: Set<EventType>
  ) -> [EventType]? {
    guard let value = attributes["eventTypes"] else { return nil }
    guard case .array(let values) = value else {
      reportType("eventTypes", "an array", value)
      return nil
    }
    if values.isEmpty { reportInvalid("eventTypes", "it must name at least one event type") }
    var types: [EventType] = []
    for (index, value) in values.enumerated() {
      guard case .string(let name) = value else {
        reportType("eventTypes/\(index)", "a string", value)
        continue
      }
      let type = EventType(rawValue: name)
      guard known.contains(type) else {
        let list = known.sorted().map { "'\($0.rawValue)'" }.joined(separator: ", ")
        report(
          ".ATTRIBUTE.TYPE", Self.wrongType,
          "'\(name)' is not a valid value for the attribute 'eventTypes'. Expected one of: \(list)",
          at: "/data/attributes/eventTypes/\(index)")
        continue
      }
      // Event types are a set; what is sent twice is kept once, in the order sent.
      if !types.contains(type) { types.append(type) }
    }
    return types
  }

  private static let wrongType = "An attribute in the provided entity has the wrong type"

  private mutating func reportType(_ name: String, _ expected: String, _ value: JSONValue) {
    report(
      ".ATTRIBUTE.TYPE", Self.wrongType,
      "The attribute '\(name)' must be \(expected), not \(value.kind)", at: "/data/attributes/\(name)")
  }

  private mutating func reportInvalid(_ name: String, _ detail: String) {
    report(
      ".ATTRIBUTE.INVALID", "The provided entity includes an attribute with an invalid value",
      "The attribute '\(name)' is invalid: \(detail)", at: "/data/attributes/\(name)")
  }
}

/// What the simulator accepts as a webhook's URL: absolute `https`.
///
/// Plain `http` is accepted for loopback hosts: the simulator's own decision, so that a local receiver can be
/// tried without a certificate. What Apple says to such URLs is not known.
enum WebhookURL {
  /// What is wrong with a URL; `nil` if nothing is.
  static func problem(with url: String) -> String? {
    guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) }) else {
      return "it has characters that a URL can't have"
    }
    guard let mark = url.firstRange(of: "://") else { return "it is not an absolute URL" }
    let scheme = url[..<mark.lowerBound].lowercased()
    let authority = url[mark.upperBound...].prefix { !"/?#".contains($0) }
    let host = host(of: authority.drop(through: "@"))
    guard let host, !host.isEmpty else { return "it has no valid host" }
    switch scheme {
    case "https": return nil
    case "http": return Loopback.isHost(host) ? nil : "it must be an https URL"
    default: return "it must be an https URL"
    }
  }

  /// Whether a URL leads to this machine, for certain.
  static func isLoopback(_ url: String) -> Bool {
    guard problem(with: url) == nil, let mark = url.firstRange(of: "://") else { return false }
    let authority = url[mark.upperBound...].prefix { !"/?#".contains($0) }
    return !authority.contains("@") && (host(of: authority).map { Loopback.isHost($0) } ?? false)
  }

  /// The host without its port; `nil` if brackets or port are malformed.
  private static func host(of authority: Substring) -> String? {
    var host = authority
    var port: Substring = ""
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return nil }
      host = authority[...end]
      port = authority[authority.index(after: end)...]
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[colon...]
    }
    guard port.isEmpty || port.first == ":" && (port.count == 1 || UInt16(port.dropFirst()) != nil) else {
      return nil
    }
    return host.lowercased()
  }
}

extension Substring {
  /// What comes after the last `separator`, or all of the text.
  fileprivate func drop(through separator: Character) -> Substring {
    lastIndex(of: separator).map { self[index(after: $0)...] } ?? self
  }
}
