import HTTPTransport
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How many requests a key has left in the rolling hour, as every answer says.
package struct RateLimit: Sendable, Hashable {
  /// The figure varies between keys.
  package var hourlyLimit: Int
  package var hourlyRemaining: Int
}

extension RateLimit {
  /// `X-Rate-Limit`: `user-hour-lim:3600;user-hour-rem:3412;`. Unknown parts are ignored.
  package init?(header: String) {
    var limit: Int?
    var remaining: Int?
    for part in header.utf8.split(separator: UInt8(ascii: ";")) {
      let pair = part.split(separator: UInt8(ascii: ":"), maxSplits: 1)
      guard pair.count == 2, let value = Int(Substring(pair[1]).trimmed), value >= 0 else { continue }
      switch Substring(pair[0]).trimmed {
      case "user-hour-lim": limit = value
      case "user-hour-rem": remaining = value
      default: break
      }
    }
    guard let limit, let remaining else { return nil }
    self.init(hourlyLimit: limit, hourlyRemaining: remaining)
  }
}

package struct RequestStatistics: Sendable, Hashable {
  package var requests: Int
  package var rateLimit: RateLimit?
  /// How many seconds this machine's clock was ahead of the first answer's `Date`; negative if behind.
  package var clockOffset: Int?

  package init(requests: Int = 0, rateLimit: RateLimit? = nil) {
    self.requests = requests
    self.rateLimit = rateLimit
  }
}

extension StringProtocol {
  var trimmed: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return self[endIndex...] }
    return self[first...last]
  }
}

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
