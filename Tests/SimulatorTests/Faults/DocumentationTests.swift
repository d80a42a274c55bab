import Simulator
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The examples of `docs/simulator.md` are right.
@Suite struct DocumentationTests {
  private var examples: [String] {
    get throws {
      let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
      let tests = try #require(parts.lastIndex(of: "Tests"))
      let path = (parts[..<tests] + ["docs", "simulator.md"]).joined(separator: "/")
      let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
      return text.split(separator: "```json\n").dropFirst().compactMap { rest in
        rest.firstRange(of: "\n```").map { String(rest[..<$0.lowerBound]) }
      }
    }
  }

  @Test func showsEveryActionOnce() throws {
    let examples = try examples
    let fleet = try JSONDecoder().decode(Fleet.self, from: Data(try #require(examples.first).utf8))
    let file = FaultFile(path: "docs/simulator.md")
    let plans = try examples.dropFirst().map { try file.parse(Array($0.utf8), for: fleet) }
    #expect(plans.map(\.rules.count) == [1, 3, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 1])
    let names = plans.dropFirst().map { plan in
      Set(plan.rules.map { "\($0.action)".prefix { $0 != "(" } })
    }
    #expect(
      names == [
        ["status"], ["reset"], ["hang"], ["delay"], ["truncate"], ["garbage"], ["redirect"], ["headers"],
        ["edit"], ["endless"], ["late"], ["stale"],
      ])
  }
}
