import Diagnostics
import TestSupport
import Testing

@testable import YAML

struct AliasTests {
  @Test(arguments: [
    (
      "a: &a\n  b: *a\n",
      """
      x.yaml:2:6: error: alias '*a' is inside the value that it repeats; move the anchor '&a' to the part that should be repeated
        b: *a
           ^~
      x.yaml:1:4: note: the value begins here
      a: &a
         ^~

      """
    ),
    (
      "a: &events [x]\nb: *evnts\n",
      """
      x.yaml:2:4: error: unknown alias '*evnts'; did you mean '*events'?
      b: *evnts
         ^~~~~~

      """
    ),
    (
      "name: *release\n",
      """
      x.yaml:1:7: error: unknown alias '*release'; put '&release' before the value that it repeats, above this line, or quote the text
      name: *release
            ^~~~~~~~

      """
    ),
    (
      "<<: *base\nx: 1\n",
      """
      x.yaml:1:5: error: unknown alias '*base'; put '&base' before the value that it repeats, above this line, or quote the text
      <<: *base
          ^~~~~

      """
    ),
    (
      "*key : 1\n",
      """
      x.yaml:1:1: error: unknown alias '*key'; put '&key' before the value that it repeats, above this line, or quote the text
      *key : 1
      ^~~~

      """
    ),
  ])
  func `unusable aliases are errors`(text: String, expected: String) {
    #expect(problems(text) == expected)
  }

  @Test func `an unusable alias leaves a null`() throws {
    let root = try #require(read("a: *x\nb: ~\n").root)
    #expect(root["a"]?.kind == .null)
    #expect(root["b"]?.kind == .null)
  }

  @Test func `an anchor can be given again`() {
    #expect(outline("[&a 1, *a, &a 2, *a]") == "[#1, #1, #2, #2]")
    #expect(outline("[&a [&a x, *a], *a]") == "[['x', 'x'], 'x']")
  }

  @Test func `an alias can be a key`() {
    #expect(outline("{a: &k name, *k : 1}") == "{a: 'name', name: #1}")
  }

  /// The classic alias bomb: each of nine levels has ten times as many nodes as the one below.
  @Test func `an alias bomb is defused by counting`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(aliases)]\n"
    }
    let (root, diagnostics) = read(text)
    #expect(root == nil)
    #expect(
      DiagnosticRenderer().render(diagnostics) == """
        x.yaml:7:20: error: aliases repeat more than 4,000,000 values; use fewer aliases to values that contain aliases
        a6: &a6 [*a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5, *a5]
                           ^~~

        """)
  }

  @Test func `a bomb of merges is defused by counting`() {
    var text = "a0: &a0 {x: 1}\n"
    for level in 1...30 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) {<<: [\(aliases)], k\(level): 1}\n"
    }
    let (root, diagnostics) = read(text)
    #expect(root == nil)
    #expect(diagnostics.map(\.message) == ["aliases repeat more than 4,000,000 values"])
  }

  @Test func `what aliases add is counted to the node`() {
    // The anchored list has four nodes, and each alias adds four.
    let text = "[&a [x, y, z], *a, *a]"
    #expect(read(text, limits: Limits(expandedNodes: 8)).diagnostics == [])
    #expect(read(text, limits: Limits(expandedNodes: 7)).root == nil)
    // Three at the first level (a list of two), then 1 + 2 * 3.
    let nested = "[&a [x, y], &b [*a, *a], *b]"
    #expect(read(nested, limits: Limits(expandedNodes: 13)).diagnostics == [])
    #expect(read(nested, limits: Limits(expandedNodes: 12)).root == nil)
  }

  @Test func `what aliases add is counted to the byte`() {
    // A list of four bytes, then a list of what that one and its alias hold.
    let text = "[&a [xx, yy], &b [*a, zzz], *b, *b]"
    let bytes = 4 + 7 + 7
    #expect(read(text, limits: Limits(expandedBytes: bytes)).diagnostics == [])
    let (root, diagnostics) = read(text, limits: Limits(expandedBytes: bytes - 1))
    #expect(root == nil)
    #expect(
      DiagnosticRenderer().render(diagnostics) == """
        x.yaml:1:33: error: aliases repeat more than 17 bytes of text; use fewer aliases, or shorten the longest value that they repeat
        [&a [xx, yy], &b [*a, zzz], *b, *b]
                                        ^~

        """)
  }

  @Test func `aliases count towards the depth`() {
    #expect(read("[&a [[x]], *a]", limits: Limits(depth: 3)).diagnostics == [])
    let (root, diagnostics) = read("[&a [[x]], [*a]]", limits: Limits(depth: 3))
    #expect(root == nil)
    #expect(
      DiagnosticRenderer().render(diagnostics) == """
        x.yaml:1:13: error: nested deeper than 3 levels; flatten the file
        [&a [[x]], [*a]]
                    ^~

        """)
  }

  @Test func `thousands of unknown aliases beside thousands of anchors stay cheap`() {
    func text(_ count: Int) -> String {
      let anchors = (0..<count).map { "a\($0): &anchor\($0) x\n" }
      return anchors.joined() + (0..<count).map { "b\($0): *achor\($0)\n" }.joined()
    }
    #expect(growsLess(than: 9, from: text(1250), to: text(5000)) { _ = read($0) })
    let diagnostics = read(text(5000)).diagnostics
    #expect(diagnostics.count == 5000)
    #expect(diagnostics.first?.remedy == "did you mean '*anchor0'?")
  }
}
