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

package struct ClockReading: Sendable {
  package let year: Int
  /// From 1.
  package let month: Int
  package let day: Int
  /// From 0, Sunday.
  package let weekday: Int
  /// `2026-11-23`.
  package var date: String { "\(year)-\(Self.digits(month))-\(Self.digits(day))" }
  /// `14:05:33`.
  package let time: String
  /// Empty if the system has none.
  package let zone: String

  /// `TZ`, or the system's setting.
  package init(localTimeOf date: Date) {
    // `localtime_r` need not read TZ by itself (POSIX), `tzset` does.
    tzset()
    self.init(date, localtime_r)
  }

  /// `offset`: seconds east of Greenwich.
  package init(of date: Date, offset: Int = 0) {
    self.init(date.addingTimeInterval(Double(offset)), gmtime_r)
  }

  private init(
    _ date: Date, _ split: (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> UnsafeMutablePointer<tm>?
  ) {
    var seconds = time_t(date.timeIntervalSince1970.rounded(.down))
    var parts = tm()
    _ = split(&seconds, &parts)
    year = Int(parts.tm_year) + 1900
    month = Int(parts.tm_mon) + 1
    day = Int(parts.tm_mday)
    weekday = Int(parts.tm_wday)
    time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { Self.digits(Int($0)) }.joined(separator: ":")
    zone = parts.tm_zone.map { String(cString: $0) } ?? ""
  }

  /// At least two digits.
  package static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Duration {
  /// Rounded towards zero.
  package var milliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}
