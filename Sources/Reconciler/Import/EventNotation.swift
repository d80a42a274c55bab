import AppStoreConnect
import DesiredState

/// How lists of event types are written: patterns that match exactly, and groups for lists that recur.
struct EventNotation {
  /// The groups by name, in the order of their names.
  private(set) var groups: [(name: String, events: [EventType])] = []
  private var names: [[EventType]: String] = [:]

  /// A list in the file, and the name of its webhook.
  struct Use {
    var events: [EventType]
    var webhook: String
  }

  init(_ uses: [Use]) {
    var found: [[EventType]: [String: Int]] = [:]
    for use in uses { found[use.events, default: [:]][use.webhook, default: 0] += 1 }
    let recurring = found.filter { events, webhooks in
      webhooks.values.reduce(0, +) > 1 && (Self.items(events).count > 1 || Self.isWhole(events))
    }
    var taken: Set<String> = []
    for (events, webhooks) in recurring.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let webhook = webhooks.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? ""
      let wanted = EventGroupName.name(for: Self.items(events), webhook: webhook)
      var name = wanted
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(wanted)-\(number)"
        number += 1
      }
      names[events] = name
      groups.append((name, events))
    }
    groups.sort { $0.name < $1.name }
  }

  /// As the file has it: the name of a group, or event types and patterns.
  func items(_ events: [EventType]) -> [String] { names[events].map { [$0] } ?? Self.items(events) }

  /// What an override says: the difference, unless the whole list is shorter.
  func items(_ events: [EventType], changing base: [EventType]) -> [String] {
    let difference = Self.difference(events, from: base)
    let whole = items(events)
    return difference.count <= whole.count ? difference : whole
  }

  /// Whether an override is written as a difference, regardless of groups.
  static func isDifference(_ events: [EventType], changing base: [EventType]) -> Bool {
    difference(events, from: base).count <= items(events).count
  }

  private static func difference(_ events: [EventType], from base: [EventType]) -> [String] {
    items(events.filter { !base.contains($0) }).map { "+" + $0 }
      + items(base.filter { !events.contains($0) }).map { "-" + $0 }
  }

  private static func isWhole(_ events: [EventType]) -> Bool {
    EventType.known.allSatisfy(events.contains)
  }

  /// Event types and patterns, in the order of the event types.
  static func items(_ events: [EventType]) -> [String] {
    var left = Set(events)
    var items: [(text: String, place: Int)] = []
    for pattern in patterns where pattern.events.isSubset(of: left) {
      left.subtract(pattern.events)
      items.append((pattern.text, events.firstIndex(where: pattern.events.contains) ?? 0))
    }
    for (place, event) in events.enumerated() where left.contains(event) {
      items.append((event.rawValue, place))
    }
    return items.sorted { $0.place < $1.place }.map(\.text)
  }

  /// Patterns for the prefixes that several known event types share, those for the most first.
  private static let patterns: [(text: String, events: Set<EventType>)] = {
    var beginnings: [Set<EventType>: String] = [Set(EventType.known): "*"]
    for event in EventType.known {
      for end in event.rawValue.indices where event.rawValue[end] == "_" {
        let beginning = String(event.rawValue[...end])
        let events = Set(EventType.known.filter { $0.rawValue.hasPrefix(beginning) })
        guard events.count > 1, events.count < EventType.known.count else { continue }
        // The longest that matches the same: it covers the least of what Apple may add.
        if (beginnings[events]?.count ?? 0) <= beginning.count { beginnings[events] = beginning + "*" }
      }
    }
    return beginnings.map { ($0.value, $0.key) }.sorted { left, right in
      (-left.1.count, left.0) < (-right.1.count, right.0)
    }
  }()
}

/// A name that says what is in a group.
enum EventGroupName {
  static func name(for items: [String], webhook: String) -> String {
    let words = items.compactMap { Self.words[$0] }
    guard words.count == items.count else { return fallback(webhook) }
    switch words.count {
    case 1: return words[0]
    case 2: return words[0] + "-and-" + words[1]
    case 3: return words[0] + "-" + words[1] + "-and-" + words[2]
    default: return fallback(webhook)
    }
  }

  private static func fallback(_ webhook: String) -> String {
    let words = webhook.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return (words.isEmpty ? ["shared"] : words.prefix(6)).joined(separator: "-") + "-events"
  }

  private static let words = [
    "*": "all",
    "ALTERNATIVE_DISTRIBUTION_*": "alternative-distribution",
    "ALTERNATIVE_DISTRIBUTION_PACKAGE_*": "packages",
    "ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED": "available-packages",
    "ALTERNATIVE_DISTRIBUTION_PACKAGE_VERSION_CREATED": "package-versions",
    "ALTERNATIVE_DISTRIBUTION_TERRITORY_AVAILABILITY_UPDATED": "territories",
    "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED": "releases",
    "BACKGROUND_ASSET_VERSION_*": "assets",
    "BACKGROUND_ASSET_VERSION_APP_STORE_RELEASE_STATE_UPDATED": "asset-releases",
    "BACKGROUND_ASSET_VERSION_EXTERNAL_BETA_RELEASE_STATE_UPDATED": "external-assets",
    "BACKGROUND_ASSET_VERSION_INTERNAL_BETA_RELEASE_CREATED": "internal-assets",
    "BACKGROUND_ASSET_VERSION_STATE_UPDATED": "asset-states",
    "BETA_FEEDBACK_*": "feedback",
    "BETA_FEEDBACK_CRASH_SUBMISSION_CREATED": "crashes",
    "BETA_FEEDBACK_SCREENSHOT_SUBMISSION_CREATED": "screenshots",
    "BUILD_*": "builds",
    "BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED": "external-builds",
    "BUILD_UPLOAD_STATE_UPDATED": "uploads",
  ]
}
