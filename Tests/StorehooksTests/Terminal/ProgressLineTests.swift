import Diagnostics
import Platform
@testable import Reports
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

@Suite struct ProgressLineTests {
  private static let lines: [ProgressLine] = {
    func line(
      _ done: Int, _ total: Int?, _ elapsed: Duration, waiting: Duration? = nil,
      label: String = "Reading webhooks"
    ) -> ProgressLine {
      ProgressLine(label: label, unit: "app", done: done, total: total, elapsed: elapsed, waiting: waiting)
    }
    return [
      line(0, nil, .milliseconds(700)),
      line(0, nil, .seconds(75)),
      line(0, 400, .seconds(1)),
      line(120, 400, .seconds(4)),
      line(3, 400, .milliseconds(499)),
      line(3, 2_000, .seconds(2)),
      line(2, 10, .seconds(20)),
      line(120, 400, .seconds(4), waiting: .milliseconds(27_400)),
      line(0, nil, .seconds(4), waiting: .seconds(600)),
      line(399, 400, .seconds(3_600)),
      line(400, 400, .seconds(4)),
      line(1, 1, .seconds(1)),
      line(999_999, 1_000_000, .seconds(1)),
      line(7, 10, .seconds(4), label: "宛先を読む"),
    ]
  }()

  @Test(arguments: [20, 40, 80, 200]) func fits(columns: Int) throws {
    let texts = Self.lines.map { $0.text(columns: columns) }
    try Golden.check(texts.joined(separator: "\n") + "\n", named: "progress-\(columns).txt")
  }

  @Test func isNeverWiderThanTheTerminal() {
    for columns in -1...120 {
      for line in Self.lines {
        let text = line.text(columns: columns)
        #expect(TerminalText.width(of: text) <= max(0, columns), "\(columns): \(text)")
      }
    }
  }

  @Test func waitsDoNotCountAsWork() {
    var state = ProgressState(label: "Reading", unit: "app", start: .seconds(100))
    state.update(done: 10, of: 100)
    #expect(state.line(now: .seconds(110)).elapsed == .seconds(10))
    state.wait(.seconds(30), now: .seconds(110))
    #expect(state.line(now: .seconds(120)).waiting == .seconds(20))
    #expect(state.line(now: .seconds(120)).elapsed == .seconds(10))
    // Several calls report the same pause, and one a longer one.
    state.wait(.seconds(20), now: .seconds(120))
    state.wait(.seconds(25), now: .seconds(120))
    #expect(state.line(now: .seconds(120)).waiting == .seconds(25))
    #expect(state.line(now: .seconds(145)).waiting == nil)
    #expect(state.line(now: .seconds(150)).elapsed == .seconds(15))
  }

  @Test func updatesMayOvertakeOneAnother() {
    var state = ProgressState(label: "Reading", unit: "app", start: .zero)
    state.update(done: 2, of: 3)
    state.update(done: 1, of: 3)
    #expect(state.line(now: .seconds(1)).done == 2)
  }
}
