import LoopbackServer
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

/// Exit codes of runs whose report is lost, with real processes, pipes and files.
@Suite struct UndeliveredOutputTests {
  private static let simulated = "--no-state --simulate fleet.json"

  /// A command, and its exit code if its output is read.
  private static let commands: [(arguments: String, exitCode: Int32)] = [
    ("plan --detailed-exitcode \(simulated)", 2), ("plan --detailed-exitcode --format json \(simulated)", 2),
    ("plan --detailed-exitcode --format markdown \(simulated)", 2), ("plan \(simulated)", 0),
    ("drift \(simulated)", 2), ("drift --format json \(simulated)", 2),
    ("drift --format junit \(simulated)", 2), ("list \(simulated)", 0), ("validate", 0),
    ("validate --format json -f broken.yaml", 65), ("plan --format json -f broken.yaml \(simulated)", 65),
    ("validate -f none.yaml --format gitlab", 65), ("list --app none --format json \(simulated)", 64),
    ("apply stale.json --yes --format json \(simulated)", 3), ("import --all-apps \(simulated)", 0),
    ("import --all-apps --out imported.yaml --force \(simulated)", 0), ("schema", 0), ("version", 0),
    ("help plan", 0), ("completions bash", 0), ("plan --x", 64),
    ("verify --signature hmacsha256=00 --secret-env CI_SECRET </dev/null", 1),
  ]

  /// A reader that went away changes nothing; output that can't be written turns a success into a failure, and nothing
  /// else.
  @Test(arguments: commands.indices) func theExitCodeIsThatOfTheWork(index: Int) async throws {
    let (arguments, exitCode) = Self.commands[index]
    try await Workspace.with { workspace in
      #expect(
        await workspace.simulated("plan", "--out", workspace.directory.file("stale.json")).exitCode == 0)
      try workspace.edit("fleet.json") { $0.replacing("\"enabled\" : true", with: "\"enabled\" : false") }
      try workspace.directory.write("version: 2\n", to: "broken.yaml")
      var command = try workspace.built([])
      var script = #"run() { "$0" \#(arguments); echo "exit $?" >&2; }; run | cat >/dev/null"#
      // The reader is gone before the first byte.
      script += "; (\(Workspace.untilNobodyReads); run) | true; run >&-"
      var expected = [exitCode, exitCode, exitCode == 0 ? 1 : exitCode]
      #if os(Linux)
        script += "; run >/dev/full"
        expected.append(expected[2])
      #endif
      command.arguments = ["-c", script, command.program]
      command.program = "/bin/sh"
      let messages = try await command.run().errorOutput
      let codes = messages.split(separator: "\n").compactMap { line in
        line.hasPrefix("exit ") ? Int32(line.dropFirst(5)) : nil
      }
      #expect(codes == expected, "\(messages)")
      let hasResult = arguments != "plan --x"
      #expect(messages.contains("error: the output could not be written: Bad file descriptor") == hasResult)
      #if os(Linux)
        #expect(messages.contains("error: the output could not be written: No space left") == hasResult)
      #endif
    }
  }

  private static let full: String = {
    #if os(Linux)
      ">/dev/full"
    #else
      ">&-"
    #endif
  }()

  /// The signal comes while the first call is under way; the report goes nowhere.
  @Test(arguments: [full, ">&-", "> >(true)"], [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func anInterruptedRunStaysOne(_ redirection: String, _ signal: (number: Int32, exitCode: Int32))
    async throws
  {
    try await Workspace.with { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        request.method == "GET" ? .answer : .hold
      }
      defer { server.stop() }
      try workspace.write(.generate(), to: "key.p8")
      var command = try workspace.built([])
      let options = "--concurrency 1 --timeout 1d --api-url \(server.url) --key-id TEST --private-key key.p8"
      command.arguments = [
        "-c", #"exec "$0" apply --yes --format json \#(options) \#(redirection)"#, command.program,
      ]
      command.program = "/bin/bash"
      let running = try command.start()
      await server.firstHeld()
      running.send(signal: signal.number)
      try await running.waitForErrorOutput(containing: "note: finishing the calls under way")
      server.letGo()
      let result = try await running.wait()
      #expect(result.exitCode == signal.exitCode, "\(result.errorOutput)")
      #expect(try workspace.directory.read("webhooks.state.json").contains("\"fingerprint\": \""))
    }
  }
}
