import Diagnostics
import Testing
import YAML

/// Mistakes that aren't where libyaml stumbles over them.
struct StrangeTextTests {
  @Test(arguments: [
    ("apps:\u{A0}x\nb: 1\n", "1:6"), ("a:\n  b:\u{A0}c\n  d: 1\n", "2:5"),
    ("a: 1\n\u{A0}\u{A0}b\nc: 1\n", "2:1"),
    ("- x\n-\u{A0}a\n", "2:2"), ("a: 'x'\u{A0}# y\n", "1:7"), ("a: [\u{A0}{} }\n", "1:5"),
    ("a:\u{2003}b\nc: 1\n", "1:3"), ("a:\u{3000}b\nc: 1\n", "1:3"), ("a:\u{200B}b\nc: 1\n", "1:3"),
  ]) func `a blank that is none is named where it stands`(text: String, place: String) throws {
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x", text: text))
    #expect(root == nil)
    let problem = try #require(diagnostics.first)
    #expect(
      "\(problem.range?.start.line ?? 0):\(problem.range?.start.column ?? 0)" == place, "\(problem.message)")
    #expect(problem.message.hasSuffix(", which YAML reads as a letter"))
    #expect(problem.remedy == "use a normal space")
    if text.contains("\u{A0}") { #expect(problem.message.hasPrefix("this is a no-break space (U+00A0)")) }
  }

  @Test(arguments: ["a: x\u{A0}y\nb @: [\n", "a: 'x\u{A0}# y'\nb: [\n", "# \u{A0}\n\na: [\n"])
  func `elsewhere such a blank is text`(text: String) {
    let diagnostics = YAMLReader.read(SourceFile(path: "x", text: text)).diagnostics
    #expect(
      diagnostics.count == 1 && !diagnostics[0].message.contains("YAML"), "\(diagnostics.map(\.message))")
  }

  @Test func `conflicts of git are named as such`() {
    let text = """
      version: 1
      apps:
      <<<<<<< HEAD
        a: {}
      ||||||| 1a2b3c4
        b: {}
      =======
        c: {}
      >>>>>>> feature
      """
    for lineEnd in ["\n", "\r\n"] {
      let file = SourceFile(path: "x.yaml", text: text.replacing("\n", with: lineEnd))
      let (root, diagnostics) = YAMLReader.read(file)
      #expect(root == nil)
      #expect(
        DiagnosticRenderer().render(diagnostics) == """
          x.yaml:3:1: error: Git left a merge conflict here; keep the right parts of both sides, and remove the markers
          <<<<<<< HEAD
          ^~~~~~~~~~~~
          x.yaml:5:1: note: its next part begins here
          ||||||| 1a2b3c4
          ^~~~~~~~~~~~~~~
          x.yaml:7:1: note: its next part begins here
          =======
          ^~~~~~~
          x.yaml:9:1: note: the conflict ends here
          >>>>>>> feature
          ^~~~~~~~~~~~~~~

          """)
    }
  }

  @Test func `each conflict is told, and what is wrong before them`() {
    let conflict = "<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n"
    let problems = { (text: String) in
      YAMLReader.read(SourceFile(path: "x", text: text)).diagnostics.map(\.message)
    }
    #expect(
      problems(conflict + conflict) == ["Git left a merge conflict here", "Git left a merge conflict here"])
    #expect(
      problems("a: @\n" + conflict) == ["Git left a merge conflict here", "a value can't begin with '@'"])
    #expect(problems("a: 1\n>>>>>>> b\n") == ["a Git conflict marker is here"])
    #expect(problems("a: 1\n" + String(repeating: "<<<<<<< a\n", count: 1_000)).count == 100)
  }

  @Test func `what only looks like a marker is none`() {
    let text = "a: |\n  <<<<<<< x\n  =======\nb: ======= # >>>>>>> x\n"
    #expect(YAMLReader.read(SourceFile(path: "x", text: text)).diagnostics.isEmpty)
    let broken = YAMLReader.read(SourceFile(path: "x", text: "a: 1\n<<<<<<<< x\n<<<<<<<x\n")).diagnostics
    #expect(broken.count == 1 && !broken[0].message.contains("git"))
  }
}
