import HTTPTransport

/// Which requests something happens to, and what.
package struct FaultRule: Sendable, Equatable {
  /// Which of the requests that match method and path are meant.
  package enum Occurrence: Sendable, Hashable {
    /// These, counted from 1.
    case only(Set<Int>)
    /// Every nth: the third, the sixth and so on for 3.
    case every(Int)
  }

  /// What a request must be like; what is left out matches all.
  package struct Match: Sendable, Hashable {
    package var method: HTTPMethod?
    /// The path, still percent-encoded and without the query; `*` stands for any characters, `/` too.
    package var path: String?
    /// Which of the requests that match method and path.
    package var nth: Occurrence?
    /// How likely the rule is to act on a request that matches otherwise, from 0 to 1.
    package var probability: Double

    /// Creates a match; without arguments, of every request.
    package init(
      method: HTTPMethod? = nil, path: String? = nil, nth: Occurrence? = nil, probability: Double = 1
    ) {
      self.method = method
      self.path = path
      self.nth = nth
      self.probability = probability
    }
  }

  package var match: Match
  package var action: FaultAction
  /// How often the rule acts at most; `nil` for as often as it matches.
  package var times: Int?

  package init(_ match: Match = Match(), _ action: FaultAction, times: Int? = nil) {
    self.match = match
    self.action = action
    self.times = times
  }

  /// Something happens to one request, counted from 1 over all requests.
  package static func at(request: Int, _ action: FaultAction) -> Self {
    Self(Match(nth: .only([request])), action)
  }

  /// Something happens to every request, or to the first `times` of them.
  package static func always(_ action: FaultAction, times: Int? = nil) -> Self {
    Self(Match(), action, times: times)
  }
}

extension FaultRule.Occurrence {
  func contains(_ number: Int) -> Bool {
    switch self {
    case .only(let numbers): numbers.contains(number)
    case .every(let step): step > 0 && number.isMultiple(of: step)
    }
  }
}

extension FaultRule.Match {
  /// Whether method and path are those of the rule.
  func covers(method: String, path: String) -> Bool {
    (self.method.map { $0.rawValue == method } ?? true)
      && (self.path.map { Self.matches($0.utf8, path.utf8) } ?? true)
  }

  /// Compares a path with a pattern, going back to the last `*` only: linear for all patterns in use.
  private static func matches(_ pattern: String.UTF8View, _ path: String.UTF8View) -> Bool {
    var (place, position) = (pattern.startIndex, path.startIndex)
    var retry: (place: String.Index, position: String.Index)?
    while position < path.endIndex {
      if place < pattern.endIndex, pattern[place] == 0x2A {
        place = pattern.index(after: place)
        retry = (place, position)
      } else if place < pattern.endIndex, pattern[place] == path[position] {
        place = pattern.index(after: place)
        position = path.index(after: position)
      } else if let last = retry {
        position = path.index(after: last.position)
        place = last.place
        retry = (place, position)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == 0x2A }
  }
}
