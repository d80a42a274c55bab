import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A point in time as people read it, in their time zone: `2026-11-23 14:05:33 CET`.
///
/// Machine formats have ISO 8601 in UTC instead; `Timestamp` writes that.
package struct LocalTime: CustomStringConvertible, Sendable {
  package enum Zone: Sendable {
    /// Where the user is: `TZ`, or the system's setting.
    case system
    /// So many seconds east of Greenwich, by a name. For tests.
    case fixed(seconds: Int, name: String)
  }

  package let date: Date
  package var zone = Zone.system

  package var description: String {
    let now: ClockReading
    var name: String
    switch zone {
    case .system:
      now = ClockReading(localTimeOf: date)
      name = now.zone
    case .fixed(let offset, let zoneName):
      now = ClockReading(of: date, offset: offset)
      name = zoneName
    }
    if !name.isEmpty { name = " " + name }
    return "\(now.date) \(now.time)" + name
  }
}
