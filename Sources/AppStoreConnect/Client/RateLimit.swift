/// What a key may still ask within the rolling hour, as every answer says.
public struct RateLimit: Sendable, Hashable {
  /// Requests per hour; the figure varies between keys.
  public var hourlyLimit: Int
  /// Requests left of this hour's.
  public var hourlyRemaining: Int

  /// Creates a rate limit.
  public init(hourlyLimit: Int, hourlyRemaining: Int) {
    self.hourlyLimit = hourlyLimit
    self.hourlyRemaining = hourlyRemaining
  }

  /// Reads the header `X-Rate-Limit`: `user-hour-lim:3600;user-hour-rem:3412;`. Parts that aren't known are
  /// passed over; `nil` where one of the two is missing or isn't a number.
  public init?(header: String) {
    var values: [Substring: Int] = [:]
    for part in header.split(separator: ";") {
      let pair = part.split(separator: ":", maxSplits: 1)
      guard pair.count == 2, let value = Int(pair[1].trimmed), value >= 0 else { continue }
      values[pair[0].trimmed] = value
    }
    guard let limit = values["user-hour-lim"], let remaining = values["user-hour-rem"] else { return nil }
    self.init(hourlyLimit: limit, hourlyRemaining: remaining)
  }
}

/// What a client has asked so far.
public struct RequestStatistics: Sendable, Hashable {
  /// Requests that were given to the transport, answered or not.
  public var requests: Int
  /// The rate limit that an answer named last.
  public var rateLimit: RateLimit?

  /// Creates statistics.
  public init(requests: Int = 0, rateLimit: RateLimit? = nil) {
    self.requests = requests
    self.rateLimit = rateLimit
  }
}

extension StringProtocol {
  /// The text without white space at its ends.
  var trimmed: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return self[endIndex...] }
    return self[first...last]
  }
}
