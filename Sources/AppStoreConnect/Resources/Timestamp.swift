#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A point in time as Apple writes it, kept letter for letter.
///
/// Apple documents `date-time` and is seen to write fractions and offsets in several ways; keeping the
/// text means that an unforeseen spelling costs a date and not the whole answer.
public struct Timestamp: RawRepresentable, Codable, Sendable, Hashable {
  /// The text, `2025-06-09T10:09:30.123Z` for instance.
  public var rawValue: String

  /// Apple's text as it is.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A date in UTC with milliseconds.
  public init(_ date: Date) {
    rawValue = date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// The date, where the text is ISO 8601 with or without a fraction of a second.
  public var date: Date? {
    for fraction in [false, true] {
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: fraction)
      if let date = try? style.parse(rawValue) { return date }
    }
    return nil
  }
}
