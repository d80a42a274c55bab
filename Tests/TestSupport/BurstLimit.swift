/// How a service limits requests to 300 a minute: in fixed windows, in a sliding minute, in a sliding minute with
/// refused requests counted, or by tokens that trickle in.
package enum BurstLimit: CaseIterable, Sendable {
  case window, sliding, slidingWithRefusals, tokens

  /// How long a request at `now` must wait after those at `earlier`; `nil` if it may pass.
  package func wait(_ earlier: [Duration], _ now: Duration) -> Duration? {
    let minute = Duration.seconds(60)
    if self == .tokens {
      // 300 at first and 5 a second from then on.
      let wait = .milliseconds(200) * (earlier.count - 299) - now
      return wait > .zero ? wait : nil
    }
    let start = self == .window ? minute * (now.components.seconds / 60) : now - minute
    guard earlier.count >= 300, earlier[earlier.count - 300] >= start else { return nil }
    return (self == .window ? start : earlier[earlier.count - 300]) + minute - now
  }

  /// How long 1,000 requests take, 8 at a time and 50 ms each, if each is sent as soon as it may be.
  package var best: Duration {
    self == .tokens ? .milliseconds(200) * 700 : .seconds(180) + .milliseconds(50) * 13
  }
}
