@testable import Reports
import Cryptography
import LoopbackServer
import TestSupport
import Testing

/// The built program in a real terminal: what the screen shows while a server is slow, after a resize, at the prompt,
/// and at the end.
///
/// Every wait is for something to appear, however long that takes, so the machine's speed doesn't matter.
@Suite(.enabled(if: TmuxTerminal.isInstalled, "tmux is not installed"))
struct TerminalCaptureTests {
  /// A terminal with a shell in a folder where `storehooks` talks to a server. Only so many requests for webhooks are
  /// answered until it is let go; the second POST is told to wait for ten minutes.
  private func withTerminal(
    columns: Int, answering reads: Int = 5, environment: [String: String] = [:],
    _ body: (TmuxTerminal, GatedServer) async throws -> Void
  ) async throws {
    try await Workspace.with { workspace in
      let ids = (0..<20).map { (id: 1_000_000_000 + $0, bundleId: "com.example.app\($0)") }
      let apps = ids.map { #"{"id":"\#($0.id)","bundleId":"\#($0.bundleId)","name":"App","webhooks":[]}"# }
      let fleet = try workspace.directory.write(
        "{\"apps\":[\(apps.joined(separator: ","))]}", to: "fleet.json")
      let template = """
        version: 1
        templates:
          Bot:
            url: https://hooks.example.com/{bundleId}
            events: [BUILD_UPLOAD_STATE_UPDATED]
            secret: { env: RELEASE_BOT_SECRET }
        apps:

        """
      let uses = ids.map { "  \($0.bundleId): { use: [Bot] }\n" }
      try workspace.directory.write(template + uses.joined(), to: "webhooks.yaml")
      try workspace.write(try P256SigningKey.generate(), to: "key.p8")

      let (webhooks, writes) = (LockedValue(0), LockedValue(0))
      @Sendable func count(_ counter: LockedValue<Int>) -> Int {
        counter.withLock { count in
          count += 1
          return count
        }
      }
      let server = try GatedServer(fleet: fleet) { request in
        if request.method == "POST" {
          guard count(writes) == 2 else { return .answer }
          return .refuse(ServerResponse(status: 429, headers: [("Retry-After", "600")]))
        }
        return request.target.contains("/webhooks") && count(webhooks) > reads ? .hold : .answer
      }
      defer { server.stop() }

      let folder = try BuiltProduct.path(named: "storehooks").dropLast("/storehooks".count)
      // As options, they would make the command line wider than the terminal.
      var variables = workspace.environment.merging([
        "PATH": "\(folder):/usr/local/bin:/usr/bin:/bin", "PS1": "> ", "STOREHOOKS_API_URL": server.url,
        "ASC_KEY_ID": "TEST", "ASC_PRIVATE_KEY_PATH": "key.p8",
      ]) { $1 }
      variables.merge(environment) { $1 }
      try await TmuxTerminal.with(
        columns: columns, ["sh", "-i"], environment: variables, workingDirectory: workspace.directory.path
      ) { terminal in
        try await terminal.wait(for: "the shell") { $0.hasSuffix(">") }
        try await body(terminal, server)
      }
    }
  }

  /// Runs a command without its results, so that the screen shows the rest.
  private func run(_ command: String, in terminal: TmuxTerminal) async throws {
    let options = "--no-state --concurrency 1 --timeout 1d"
    try await terminal.type("storehooks \(command) \(options) >/dev/null; echo exit $?")
    try await terminal.press("Enter")
  }

  private func lines(_ screen: String) -> [Substring] { screen.split(separator: "\n") }

  private func hasProgress(_ screen: String) -> Bool { screen.contains(" of 20 apps") }

  private func hasEnded(_ screen: String) -> Bool { lines(screen).contains { $0.hasPrefix("exit ") } }

  @Test func progressIsDrawnAndErased() async throws {
    try await withTerminal(columns: 100) { terminal, server in
      try await run("plan", in: terminal)
      let screen = try await terminal.wait(for: "progress") {
        $0.contains("5 of 20 apps") && $0.contains("left")
      }
      let line = try #require(lines(screen).last)
      let pattern = #/^Reading webhooks  \[#+-+\]  5 of 20 apps  [\d.]+/(s|min)  .+ left$/#
      #expect(line.wholeMatch(of: pattern) != nil, "\(line)")
      let cursor = try await terminal.cursor()
      #expect(cursor.column == 0 && cursor.isVisible)
      server.letGo()
      let end = try await terminal.wait(for: "the end", hasEnded(_:))
      #expect(lines(end).dropFirst().first == "exit 0", "nothing of it is left:\n\(end)")
    }
  }

  @Test func messagesComeAboveIt() async throws {
    try await withTerminal(columns: 100) { terminal, server in
      try await run("plan --verbose", in: terminal)
      let screen = try await terminal.wait(for: "progress", hasProgress(_:))
      #expect(lines(screen).last?.hasPrefix("Reading webhooks  [") == true, "\(screen)")
      #expect(lines(screen).dropFirst().dropLast().allSatisfy { $0.hasPrefix("GET /v1/apps") }, "\(screen)")
      server.letGo()
      let end = try await terminal.wait(for: "the end", hasEnded(_:))
      #expect(!hasProgress(end) && end.contains("GET /v1/apps/1000000010/webhooks  200"), "\(end)")
    }
  }

  @Test func aResizeLeavesNothingBehind() async throws {
    try await withTerminal(columns: 100) { terminal, server in
      try await run("plan", in: terminal)
      let progress = { (screen: String) in
        lines(screen).filter { hasProgress(String($0)) || $0.contains("Reading") || $0.contains("left") }
      }
      try await terminal.wait(for: "progress with a bar") {
        progress($0).last?.contains("]  5 of 20") == true
      }
      try await terminal.resize(columns: 34)
      // Until the next drawing, the terminal shows the old line in pieces.
      try await terminal.wait(for: "a narrow line alone") {
        progress($0) == ["Reading webhooks  5 of 20 apps"]
      }
      try await terminal.resize(columns: 90)
      try await terminal.wait(for: "a bar again, and nothing else") { screen in
        progress(screen).count == 1 && progress(screen).last?.contains("]  5 of 20") == true
      }
      server.letGo()
      try await terminal.wait(for: "the end", hasEnded(_:))
      let history = try await terminal.history()
      #expect(history.contains("> storehooks plan --no-state"), "nothing else is erased:\n\(history)")
      #expect(progress(history).isEmpty, "\(history)")
    }
  }

  @Test func aSignalLeavesNothingBehind() async throws {
    try await withTerminal(columns: 100) { terminal, _ in
      try await run("plan", in: terminal)
      try await terminal.wait(for: "progress", hasProgress(_:))
      try await terminal.press("C-c")
      let end = try await terminal.wait(for: "the shell") { $0.hasSuffix("\n>") }
      #expect(!hasProgress(end), "\(end)")
    }
  }

  @Test(arguments: [["TERM": "dumb"], ["STOREHOOKS_OPTION": "--quiet"]])
  func isNotDrawnWhereItIsUnwanted(environment: [String: String]) async throws {
    try await withTerminal(columns: 120, environment: environment) { terminal, server in
      try await run("plan $STOREHOOKS_OPTION", in: terminal)
      await server.firstHeld()
      // Long enough for a line to be drawn, if one were.
      try await Task.sleep(for: .milliseconds(800))
      #expect(try await !hasProgress(terminal.screen()))
      server.letGo()
      let end = try await terminal.wait(for: "the end", hasEnded(_:))
      #expect(lines(end).dropFirst().first == "exit 0", "\(end)")
    }
  }

  @Test func thePromptSaysWhatYesMeans() async throws {
    try await withTerminal(columns: 140, answering: .max) { terminal, _ in
      try await run("apply", in: terminal)
      let prompt = try await terminal.wait(for: "the prompt") { $0.hasSuffix("goes ahead:") }
      let line = try #require(lines(prompt).last)
      let question =
        #/Make these 20 calls \(20 creates\) on 20 apps at 127\.0\.0\.1:\d+\? Only 'yes' goes ahead:/#
      #expect(line.wholeMatch(of: question) != nil, "\(line)")
      #expect(try await terminal.cursor().column == line.count + 1)
      try await terminal.type("yes")
      try await terminal.press("Enter")
      let waiting = try await terminal.wait(for: "a wait for the limit") { $0.contains("Connect's limit") }
      let pattern = #/^Applying  \[#*-+\]  1 of 20 calls, waiting \d+ min.* for App Store Connect's limit$/#
      #expect(try #require(lines(waiting).last).wholeMatch(of: pattern) != nil, "\(waiting)")
      #expect(lines(waiting).dropLast().last?.hasSuffix("goes ahead: yes") == true, "\(waiting)")
      // The second signal ends the process, but two that come before the first is seen count as one.
      var end = waiting
      try await waitUntil {
        try await terminal.press("C-c")
        try await Task.sleep(for: .milliseconds(100))
        end = try await terminal.screen()
        return end.hasSuffix("\n>")
      }
      #expect(!end.contains("of 20 calls, waiting"), "\(end)")
    }
  }

  @Test func anythingElseDeclines() async throws {
    try await withTerminal(columns: 140, answering: .max) { terminal, _ in
      try await run("apply --quiet", in: terminal)
      try await terminal.wait(for: "the prompt") { $0.hasSuffix("goes ahead:") }
      try await terminal.type("y")
      try await terminal.press("Enter")
      let end = try await terminal.wait(for: "the end", hasEnded(_:))
      #expect(end.contains("goes ahead: y\nNothing was changed.\nexit 1"), "\(end)")
    }
  }
}
