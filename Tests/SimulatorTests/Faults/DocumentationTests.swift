import Simulator
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The examples of `docs/simulator.md` are right.
@Suite struct DocumentationTests {
  private var page: String {
    get throws {
      let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
      let tests = try #require(parts.lastIndex(of: "Tests"))
      let path = (parts[..<tests] + ["docs", "simulator.md"]).joined(separator: "/")
      return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
  }

  /// The names of an action and its examples, from the list of actions.
  private func actions() throws -> [(name: String, examples: [String])] {
    let rows = try page.matches(of: #/\n- `([a-z]+)` (`\{.*?\}`): /#)
    return rows.map { row in
      (String(row.1), row.2.matches(of: #/`([^`]+)`/#).map { String($0.1) })
    }
  }

  @Test func showsEveryActionOnce() throws {
    let page = try page
    let written = try #require(page.firstMatch(of: #/fleet\.json <<'END'\n((?s).*?)\nEND\n/#)?.1)
    let fleet = try JSONDecoder().decode(Fleet.self, from: Data(written.utf8))
    let rules = try #require(page.firstMatch(of: #/```json\n((?s).*?)\n```/#)?.1)
    let file = FaultFile(path: "docs/simulator.md")
    #expect(try file.parse(Array(rules.utf8), for: fleet).rules.count == 2)

    let actions = try actions()
    #expect(
      actions.map(\.name) == [
        "status", "reset", "hang", "delay", "truncate", "garbage", "redirect", "headers", "edit", "endless",
        "late", "stale",
      ])
    for (name, examples) in actions {
      for example in examples {
        let text = #"{"rules": [{"action": {"\#(name)": \#(example)}}]}"#
        let rules = try file.parse(Array(text.utf8), for: fleet).rules
        #expect(rules.map { "\($0.action)".prefix { $0 != "(" } } == [name[...]], "\(example)")
      }
    }
  }
}
