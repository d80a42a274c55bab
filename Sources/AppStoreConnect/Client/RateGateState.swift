/// Pure rules, without clock or lock.
struct RateGateState {
  /// If the 429 names no time; the next are twice as long each.
  static let firstPause = Duration.seconds(1)
  /// Of its own choice in the first minute; beyond, an eighth of the time since the first 429, so that the
  /// end of a limit is never missed by more than that.
  static let shortPause = Duration.seconds(8)
  static let longPause = Duration.seconds(60)
  /// A service that names zero seconds and goes on refusing must not be rushed.
  static let leastPause = Duration.milliseconds(100)

  let concurrency: Double
  let maxWait: Duration
  private(set) var limit: Double
  private(set) var inFlight = 0
  /// Of all calls, pauses ahead included.
  private(set) var waited = Duration.zero

  private var epoch = 0
  /// In a row, those of requests sent together counted once.
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

  /// The call that kept the time has slept until `end`. Where that is still the pause's end, the pause is over:
  /// a sleep that ends a hair early is no reason for another.
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
    // What was sent before the last 429 says nothing about the time after.
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
      // A time that was kept and didn't help is not enough.
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
    // A chosen pause is cut so that the end of the time there is gets its try; an asked one can't be.
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
