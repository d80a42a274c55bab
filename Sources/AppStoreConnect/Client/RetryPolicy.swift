/// How often, and after what, a call is sent again.
///
/// What is sent again: a GET, PATCH or DELETE, and the POSTs that may be repeated, after a failed connection,
/// a time limit, a lost connection, an answer that isn't HTTP, and the statuses 500, 502, 503 and 504; a GET
/// whose answer isn't JSON; anything after 401, with a new token, and after 429, which says that the call
/// wasn't carried out: what mustn't be done twice is looked into first. Nothing else is: other statuses,
/// redirects, TLS failures and answers that are too large would only come again.
package struct RetryPolicy: Sendable, Hashable {
  /// How often a call is sent at most. Refusals by 401 and 429 don't count: the first has a bound of its own,
  /// the second is bounded by the time that a run waits. At 1 nothing is sent again, whatever comes.
  package var attempts: Int
  /// After this many answers that aren't HTTP or JSON, a call is given up: a broken proxy seldom mends.
  package var unreadableAnswers: Int
  /// How often a call gets a new token after 401. The live service sometimes refuses valid tokens.
  package var tokenRenewals: Int
  package var backoff: Backoff
  /// How many repetitions all calls of a client have together, before successes earn more.
  package var budget: Int
  /// How much of a repetition each success earns. At a half, a third of all requests may fail without end.
  package var earnings: Double
  /// After this many failures in a row, with the budget used up, the remaining calls fail unsent, so that a
  /// run against a dead service ends soon.
  package var failuresUntilDown: Int

  package init(
    attempts: Int = 6, unreadableAnswers: Int = 3, tokenRenewals: Int = 2, backoff: Backoff = Backoff(),
    budget: Int = 40, earnings: Double = 0.5, failuresUntilDown: Int = 20
  ) {
    self.attempts = max(attempts, 1)
    self.unreadableAnswers = max(unreadableAnswers, 1)
    self.tokenRenewals = max(tokenRenewals, 0)
    self.backoff = backoff
    self.budget = max(budget, 0)
    self.earnings = max(earnings, 0)
    self.failuresUntilDown = max(failuresUntilDown, 1)
  }

  package static let none = RetryPolicy(attempts: 1)
  var repeats: Bool { attempts > 1 }
}

/// Exponential backoff with full jitter: each wait is drawn evenly from nothing up to a bound that doubles
/// with every failure, so that clients that failed together don't come back together.
package struct Backoff: Sendable, Hashable {
  package var base: Duration
  package var cap: Duration

  /// Half a second and half a minute span a lost connection as well as a restart of the service.
  package init(base: Duration = .milliseconds(500), cap: Duration = .seconds(30)) {
    self.base = max(base, .zero)
    self.cap = max(cap, .zero)
  }

  /// `failures` in a row, counted from 1.
  func bound(afterFailures failures: Int) -> Duration {
    var bound = base
    for _ in 1..<max(failures, 1) {
      guard .zero < bound, bound < cap else { break }
      bound += bound
    }
    return min(bound, cap)
  }

  /// `random` is at least 0 and below 1.
  func delay(afterFailures failures: Int, random: Double) -> Duration {
    bound(afterFailures: failures) * random
  }
}

package struct Repeated<Resource: Sendable & Hashable>: Sendable, Hashable {
  package var resource: Resource
  /// How often it may have been carried out: more than once if answers were lost or reported a failure.
  package var times: Int

  package init(_ resource: Resource, times: Int) {
    self.resource = resource
    self.times = times
  }
}
