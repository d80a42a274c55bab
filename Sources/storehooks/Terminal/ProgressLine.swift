import CommandLine
import Diagnostics
import Platform
import Reports

/// A line that says how far work is: `Reading webhooks  [#####-----]  200 of 400 apps  31/s  7 s left`.
struct ProgressLine: Equatable, Sendable {
  var label: String
  var unit: String
  var done: Int
  /// `nil` if it isn't known yet.
  var total: Int?
  /// How long it has taken, not counting waits.
  var elapsed: Duration
  /// How long all calls will wait; `nil` if they don't.
  var waiting: Duration?

  private static let bars = 10...30

  /// The line, no wider than so many columns. What matters least is dropped first: the bar, the rate, the time left.
  func text(columns: Int) -> String {
    guard columns > 0 else { return "" }
    let count = total.map { "\(grouped(done)) of \(counted(unit, $0))" }
    let forms = (waiting.map { waitingForms(Self.seconds($0), count) } ?? workingForms(count))
      .map { $0.compactMap { $0 }.joined(separator: "  ") }
    let text = forms.first { TerminalText.width(of: $0) <= columns } ?? Table.cut(forms[3], to: columns)
    let room = columns - TerminalText.width(of: text) - "  []".count
    guard text == forms[0], let bar = bar(columns: min(room, Self.bars.upperBound)) else { return text }
    return label + "  " + bar + text.dropFirst(label.count)
  }

  /// From the longest to the shortest.
  private func workingForms(_ count: String?) -> [[String?]] {
    let time = timeLeft ?? elapsedText
    return [
      [label, count, rate, time], [label, count, time], [label, count ?? time], [count ?? time ?? label],
    ]
  }

  /// A wait is what users wonder about most.
  private func waitingForms(_ time: String, _ count: String?) -> [[String?]] {
    let start = count.map { $0 + ", " } ?? ""
    let wait = "waiting \(time)"
    return [
      [label, "\(start)\(wait) for App Store Connect's limit"], [label, start + wait], [start + wait], [wait],
    ]
  }

  private func bar(columns: Int) -> String? {
    guard let total, total > 0, columns >= Self.bars.lowerBound else { return nil }
    let full = min(columns, columns * done / total)
    return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: columns - full) + "]"
  }

  private var perSecond: Double? {
    let seconds = Double(elapsed.milliseconds) / 1_000
    // Earlier, a single app more or less would change it too much.
    return done > 0 && seconds >= 0.5 ? Double(done) / seconds : nil
  }

  /// `31/s`, `1.5/s`, or `12/min` if it is slow.
  private var rate: String? {
    guard let perSecond else { return nil }
    if perSecond >= 9.95 { return "\(grouped(Int(min(perSecond, 1e9).rounded())))/s" }
    if perSecond >= 1 {
      let tenths = Int((perSecond * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10)/s" : "\(tenths / 10).\(tenths % 10)/s"
    }
    return "\(max(1, Int((perSecond * 60).rounded())))/min"
  }

  private var timeLeft: String? {
    guard let perSecond, let total, done < total else { return nil }
    let seconds = (Double(total - done) / perSecond).rounded(.up)
    return "\(Self.seconds(.seconds(min(seconds, 1e9)))) left"
  }

  /// If nothing is counted yet, at least the time goes on.
  private var elapsedText: String? { total == nil ? Self.seconds(elapsed) : nil }

  /// Whole seconds: tenths would make the line restless.
  private static func seconds(_ duration: Duration) -> String {
    "\(HumanDuration(.seconds(max(1, (duration.milliseconds + 999) / 1_000))))"
  }
}
