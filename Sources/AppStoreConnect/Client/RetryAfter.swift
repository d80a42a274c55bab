import HTTPTransport
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// In both of its forms.
enum RetryAfter {
  /// No server means more than this; it also keeps figures of any length within what a `Duration` holds.
  private static let longest = Duration.seconds(365 * 86_400)

  /// `nil` if the answer doesn't say so intelligibly. A date is taken relative to the answer's own `Date`, so
  /// that a wrong clock here doesn't matter, else to `now`. One that has passed is no wait.
  static func delay(in headers: HTTPHeaders, now: Date) -> Duration? {
    guard let text = headers["Retry-After"]?.trimmed, !text.isEmpty else { return nil }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      guard let seconds = Int64(text) else { return longest }
      return min(.seconds(seconds), longest)
    }
    guard let date = HTTPDate.parse(String(text)) else { return nil }
    let reference = headers["Date"].flatMap(HTTPDate.parse) ?? now
    return min(.seconds(max(date.timeIntervalSince(reference), 0)), longest)
  }
}
