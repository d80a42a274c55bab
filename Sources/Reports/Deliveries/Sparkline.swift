/// How deliveries went over time, on one line of a terminal: the higher a bar, the more succeeded.
enum Sparkline {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  /// How many marks fit on a terminal of so many columns.
  static func width(in columns: Int?) -> Int { columns.map { $0 < 100 } == true ? 12 : 24 }

  /// One character for each part of the timeline: a dot if nothing was delivered, or a line if the receiver was down
  /// then; the lowest bar if all failed, the highest if all succeeded.
  ///
  /// - Parameter outages: the parts in which it was down.
  static func render(
    _ timeline: [(succeeded: Int, failed: Int)], outages: Set<Int> = [], style: Style
  ) -> String {
    timeline.enumerated().map { index, part in
      let total = part.succeeded + part.failed
      guard total > 0 else { return outages.contains(index) ? style.red("─") : style.dim("·") }
      if part.failed == 0 { return style.green(String(bars[bars.count - 1])) }
      if part.succeeded == 0 { return style.red(String(bars[0])) }
      // Some succeeded and some failed: neither the lowest bar nor the highest.
      let level = 1 + part.succeeded * (bars.count - 2) / total
      return style.yellow(String(bars[min(level, bars.count - 2)]))
    }.joined()
  }
}
