/// How far some work is, and how much time it took and lost.
struct ProgressState: Sendable {
  let label: String
  let unit: String
  let start: Duration
  private var done = 0
  private var total: Int?
  /// Until when all calls wait.
  private var waitEnd: Duration?
  /// How long was waited, or will have been.
  private var waited = Duration.zero

  init(label: String, unit: String, start: Duration) {
    (self.label, self.unit, self.start) = (label, unit, start)
  }

  mutating func update(done: Int, of total: Int) {
    // Updates may overtake one another.
    self.done = max(self.done, done)
    self.total = total
  }

  mutating func wait(_ duration: Duration, now: Duration) {
    let end = max(now + duration, waitEnd ?? now)
    waited += end - max(now, waitEnd ?? now)
    waitEnd = end
  }

  func line(now: Duration) -> ProgressLine {
    let waiting = waitEnd.flatMap { $0 > now ? $0 - now : nil }
    // Time that was waited says nothing about how fast it goes on.
    let elapsed = now - start - (waited - (waiting ?? .zero))
    return ProgressLine(
      label: label, unit: unit, done: done, total: total, elapsed: elapsed, waiting: waiting)
  }
}
