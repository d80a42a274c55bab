import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What docs/simulator.md tells newcomers to type works as written, without a key.
@Suite struct SimulatorDocumentationTests {
  private static let hasCurl = ["/usr/bin/curl", "/bin/curl"].contains {
    FileManager.default.fileExists(atPath: $0)
  }

  private func shell(_ lines: [String], in folder: String) throws -> Command {
    let program = try BuiltProduct.path(named: "storehooks")
    let programs = program.dropLast("/storehooks".count)
    return Command(
      "/bin/sh", ["-e", "-c", lines.joined(separator: "\n")],
      environment: ["PATH": "\(programs):/usr/bin:/bin", "HOME": folder], workingDirectory: folder)
  }

  @Test(.enabled(if: hasCurl)) func theExampleOverHTTPWorks() async throws {
    let text = try String(contentsOfFile: Workspace.root + "/docs/simulator.md", encoding: .utf8)
    let blocks = MarkdownDocument(text: text).blocks.prefix(2).map(\.lines)
    try #require(blocks.count == 2 && blocks[0].last == "storehooks simulate --fleet fleet.json --port 8080")
    try await TemporaryDirectory.with { directory in
      // Any free port, because others may use this one. The shell is replaced by the server, which is stopped later.
      let serve = "exec storehooks simulate --fleet fleet.json --port 0"
      let server = try shell(blocks[0].dropLast() + [serve], in: directory.path).start()
      let url = try await server.readLine().replacing("Listening on ", with: "")
      let client = try await shell(
        blocks[1].map { $0.replacing("http://127.0.0.1:8080", with: url) }, in: directory.path
      ).run()
      #expect(client.exitCode == 0, "\(client.errorOutput)")
      #expect(client.output.contains(#""name":"Release bot""#))
      #expect(client.output.contains("No changes. 1 unchanged"))
      #expect(try directory.read("webhooks.yaml").contains("Release bot:"))
      server.send(signal: SIGTERM)
      let ended = try await server.wait()
      #expect(ended.exitCode == 0 && ended.errorOutput.isEmpty)
    }
  }
}
