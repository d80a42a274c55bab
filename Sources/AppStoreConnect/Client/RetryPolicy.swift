/// How often, and after what, a call is sent again.
///
/// What is sent again: a GET, PATCH or DELETE, and the POSTs that may be repeated, after a failed connection,
/// a time limit, a lost connection and the statuses 500, 502, 503 and 504; a GET whose answer isn't JSON;
/// anything after 401, with a new token, and after 429, which says that the call wasn't carried out: what mustn't be
/// done twice is looked into first. Nothing else is: other statuses, redirects, TLS failures and answers that are
/// too large would only come again.
package struct RetryPolicy: Sendable, Hashable {
  /// At most. Refusals by 401 and 429 don't count: the first has a bound of its own, the second is bounded by
  /// the time that a run waits. At 1 nothing is sent again, whatever comes.
  package var attempts: Int
  /// No HTTP, or no JSON, before a call is given up: a broken proxy seldom mends.
  package var unreadableAnswers: Int
  /// After 401. The live service sometimes refuses valid tokens.
  package var tokenRenewals: Int
  package var backoff: Backoff
  /// For all calls of a client together, before successes earn more.
  package var budget: Int
  /// How much of a repetition each success earns. At a half, a third of all requests may fail for ever.
  package var earnings: Double
  /// Once the budget is used up: the calls that are left then fail unsent, so that a run against a dead
  /// service ends soon.
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
