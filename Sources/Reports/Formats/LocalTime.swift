import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A point in time as people read it, in their time zone: `2026-11-23 14:05:33 CET`.
///
/// Machine formats use ISO 8601 in UTC instead, which `Timestamp` writes.
package struct LocalTime: CustomStringConvertible, Sendable {
  package enum Zone: Sendable {
    /// The user's zone: `TZ`, or the system's setting.
    case system
    /// So many seconds east of Greenwich, with a name; for tests.
    case fixed(seconds: Int, name: String)
  }

  package let date: Date
  package var zone = Zone.system

  package init(date: Date, zone: Zone = .system) { (self.date, self.zone) = (date, zone) }

  package var description: String {
    let (now, name) = reading
    return "\(now.date) \(now.time)" + (name.isEmpty ? "" : " " + name)
  }

  /// `2026-11-23 14:05:33 CET (3 d 4 h ago)`; no age for a time that is still to come.
  package func aged(now: Date) -> String {
    let seconds = now.timeIntervalSince(date)
    guard seconds >= 0 else { return description }
    return "\(self) (\(seconds < 60 ? "just now" : "\(HumanDuration(.seconds(seconds))) ago"))"
  }

  /// `11-23 14:05:33`, for lists where year and zone are obvious.
  var short: String {
    let now = reading.now
    return "\(now.date.dropFirst(5)) \(now.time)"
  }

  private var reading: (now: ClockReading, name: String) {
    switch zone {
    case .system:
      let now = ClockReading(localTimeOf: date)
      return (now, now.zone)
    case .fixed(let offset, let name): return (ClockReading(of: date, offset: offset), name)
    }
  }
}
