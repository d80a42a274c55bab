/// How deliveries went over time, in one line of a terminal: the higher a bar, the more of them succeeded.
package enum Sparkline {
  /// How many characters it has.
  package static let width = 24
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// One character for each part of the timeline: a dot where nothing was delivered, the lowest bar where
  /// all failed, the highest where all succeeded.
  package static func render(_ timeline: [(succeeded: Int, failed: Int)], style: Style) -> String {
    timeline.map { part in
      let total = part.succeeded + part.failed
      guard total > 0 else { return style.dim("·") }
      if part.failed == 0 { return style.green(String(bars[bars.count - 1])) }
      if part.succeeded == 0 { return style.red(String(bars[0])) }
      // Neither none nor all: never the lowest nor the highest.
      let level = 1 + part.succeeded * (bars.count - 2) / total
      return style.yellow(String(bars[min(level, bars.count - 2)]))
    }.joined()
  }
}
