/// How far work is, and how much time it took and waited.
struct ProgressState: Sendable {
  let label: String
  let unit: String
  let start: Duration
  private var done = 0
  private var total: Int?
  /// Until when all calls wait.
  private var waitEnd: Duration?
  /// How long it has waited, including the present wait to its end.
  private var waited = Duration.zero

  init(label: String, unit: String, start: Duration) {
    (self.label, self.unit, self.start) = (label, unit, start)
  }

  mutating func update(done: Int, of total: Int) {
    // Updates may overtake each other.
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
    // Time spent waiting says nothing about the speed.
    let elapsed = now - start - (waited - (waiting ?? .zero))
    return ProgressLine(
      label: label, unit: unit, done: done, total: total, elapsed: elapsed, waiting: waiting)
  }
}
