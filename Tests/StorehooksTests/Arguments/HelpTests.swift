@testable import Reports
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

@Suite struct HelpTests {
  private let help = HelpRenderer(spec: .storehooks)

  @Test func overview() throws {
    try Golden.check(help.overview(), named: "help.txt")
  }

  @Test(arguments: [40, 80, 200]) func overviewKeepsToTheTerminal(columns: Int) throws {
    let help = HelpRenderer(spec: .storehooks, columns: columns)
    try Golden.check(help.overview(), named: "help-width-\(columns).txt")
  }

  @Test func narrowerAndWiderTerminalsGetWhatCanBeRead() {
    func widest(_ columns: Int?) -> Int {
      HelpRenderer(spec: .storehooks, columns: columns).overview().split(separator: "\n").map(\.count).max()
        ?? 0
    }
    #expect(widest(1) == widest(40))
    #expect(widest(500) == widest(100) && widest(500) <= 100)
    #expect(widest(nil) <= 80)
  }

  @Test(arguments: CommandLineSpec.storehooks.commands.map(\.name)) func page(command: String) throws {
    let spec = try #require(CommandLineSpec.storehooks.command(named: command))
    try Golden.check(help.page(of: spec), named: "help-\(command).txt")
  }
}
