import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The library needs nothing else; `scripts/test` builds `Tests/External` against it.
@Suite struct StandaloneTests {
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")

  private func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: Self.root + "/" + path)), as: UTF8.self)
  }

  @Test func importsFoundationAlone() throws {
    let folder = "Sources/WebhookReceiver"
    let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.root + "/" + folder)
    let sources = paths.filter { $0.hasSuffix(".swift") }
    #expect(sources.count > 5)
    for source in sources {
      for line in try read(folder + "/" + source).split(separator: "\n") {
        guard let module = line.firstMatch(of: #/^\s*(?:\S+ )?import (\S+)/#)?.1 else { continue }
        #expect(["Foundation", "FoundationEssentials"].contains(module), "\(source)")
      }
    }
    #expect(try read("Package.swift").contains(#".target(name: "WebhookReceiver"),"#))
  }

  /// The code in the article is the code that the external package runs.
  @Test func theArticlesCodeIsCompiled() throws {
    let article = try read("Sources/WebhookReceiver/WebhookReceiver.docc/ReceivingEvents.md")
    let blocks = article.matches(of: #/```swift\n([\s\S]*?)```/#).map { String($0.1) }
    #expect(blocks.count == 2)
    let code = try read("Tests/External/Sources/receiver-outside/Receiver.swift")
    #expect(blocks.joined(separator: "\n") == code)
  }
}
