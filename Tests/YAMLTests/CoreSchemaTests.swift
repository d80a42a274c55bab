import Testing
import YAML

struct CoreSchemaTests {
  @Test(arguments: [
    (Node.Kind.null, ["null", "Null", "NULL", "~", ""]),
    (.boolean, ["true", "True", "TRUE", "false", "False", "FALSE"]),
    (.integer, ["0", "7", "+12", "-12", "007", "0o17", "0xDEADbeef", "12345678901234567890"]),
    (
      .float,
      [
        "1.5", ".5", "5.", "-1.5e10", "1e3", "1E+3", "1e-3", ".inf", "-.Inf", "+.INF", ".nan", ".NaN", ".NAN",
      ]
    ),
    (
      .string,
      [
        "no", "on", "yes", "off", "y", "n", "nULL", "tRUE", "TRue", "FaLSE", "fALSE", "nil", "~x", "nan",
        "0o18", "0x", "0o", "0xG", "-0x1", "1_000", "1e", "e3", "1e+", ".", "+", "-.", "..", "-.nan",
        ".iNF", ".nAN", ".NAn", "1.2.3", "12:30", "2025-06-09", "0b1", "tru", "truee", "1 2", "com.example.a",
      ]
    ),
  ])
  func `plain scalars have the kind of YAML 1.2's core schema`(kind: Node.Kind, texts: [String]) {
    for text in texts {
      let value = read("key: \(text)").root?["key"]
      #expect(value?.kind == kind, "\(text)")
      #expect(value?.text == text)
    }
  }

  @Test func `quoted and block scalars are strings`() {
    #expect(outline("['1', \"true\", '~', \"\"]") == "['1', 'true', '~', '']")
    #expect(outline("a: |\n  1\nb: >-\n  true\n") == "{a: '1\n', b: 'true'}")
  }

  @Test func `booleans and integers have values`() {
    let root = read("[true, FALSE, 12, -12, +3, 0o17, 0xff, 99999999999999999999, '1', 'true', 1.0]").root
    #expect(root?.items.map(\.boolean) == [true, false, nil, nil, nil, nil, nil, nil, nil, nil, nil])
    #expect(root?.items.map(\.integer) == [nil, nil, 12, -12, 3, 15, 255, nil, nil, nil, nil])
  }

  @Test func `standard tags choose the kind`() {
    #expect(
      outline("[!!str 1, !!str true, !!int '2', !!float 3, !!bool 'true', !!null '', !!str ]")
        == "['1', 'true', #2, ~3, true, ∅, '']")
    #expect(outline("!!map\na: !!seq [x]\n") == "{a: ['x']}")
    #expect(outline("[!<tag:yaml.org,2002:int> '5']") == "[#5]")
  }

  @Test(arguments: [
    (
      "a: !foo x\n",
      """
      x.yaml:1:4: error: unknown tag '!foo'; remove it, or quote the text if it begins with '!'
      a: !foo x
         ^~~~

      """
    ),
    (
      "a: !!binary aGk=\n",
      """
      x.yaml:1:4: error: unknown tag '!!binary'; remove it, or quote the text if it begins with '!'
      a: !!binary aGk=
         ^~~~~~~~

      """
    ),
    (
      "a: &x !!int b\n",
      """
      x.yaml:1:7: error: 'b' isn't an integer, as its tag says; remove the tag
      a: &x !!int b
            ^~~~~

      """
    ),
    (
      "a: !!str [x]\n",
      """
      x.yaml:1:4: error: the tag doesn't fit a list; remove the tag
      a: !!str [x]
         ^~~~~

      """
    ),
    (
      "a: !set {x}\n",
      """
      x.yaml:1:4: error: unknown tag '!set'; remove it, or quote the text if it begins with '!'
      a: !set {x}
         ^~~~

      """
    ),
  ])
  func `other tags are errors at the tag`(text: String, expected: String) {
    #expect(problems(text) == expected)
    #expect(read(text).root != nil)
  }
}
