import Testing

@testable import storehooks

@Suite struct TerminalCapabilitiesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var isTerminal: Bool
    var color: ColorChoice = .auto
    var environment: [String: String] = [:]
    var usesColor: Bool
    var testDescription: String {
      "\(isTerminal ? "terminal" : "pipe") \(color) \(environment.sorted { $0.key < $1.key }) → \(usesColor)"
    }
  }

  @Test(arguments: [
    Case(isTerminal: true, environment: ["TERM": "xterm"], usesColor: true),
    Case(isTerminal: true, environment: ["TERM": "dumb"], usesColor: false),
    Case(isTerminal: true, usesColor: false),
    Case(isTerminal: false, environment: ["TERM": "xterm"], usesColor: false),
    Case(isTerminal: true, environment: ["TERM": "xterm", "NO_COLOR": "1"], usesColor: false),
    Case(isTerminal: true, environment: ["TERM": "xterm", "NO_COLOR": "0"], usesColor: false),
    Case(isTerminal: true, environment: ["TERM": "xterm", "NO_COLOR": ""], usesColor: true),
    Case(isTerminal: false, environment: ["CLICOLOR_FORCE": "1"], usesColor: true),
    Case(isTerminal: true, environment: ["CLICOLOR_FORCE": "1", "TERM": "dumb"], usesColor: true),
    Case(isTerminal: false, environment: ["CLICOLOR_FORCE": "0"], usesColor: false),
    Case(isTerminal: false, environment: ["CLICOLOR_FORCE": ""], usesColor: false),
    Case(isTerminal: false, environment: ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], usesColor: false),
    Case(isTerminal: false, color: .always, environment: ["NO_COLOR": "1"], usesColor: true),
    Case(isTerminal: true, color: .never, environment: ["CLICOLOR_FORCE": "1"], usesColor: false),
    Case(isTerminal: true, color: .never, environment: ["TERM": "xterm"], usesColor: false),
  ]) func decidesOnColor(given: Case) {
    let capabilities = TerminalCapabilities(
      isTerminal: given.isTerminal, windowColumns: nil, color: given.color, environment: given.environment)
    #expect(capabilities.usesColor == given.usesColor)
    #expect(capabilities.isTerminal == given.isTerminal)
  }

  @Test(
    arguments: [
      (true, 120, nil, 120),
      (true, 120, "60", 60),
      (true, 120, "0", 120),
      (true, 120, "wide", 120),
      (true, 0, nil, nil),
      (true, nil, nil, nil),
      (false, 120, nil, nil),
      (false, nil, "60", 60),
    ] as [(Bool, Int?, String?, Int?)]) func decidesOnWidth(
      isTerminal: Bool, window: Int?, columns: String?, width: Int?
    )
  {
    let capabilities = TerminalCapabilities(
      isTerminal: isTerminal, windowColumns: window, color: .auto,
      environment: columns.map { ["COLUMNS": $0] } ?? [:])
    #expect(capabilities.width == width)
  }
}
