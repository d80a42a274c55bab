import TestSupport
import Testing

@Suite struct CommandTests {
  private func shell(_ script: String, _ arguments: String...) -> Command {
    Command("/bin/sh", ["-c", script, "sh"] + arguments)
  }

  @Test func collectsOutputAndExitCode() async throws {
    let result = try await shell("echo out; echo err >&2; exit 3").run()
    #expect(result == Command.Result(exitCode: 3, output: "out\n", errorOutput: "err\n"))
  }

  @Test func passesArgumentsEnvironmentAndFolder() async throws {
    try await TemporaryDirectory.with { directory in
      var command = shell(#"pwd -P; echo "$1|$2|$A|${HOME-unset}""#, "a b", "$x'")
      command.environment = ["A": "1=2"]
      command.workingDirectory = directory.path
      let lines = try await command.run().output.split(separator: "\n")
      #expect(lines.first?.hasSuffix(directory.path) == true)
      #expect(lines.last == "a b|$x'|1=2|unset")
    }
  }

  @Test func feedsInputOfAnySize() async throws {
    let input = String(repeating: "0123456789abcde\n", count: 50_000)
    var command = Command("/bin/cat", input: input)
    #expect(try await command.run().output == input)
    command = Command("/bin/sh", ["-c", "exec 0<&-; echo done"], input: input)
    #expect(try await command.run().output == "done\n")
  }

  @Test func tellsThatAProgramIsMissing() async {
    await #expect(throws: CommandError.self) { try await Command("/nonexistent/program").run() }
  }

  @Test func runsAServer() async throws {
    let server = try shell("trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.01; done").start()
    #expect(try await server.readLine() == "ready")
    server.send(signal: SIGTERM)
    #expect(try await server.readLine() == "bye")
    #expect(try await server.wait().exitCode == 7)
  }

  @Test func givesTheSignalThatEndedAProgram() async throws {
    let server = try shell("echo ready >&2; exec sleep 86400").start()
    try await server.waitForErrorOutput(containing: "ready")
    server.send(signal: SIGINT)
    #expect(try await server.wait().exitCode == 128 + SIGINT)
  }

  @Test func tellsThatAServerEndedEarly() async throws {
    let server = try shell("echo problem >&2; exit 1").start()
    let error = await #expect(throws: CommandError.self) { try await server.readLine() }
    #expect(error?.description.contains("problem") == true)
  }

  @Test func killsAServerThatIsLetGoOf() async throws {
    var server: RunningCommand? = try shell("echo ready; sleep 86400").start()
    _ = try await server?.readLine()
    let processID = try #require(server?.processID)
    server = nil
    try await waitUntil { kill(processID, 0) == -1 }
  }

  @Test func temporaryFoldersAreRemoved() async throws {
    let path = try TemporaryDirectory.with { directory in
      try directory.write("x", to: "a/b.txt")
      #expect(try directory.contents() == ["a"])
      #expect(try directory.read("a/b.txt") == "x")
      return directory.path
    }
    #expect(access(path, F_OK) == -1)
  }
}
