import Platform

/// What one output stream can show.
struct TerminalCapabilities: Equatable, Sendable {
  var isTerminal: Bool
  /// Columns; `nil` for no limit.
  var width: Int?
  var usesColor: Bool

  /// Decides from facts alone.
  ///
  /// `--color` wins. Otherwise `NO_COLOR` turns color off (no-color.org: set to anything but the empty text),
  /// `CLICOLOR_FORCE` turns it on (bixense.com/clicolors), and without either a terminal has color unless `TERM` is
  /// `dumb` or missing. `COLUMNS` wins over the window's size.
  init(isTerminal: Bool, windowColumns: Int?, color: ColorChoice, environment: [String: String]) {
    self.isTerminal = isTerminal
    let columns = environment["COLUMNS"].flatMap { Int($0) } ?? 0
    let window = isTerminal ? windowColumns ?? 0 : 0
    width = columns > 0 ? columns : window > 0 ? window : nil
    usesColor =
      switch color {
      case .always: true
      case .never: false
      case .auto: Self.automaticColor(isTerminal: isTerminal, environment: environment)
      }
  }

  init(descriptor: Int32, color: ColorChoice, environment: [String: String]) {
    let file = OpenFile(descriptor: descriptor)
    self.init(
      isTerminal: file.isTerminal, windowColumns: file.columns, color: color, environment: environment)
  }

  private static func automaticColor(isTerminal: Bool, environment: [String: String]) -> Bool {
    if environment["NO_COLOR"]?.isEmpty == false { return false }
    let forced = environment["CLICOLOR_FORCE"] ?? ""
    if !forced.isEmpty, forced != "0" { return true }
    let terminal = environment["TERM"] ?? ""
    return isTerminal && !terminal.isEmpty && terminal != "dumb"
  }
}
