@testable import Reports
import TestSupport
import Testing

/// The built program, as users run it.
@Suite struct ExecutableTests {
  private func run(_ arguments: String...) async throws -> Command.Result {
    try await Command(BuiltProduct.path(named: "storehooks"), arguments).run()
  }

  @Test func helpGoesToStandardOutput() async throws {
    let result = try await run("help")
    #expect(result.exitCode == 0)
    #expect(result.output.hasPrefix("storehooks: App Store Connect webhooks as code\n"))
    #expect(result.errorOutput.isEmpty)
  }

  @Test func anEmptyInvocationIsWrongUsage() async throws {
    let result = try await run()
    #expect(result.exitCode == 64)
    #expect(result.output.isEmpty)
    #expect(try await result.errorOutput == run("help").output)
  }

  @Test func aMistakeIsWrongUsage() async throws {
    let result = try await run("plan", "--fromat", "json")
    #expect(result.exitCode == 64)
    #expect(result.output.isEmpty)
    #expect(result.errorOutput.hasPrefix("error: unknown option '--fromat'; did you mean '--format'?\n"))
  }

  private static let scripts: [(script: String, exitCode: Int32, error: String)] = {
    let closed = "error: the output could not be written: Bad file descriptor\n"
    var cases: [(String, Int32, String)] = [
      (#"exec "$0" help >&-"#, 1, closed),
      (#"exec "$0" plan --x 2>&-"#, 64, ""),
      (#"exec "$0" help <&- >&- 2>&-"#, 1, ""),
    ]
    #if os(Linux)
      let full = "error: the output could not be written: No space left on device\n"
      cases.append((#"exec "$0" help >/dev/full"#, 1, full))
    #endif
    return cases
  }()

  @Test(arguments: scripts) func survivesClosedAndFullStreams(script: String, exitCode: Int32, error: String)
    async throws
  {
    let program = try BuiltProduct.path(named: "storehooks")
    let result = try await Command("/bin/sh", ["-c", script, program]).run()
    #expect(result.exitCode == exitCode)
    #expect(result.output.isEmpty)
    #expect(result.errorOutput == error)
  }

  /// An equals sign and a combining mark are one character to Swift.
  @Test func aVariableMayBeginWithAMark() async throws {
    let result = try await Command(
      BuiltProduct.path(named: "storehooks"), ["plan", "--file", "/dev/null"],
      environment: ["STOREHOOKS_API_URL": "\u{301}"]
    ).run()
    #expect(
      result.errorOutput == """
        error: environment variable 'STOREHOOKS_API_URL' needs an absolute https URL, not '\u{301}'; it must begin with https://
        Run 'storehooks help plan' for usage.

        """)
  }
}
