/// What a key may still ask within the rolling hour, as every answer says.
package struct RateLimit: Sendable, Hashable {
  /// The figure varies between keys.
  package var hourlyLimit: Int
  package var hourlyRemaining: Int

  package init(hourlyLimit: Int, hourlyRemaining: Int) {
    self.hourlyLimit = hourlyLimit
    self.hourlyRemaining = hourlyRemaining
  }

  /// `X-Rate-Limit`: `user-hour-lim:3600;user-hour-rem:3412;`. Parts that aren't known are passed over.
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
  /// Given to the transport, answered or not.
  package var requests: Int
  /// As an answer named it last.
  package var rateLimit: RateLimit?

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
