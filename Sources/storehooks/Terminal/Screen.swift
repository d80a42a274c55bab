import AppStoreConnect
import Platform

/// The terminal behind standard error, for what is drawn and not only written.
struct Screen: Sendable {
  var line: StatusLine
  /// The columns that there are right now, for windows change.
  var columns: @Sendable () -> Int
  var clock = WaitClock.continuous

  init(line: StatusLine, clock: WaitClock = .continuous, columns: @escaping @Sendable () -> Int) {
    (self.line, self.columns, self.clock) = (line, columns, clock)
  }

  /// Standard error, where it is a terminal that can erase a line: `TERM` tells, and is `dumb` or missing for
  /// those that can't.
  ///
  /// - Parameter line: a line that everything written to standard output and standard error makes way for.
  init?(standardError line: StatusLine, environment: [String: String]) {
    let terminal = environment["TERM"] ?? ""
    guard OpenFile.standardError.isTerminal, !terminal.isEmpty, terminal != "dumb" else { return nil }
    self.init(line: line) {
      Self.columns(window: OpenFile.standardError.columns, environment: environment)
    }
  }

  /// The columns of a window, or what `COLUMNS` says if that is less: it doesn't follow the window, and a
  /// line that is too long can't be erased. Terminals that don't know their size are taken to have 80.
  static func columns(window: Int?, environment: [String: String]) -> Int {
    let window = window.flatMap { $0 > 0 ? $0 : nil }
    let said = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    return min(window ?? said ?? 80, said ?? .max)
  }
}
