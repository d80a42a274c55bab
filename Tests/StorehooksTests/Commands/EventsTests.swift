@testable import Reports
import AppStoreConnect
import Events
import TestSupport
import Testing

@testable import CommandLine
@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `storehooks events`, as users run it, and what else the catalogue says.
@Suite struct EventsTests {
  private func events(_ arguments: String...) async throws -> Command.Result {
    try await Command(BuiltProduct.path(named: "storehooks"), ["events"] + arguments).run()
  }

  @Test(arguments: ["text", "json", "markdown"]) func listsThemAll(format: String) async throws {
    let result = try await events("--format", format)
    #expect(result.exitCode == 0 && result.errorOutput.isEmpty)
    try Golden.check(result.output, named: "events/all-\(format).txt")
  }

  @Test(arguments: ["text", "json", "markdown"]) func showsOne(format: String) async throws {
    let type = "ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED"
    let result = try await events(type, "--format", format)
    #expect(result.exitCode == 0 && result.errorOutput.isEmpty)
    try Golden.check(result.output, named: "events/one-\(format).txt")
    #expect(try await events("alternativeDistributionPackageAvailableUpdated", "--format", format) == result)
  }

  @Test func fitsTheTerminal() {
    for width in [60, 80, 200] {
      let text = EventsText(style: .plain, width: width)
      let pages = EventCatalogue.all.map { event in
        text.page(of: event).dropLast(event.payload.count)
      }
      for line in ([text.list(EventCatalogue.all)[...]] + pages).joined().split(separator: "\n") {
        let isOneWord = !line.trimmingPrefix("  ").contains(" ") || line.hasPrefix("  GET ")
        #expect(line.count <= width || isOneWord || !line.hasPrefix(" "), "\(line)")
      }
    }
  }

  @Test(arguments: [
    ("BUILD_UPLOD_STATE_UPDATED", "did you mean 'BUILD_UPLOAD_STATE_UPDATED'?"),
    ("buildUplodStateUpdated", "did you mean 'BUILD_UPLOAD_STATE_UPDATED'?"),
    ("WEBHOOK_PING", "'storehooks events' lists them"),
    ("\u{1B}[31m", "'storehooks events' lists them"),
  ]) func refusesOthers(type: String, remedy: String) async throws {
    let result = try await events(type)
    #expect(result.exitCode == 64 && result.output.isEmpty)
    #expect(result.errorOutput.contains("unknown event type '"))
    #expect(result.errorOutput.contains(remedy) && !result.errorOutput.contains("\u{1B}"))
    let json = try await events(type, "--format", "json")
    #expect(json.exitCode == 64)
    #expect(throws: Never.self) { try JSONDecoder().decode(AnyJSON.self, from: Data(json.output.utf8)) }
  }

  @Test func theStarterFileAndTheDocumentationTellTheSame() throws {
    let documentation = try String(
      contentsOfFile: Workspace.root + "/docs/configuration.md", encoding: .utf8)
    for event in EventCatalogue.types {
      #expect(StarterFile.text.contains("#   \(event.type)\n#     \(event.summary)\n"))
      #expect(documentation.contains("| `\(event.type)` | \(event.summary) |\n"), "\(event.type)")
    }
    #expect(EventType.known.map(\.rawValue) == EventCatalogue.types.map(\.type).sorted())
  }

  @Test func completionOffersThem() {
    let completer = Completer(spec: .storehooks) { _, _ in [] }
    let candidates = EventCatalogue.all.map { Suggestion($0.type, says: $0.summary) }
    #expect(completer.complete(["events"], current: "") == .words(candidates, prefix: ""))
    #expect(completer.complete(["events", "X"], current: "Y") == .nothing)
  }
}
