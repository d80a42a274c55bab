/// What one call has behind it.
struct Attempts {
  /// Its place in the line, which it keeps when it is sent again.
  var ticket: Int?
  /// Refusals by 401 and 429 apart.
  var failures = 0
  /// Of the failures, answers that can't be read.
  var unreadable = 0
  var tokenRenewals = 0
  /// How many requests failed that the service may have carried out.
  var open = 0
  /// Refused temporarily: by the service's word they were not carried out.
  var refused = 0
}
