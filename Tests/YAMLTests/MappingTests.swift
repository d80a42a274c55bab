import Diagnostics
import Testing

struct MappingTests {
  @Test(arguments: [
    (
      "a: 1\nb: 2\n'a': 3\n",
      """
      x.yaml:3:1: error: duplicate key 'a'; remove or rename one of the two
      'a': 3
      ^~~
      x.yaml:1:1: note: the first one is here
      a: 1
      ^

      """, "{a: #1, b: #2}"
    ),
    (
      "a: &x b\n*x : 1\nb: 2\n",
      """
      x.yaml:3:1: error: duplicate key 'b'; remove or rename one of the two
      b: 2
      ^
      x.yaml:2:1: note: the first one is here
      *x : 1
      ^~

      """, "{a: 'b', b: #1}"
    ),
    (
      "[a]: 1\n? {b: c}\n: 2\nd: 3\n",
      """
      x.yaml:1:1: error: a key must be a scalar, not a list; quote it if it should be text
      [a]: 1
      ^~~
      x.yaml:2:3: error: a key must be a scalar, not a mapping; quote it if it should be text
      ? {b: c}
        ^~~~~~

      """, "{d: #3}"
    ),
    (
      "url: {{bundleId}}\n",
      """
      x.yaml:1:7: error: a key must be a scalar, not a mapping; quote it if it should be text
      url: {{bundleId}}
            ^~~~~~~~~~

      """, "{url: {}}"
    ),
    (
      "?\n: 2\na: 1\n",
      """
      x.yaml:1:2: error: a key is missing here; write the key, or '\"\"' if it should be empty
      ?
       ^

      """, "{a: #1}"
    ),
    (
      "<<: {a: 1}\n<<: {b: 2}\n",
      """
      x.yaml:2:1: error: a second '<<' in one mapping; merge a list instead: '<<: [*one, *other]'
      <<: {b: 2}
      ^~
      x.yaml:1:1: note: the first one is here
      <<: {a: 1}
      ^~

      """, "{a: #1}"
    ),
    (
      "a: &a [1]\nb:\n  <<: [*a, x]\n  c: 1\nd:\n  <<: text\ne:\n  <<:\n",
      """
      x.yaml:3:8: error: '<<' can't merge a list; list mappings only
        <<: [*a, x]
             ^~
      x.yaml:3:12: error: '<<' can't merge a string; list mappings only
        <<: [*a, x]
                 ^
      x.yaml:6:7: error: '<<' can't merge a string; give it a mapping or a list of mappings
        <<: text
            ^~~~
      x.yaml:8:6: error: '<<' can't merge null; give it a mapping or a list of mappings
        <<:
           ^

      """, "{a: [#1], b: {c: #1}, d: {}, e: {}}"
    ),
  ])
  func `faulty keys and merges are reported and left out`(text: String, expected: String, tree: String) {
    let (root, diagnostics) = read(text)
    #expect(DiagnosticRenderer().render(diagnostics) == expected)
    #expect(root.map(outline(of:)) == tree)
  }

  @Test func `every duplicate of a large mapping is found`() {
    let keys = (0..<500).map { "key\($0): 1\n" }
    let (root, diagnostics) = read((keys + keys).joined())
    #expect(diagnostics.count == 500)
    #expect(diagnostics.allSatisfy { $0.notes.count == 1 })
    #expect(root?.pairs.count == 500)
    #expect(root?["key499"]?.integer == 1)
  }

  @Test func `an empty key may be quoted`() {
    #expect(outline("'': 1\n") == "{: #1}")
  }

  @Test(arguments: [
    ("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n", "x: #1, y: #3"),
    ("a: &a {x: 1, y: 2}\nb: {y: 3, <<: *a}\n", "y: #3, x: #1"),
    ("a: &a {x: 1}\nc: &c {x: 2, z: 2}\nb: {p: 0, <<: [*a, *c], q: 0}\n", "p: #0, x: #1, z: #2, q: #0"),
    ("b: {<<: {x: 1}, y: 2}\n", "x: #1, y: #2"),
    ("b: {<<: [], y: 2}\n", "y: #2"),
    ("a: &a {x: 1}\nc: &c {<<: *a, y: 2}\nb: {<<: *c, z: 3}\n", "x: #1, y: #2, z: #3"),
    ("l: &l [{x: 1}, {y: 2}]\nb: {<<: *l}\n", "x: #1, y: #2"),
    ("b: {'<<': {x: 1}}\n", "<<: {x: #1}"),
    ("b: {!!str <<: {x: 1}}\n", "<<: {x: #1}"),
    ("b: {y: <<}\n", "y: '<<'"),
  ])
  func `merges give way to explicit keys and earlier maps`(text: String, expected: String) {
    #expect(read(text).root?["b"].map(outline(of:)) == "{" + expected + "}")
    #expect(read(text).diagnostics == [])
  }

  @Test func `large mappings merge like small ones`() throws {
    let base = (0..<100).map { "k\($0): base" }.joined(separator: ", ")
    let own = (50..<150).map { "k\($0): own" }.joined(separator: ", ")
    let root = try #require(read("a: &a {\(base)}\nb: {first: 1, <<: *a, \(own)}\n").root)
    let merged = try #require(root["b"])
    #expect(merged.pairs.count == 151)
    let order = ["first"] + (0..<150).map { "k\($0)" }
    #expect(merged.pairs.map(\.key.text) == order)
    for number in 0..<150 {
      #expect(merged["k\(number)"]?.text == (number < 50 ? "base" : "own"))
    }
  }

  @Test func `a merged value has the place where it was written`() {
    let root = read("a: &a\n  x: 1\nb:\n  <<: *a\n").root
    #expect(short(root?["b"]?["x"]?.range) == "2:6-2:7")
  }
}
