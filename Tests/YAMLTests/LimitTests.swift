import Testing

@testable import YAML

struct LimitTests {
  @Test(arguments: [("[", "]"), ("{a: ", "}")])
  func `a hundred levels are read and one more isn't`(opening: String, closing: String) {
    func nested(_ levels: Int) -> String {
      String(repeating: opening, count: levels) + "x" + String(repeating: closing, count: levels)
    }
    #expect(read(nested(100)).diagnostics == [])
    #expect(read(nested(100)).root != nil)
    let (root, diagnostics) = read(nested(101))
    #expect(root == nil)
    #expect(diagnostics.map(\.message) == ["nested deeper than 100 levels"])
    #expect(diagnostics.first?.range?.start.column == Int32(100 * opening.utf8.count + 1))
  }

  @Test func `block collections count as levels too`() {
    let lines = (0..<101).map { String(repeating: " ", count: $0) + "a:\n" }
    #expect(read(lines.dropLast().joined()).diagnostics == [])
    #expect(read(lines.joined()).diagnostics.map(\.message) == ["nested deeper than 100 levels"])
    #expect(read(String(repeating: "- ", count: 100)).diagnostics == [])
    #expect(read(String(repeating: "- ", count: 101)).root == nil)
  }

  @Test(arguments: [("[", 101), ("{a: ", 401), ("- ", 201), ("? ", 201), ("{? [", 201), ("[[a]: ", 296)])
  func `a million openings end at once`(opening: String, column: Int32) {
    let (root, diagnostics) = read(String(repeating: opening, count: 250_000))
    #expect(root == nil)
    #expect(diagnostics.map(\.message) == ["nested deeper than 100 levels"])
    #expect(diagnostics.first?.range?.start.column == column)
  }

  @Test func `a file may not be too large`() {
    #expect(read("abcd", limits: Limits(bytes: 4)).diagnostics == [])
    #expect(
      problems("a: 1 # " + String(repeating: "x", count: 1993) + "\n", limits: Limits(bytes: 2000)) == """
        x.yaml:1:1: error: the file has more than 2,000 bytes; split it into several files
        a: 1 # \(String(repeating: "x", count: 151))…
        ^

        """)
  }

  @Test func `what was found before a fatal error is kept`() {
    let limits = Limits(depth: 2)
    #expect(
      read("a: 1\na: 2\n---\nb: 1", limits: limits).diagnostics.map(\.message) == [
        "duplicate key 'a'", "a second document begins here",
      ])
    #expect(
      read("- {a: 1, a: 2}\n- *x\n- [[]]\n", limits: limits).diagnostics.map(\.message) == [
        "duplicate key 'a'", "unknown alias '*x'", "nested deeper than 2 levels",
      ])
  }

  @Test func `limits beyond what indices can hold are cut`() {
    let limits = Limits(depth: .max, expandedNodes: .max, bytes: .max)
    #expect(read("[&a [x], *a]", limits: limits).diagnostics == [])
  }
}
