@testable import Reports
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

@Suite struct ManualPageTests {
  private let page = ManualPage(spec: .storehooks, version: "1.2.3").text()

  @Test func isMadeFromTheSpecification() throws { try Golden.check(page, named: "storehooks.1") }

  @Test func hasEverything() {
    let spec = CommandLineSpec.storehooks
    for command in spec.commands {
      #expect(page.contains(".SS \"\(command.name)\""), "\(command.name)")
      for code in command.exitCodes { #expect(page.contains("\\fB\(code.code)\\fR"), "\(code)") }
      for example in command.examples {
        #expect(page.contains(Roff.escaped(example.line)), "\(example.line)")
      }
    }
    for option in spec.options(of: nil) {
      #expect(page.contains(Roff.bold(option.spelling)), "\(option.long)")
      if let name = option.value?.environmentVariable { #expect(page.contains(Roff.bold(name))) }
    }
  }

  @Test(.enabled(if: CommandRunner.isInstalled("groff"), "groff is not installed"))
  func groffHasNothingToWarnAbout() async throws {
    let groff = try #require(CommandRunner.path(of: "groff"))
    let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]
    let command = Command(
      groff, ["-man", "-ww", "-Tascii", "-P-cbou", "-rLL=78n"], environment: environment, input: page)
    let result = try await command.run()
    #expect(result.exitCode == 0 && result.errorOutput.isEmpty, "\(result.errorOutput)")
    // As text, it has the quotes and dashes that a shell reads.
    #expect(result.output.contains("storehooks plan --app 'com.example.*' --format json"))
    #expect(result.output.contains("--concurrency N"))
  }

  @Test(.enabled(if: CommandRunner.isInstalled("mandoc"), "mandoc is not installed"))
  func mandocFindsNoMistake() async throws {
    let mandoc = try #require(CommandRunner.path(of: "mandoc"))
    let result = try await Command(mandoc, ["-T", "lint", "-W", "error"], input: page).run()
    #expect(result.exitCode == 0, "\(result.output)\(result.errorOutput)")
  }

  @Test func helpPrintsIt() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("help", "--man")
      #expect(run.exitCode == 0 && run.messages.isEmpty)
      #expect(run.output == ManualPage(spec: .storehooks, version: BuildInformation.version).text())
    }
  }
}
