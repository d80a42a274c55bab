/// The gate's rules, without clock or lock.
struct RateGateState {
  /// The longest first pause if the 429 names no time; the bound doubles with each further one.
  static let firstPause = Duration.seconds(1)
  /// The longest pause of the gate's own choice in the first minute. Later it is an eighth of the time since
  /// the first 429, so that the end of a limit is never missed by more than that.
  static let shortPause = Duration.seconds(8)
  static let longPause = Duration.seconds(60)
  /// A service that names zero seconds and goes on refusing must not be rushed.
  static let leastPause = Duration.milliseconds(100)

  let concurrency: Double
  let maxWait: Duration
  private(set) var limit: Double
  private(set) var inFlight = 0
  /// How long all calls together have waited, the pause ahead included.
  private(set) var waited = Duration.zero

  private var epoch = 0
  /// Refusals in a row; those of requests sent together count once.
  private var refusals = 0
  private var firstRefusal = Duration.zero
  /// One request goes ahead alone.
  private var isProbing = false
  private var pausedUntil = Duration.zero
  private var exhaustion: RateGate.Exhaustion?
  private var hasTimekeeper = false
  private var isStopped = false
  /// Sorted by ticket.
  private var line: [(ticket: Int, waiter: RateGate.Waiter)] = []
  private var woken: [(RateGate.Waiter, RateGate.Turn)] = []

  init(concurrency: Int, maxWait: Duration) {
    self.concurrency = Double(max(concurrency, 1))
    self.maxWait = max(maxWait, .zero)
    limit = self.concurrency
  }

  var waiting: Int { line.count }
}

extension RateGateState {
  mutating func enqueue(_ waiter: RateGate.Waiter, ticket: Int) {
    let place = line.lastIndex { $0.ticket < ticket }.map { $0 + 1 } ?? 0
    line.insert((ticket, waiter), at: place)
  }

  mutating func cancel(ticket: Int) {
    guard let place = line.firstIndex(where: { $0.ticket == ticket }) else { return }
    wake(line.remove(at: place).waiter, .cancelled)
  }

  mutating func wake(_ waiter: RateGate.Waiter, _ turn: RateGate.Turn) {
    woken.append((waiter, turn))
  }

  mutating func stopWaiting() { isStopped = true }

  mutating func stopTimekeeping() { hasTimekeeper = false }

  /// Called after the timekeeper has slept until `end`. If that is still the pause's end, the pause is over,
  /// even if the sleep ended a hair early.
  mutating func stopTimekeeping(at end: Duration, now: Duration) {
    hasTimekeeper = false
    if pausedUntil == end { pausedUntil = min(pausedUntil, now) }
  }

  mutating func dispatch(now: Duration) -> [(RateGate.Waiter, RateGate.Turn)] {
    if let exhaustion {
      for (_, waiter) in line { wake(waiter, .exhausted(exhaustion)) }
      line = []
    } else if now < pausedUntil, isStopped {
      for (_, waiter) in line { wake(waiter, .stopped) }
      line = []
    } else if now < pausedUntil {
      if !hasTimekeeper, !line.isEmpty {
        hasTimekeeper = true
        wake(line.removeFirst().waiter, .keepTime(until: pausedUntil))
      }
    } else {
      let room = isProbing ? 1 : Int(limit)
      let count = max(min(room - inFlight, line.count), 0)
      inFlight += count
      for (_, waiter) in line.prefix(count) { wake(waiter, .go(RateGate.Pass(epoch: epoch))) }
      line.removeFirst(count)
    }
    defer { woken = [] }
    return woken
  }
}

extension RateGateState {
  mutating func leave(epoch: Int, succeeded: Bool) {
    inFlight -= 1
    // A request sent before the last 429 says nothing about the time after it.
    guard succeeded, epoch == self.epoch else { return }
    isProbing = false
    refusals = 0
    limit = min(limit + 1 / limit, concurrency)
  }

  mutating func leave(
    epoch: Int, limitedBy answer: APIError, retryAfter: Duration?, random: Double, now: Duration
  ) -> Duration? {
    inFlight -= 1
    let asked = retryAfter.map { max($0, Self.leastPause) }
    // Requests that were in flight together are refused together: that is one event, and one step back.
    if epoch == self.epoch {
      self.epoch += 1
      if refusals == 0 { firstRefusal = now }
      refusals += 1
      limit = max(limit / 2, 1)
      isProbing = true
      // The time that the service asked for was kept before and didn't help.
      let own = asked == nil || refusals > 1 ? ownPause(random: random, now: now) : .zero
      return begin(max(asked ?? own, own), asked: asked, answer: answer, now: now)
    }
    guard let asked else { return nil }
    return begin(asked, asked: asked, answer: answer, now: now)
  }

  /// Exponential, with half of it left to chance.
  private func ownPause(random: Double, now: Duration) -> Duration {
    let bound = min(max(Self.shortPause, (now - firstRefusal) / 8), Self.longPause)
    let pause = Backoff(base: Self.firstPause, cap: bound).bound(afterFailures: refusals)
    return pause * (0.5 + random / 2)
  }

  private mutating func begin(
    _ duration: Duration, asked: Duration?, answer: APIError, now: Duration
  ) -> Duration? {
    guard exhaustion == nil else { return nil }
    // A pause of the gate's own choice is cut to the time that is left, so that one last try is made; one
    // that the service asked for can't be cut.
    let remaining = remaining(now: now)
    let duration = asked == nil ? min(duration, remaining) : duration
    guard duration > .zero, duration <= remaining else {
      exhaustion = RateGate.Exhaustion(waited: waited, limit: maxWait, answer: answer)
      return nil
    }
    return extend(to: now + duration, now: now) ? duration : nil
  }

  /// `nil` if it is too long.
  mutating func pause(for duration: Duration, now: Duration) -> Duration? {
    guard duration <= remaining(now: now) else { return nil }
    _ = extend(to: now + duration, now: now)
    return duration
  }

  private func remaining(now: Duration) -> Duration {
    maxWait - waited + max(pausedUntil - now, .zero)
  }

  private mutating func extend(to end: Duration, now: Duration) -> Bool {
    guard end > pausedUntil else { return false }
    waited += end - max(pausedUntil, now)
    pausedUntil = end
    return true
  }
}
