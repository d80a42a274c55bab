import Platform

/// An event type that App Store Connect doesn't accept, and those that its refusal says it does.
package struct RefusedEventType: Sendable, Hashable {
  package var type: EventType
  /// Empty if the refusal doesn't list them.
  package var accepted: [EventType]

  /// Says whether the file or this version is out of date, and what to do.
  package var remedy: String {
    let name = TerminalText.escaped(String(type.rawValue.prefix(100)))
    let fact =
      accepted.isEmpty
      ? "App Store Connect doesn't accept \(name)" : "App Store Connect accepts only the event types it lists"
    let remedy =
      type.isKnown
      ? "this version of storehooks is behind: remove \(name) from the file and look for a newer version"
      : "the file is behind: remove or correct \(name)"
    let news = accepted.filter { !$0.isKnown }.map(\.rawValue).joined(separator: ", ")
    return "\(fact); \(remedy)"
      + (news.isEmpty ? "" : "; this version of storehooks doesn't know \(news): look for a newer one")
  }
}

extension ResponseError {
  /// The event type that the error is about, if it is about one.
  package var refusedEventType: RefusedEventType? {
    guard code.hasPrefix("ENTITY_ERROR.ATTRIBUTE"), let detail,
      let match = detail.firstMatch(of: /'([^']+)' is not a valid value for the attribute 'eventTypes[^']*'/)
    else { return nil }
    let accepted = detail[match.range.upperBound...].matches(of: /[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+/)
    return RefusedEventType(
      type: EventType(rawValue: String(match.1)),
      accepted: accepted.map { EventType(rawValue: String($0.0)) })
  }
}
