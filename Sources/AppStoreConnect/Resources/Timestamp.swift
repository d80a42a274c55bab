#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Kept letter for letter: Apple documents `date-time` and is seen to write fractions and offsets in several
/// ways; an unforeseen spelling then costs a date and not the whole answer.
package struct Timestamp: RawRepresentable, Codable, Sendable, Hashable {
  /// `2025-06-09T10:09:30.123Z` for instance.
  package var rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  /// In UTC with milliseconds.
  package init(_ date: Date) {
    rawValue = date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// In UTC; `fractionDigits`: of the second's fraction, at most nine.
  package init(_ date: Date, fractionDigits: Int) {
    let seconds = date.timeIntervalSince1970.rounded(.down)
    let whole = Date(timeIntervalSince1970: seconds).formatted(.iso8601).dropLast()
    let nanoseconds = String(Int((date.timeIntervalSince1970 - seconds) * 1e9))
    let fraction = String(repeating: "0", count: max(0, 9 - nanoseconds.count)) + nanoseconds
    rawValue = fractionDigits > 0 ? "\(whole).\(fraction.prefix(fractionDigits))Z" : "\(whole)Z"
  }

  /// If the text is ISO 8601 with or without a fraction of a second.
  package var date: Date? {
    for fraction in [false, true] {
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: fraction)
      if let date = try? style.parse(rawValue) { return date }
    }
    return nil
  }
}
