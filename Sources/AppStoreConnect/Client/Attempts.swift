/// What one call has behind it.
struct Attempts {
  /// The call's place in the line, which it keeps when it is sent again; `nil` before its first time.
  var ticket: Int?
  /// How many requests failed, refusals by 401 and 429 apart.
  var failures = 0
  /// How many of them had answers that can't be read.
  var unreadable = 0
  /// How many times a new token was tried.
  var tokenRenewals = 0
  /// How many requests failed that the service may have carried out.
  var open = 0
  /// How many more were refused temporarily: by the service's word they were not.
  var refused = 0
}
