/// How often, and after what, a call is sent again.
///
/// What is sent again: a GET, PATCH or DELETE, and the POSTs that may be repeated, after a failed connection,
/// a time limit, a lost connection and the statuses 500, 502, 503 and 504; a GET whose answer isn't JSON;
/// anything after 401, with a new token, and after 429, which says that the call wasn't carried out: what mustn't be
/// done twice is looked into first. Nothing else is: other statuses, redirects, TLS failures and answers that are
/// too large would only come again.
package struct RetryPolicy: Sendable, Hashable {
  /// How often a call is sent at most. Refusals by 401 and 429 don't count: the first has a bound of its
  /// own, the second is bounded by the time that a run waits. At 1 nothing is sent again, whatever comes.
  package var attempts: Int
  /// How many answers of a call may be no HTTP, or no JSON, before it is given up: a broken proxy seldom mends.
  package var unreadableAnswers: Int
  /// How often a call that was answered 401 is sent again with a newly signed token. The live service
  /// sometimes refuses valid ones.
  package var tokenRenewals: Int
  /// How long is waited before.
  package var backoff: Backoff
  /// How often all calls of a client together are sent again, before successes earn more.
  package var budget: Int
  /// How much of one more time each success earns, up to `budget`. At a half, a third of all requests may
  /// fail for ever.
  package var earnings: Double
  /// How many requests in a row must fail, once the budget is used up, for the service to count as down:
  /// the calls that are left then fail unsent, so that a run against a dead service ends soon.
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

  /// Sends everything once.
  package static let none = RetryPolicy(attempts: 1)

  /// Whether anything is ever sent again.
  var repeats: Bool { attempts > 1 }
}
