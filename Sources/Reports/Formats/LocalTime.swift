#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A point in time as people read it, in their time zone: `2026-11-23 14:05:33 CET`.
///
/// Machine formats have ISO 8601 in UTC instead; `Timestamp` writes that.
package struct LocalTime: CustomStringConvertible, Sendable {
  /// Where the clock that is shown hangs.
  package enum Zone: Sendable {
    /// Where the user is: `TZ`, or the system's setting.
    case system
    /// So many seconds east of Greenwich, by a name. For tests.
    case fixed(seconds: Int, name: String)
  }

  package let date: Date
  package var zone = Zone.system

  package var description: String {
    var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
    var parts = tm()
    var name: String
    switch zone {
    case .system:
      // `localtime_r` need not read TZ by itself (POSIX), `tzset` does.
      tzset()
      localtime_r(&seconds, &parts)
      name = parts.tm_zone.map { String(cString: $0) } ?? ""
    case .fixed(let offset, let zoneName):
      seconds += offset
      gmtime_r(&seconds, &parts)
      name = zoneName
    }
    let day = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map(Int.init)
    let text = { (numbers: [Int], separator: String) in
      numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: separator)
    }
    if !name.isEmpty { name = " " + name }
    return text(day, "-") + " " + text(time, ":") + name
  }
}
