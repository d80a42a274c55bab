import TestSupport
import Testing

@testable import CommandLine

@Suite struct BashLineTests {
  static let breaks = " \t\n\"'@><=;|&(:"

  private func line(_ text: String) -> BashLine { BashLine(text, breaks: Self.breaks) }

  @Test(
    arguments: [
      ("storehooks pl", ["storehooks"], "pl", ""),
      ("storehooks  plan ", ["storehooks", "plan"], "", ""),
      ("s --format=js", ["s"], "--format=js", "--format="),
      (#"s "a b" 'c "d'x e\ f"#, ["s", "a b", "c \"dx"], "e f", ""),
      (#"s "a \" \x"#, ["s"], #"a " \x"#, ""),
      (#"s --a="b c"#, ["s"], "--a=b c", "--a="),
      (#"s a\:b:c"#, ["s"], "a:bc".replacing("bc", with: "b:c"), "a:b:"),
      ("s '' ", ["s", ""], "", ""),
      ("s \\", ["s"], "", ""),
    ] as [(String, [String], String, String)]) func cutsWords(
      text: String, words: [String], current: String, kept: String
    )
  {
    let line = line(text)
    #expect(line.words == words)
    #expect(line.current == current)
    #expect(line.kept == kept)
  }

  @Test func givesWhatReadlineReplaces() {
    #expect(line("s Te").replacement("Team: x") == #"Team\:\ x"#)
    #expect(line("s Team:").replacement("Team: x") == #"\ x"#)
    #expect(line("s --a=T").replacement("--a=T 1") == #"T\ 1"#)
    #expect(line("s 'it").replacement("it's") == #"it'\''s"#)
    #expect(line("s \"a").replacement("a$b") == #"a\$b"#)
    #expect(line("s b").replacement("a") == nil)
  }

  /// Whatever a name contains, however much of it is typed and in whichever quotes: with the completion
  /// inserted, bash reads exactly that name. Bash itself is the judge.
  @Test(.enabled(if: CommandRunner.isInstalled("bash"), "bash is not installed"))
  func bashReadsTheNameThatWasMeant() async throws {
    let seed = RandomCases.seed()
    var generator = SeededGenerator(seed: seed)
    // Built from scalars: to Swift, a combining mark or U+0D4E makes another character of its neighbor, to
    // bash it doesn't.
    let alphabet = Array("ab1 :='\"\\$`!~*?[]{}()<>|&;#@%^+,./-_é日\u{301}\u{D4E}".unicodeScalars)
    var expected: [String] = []
    var script = "set +H; printf '%s\\0'"
    for _ in 0..<400 {
      let scalars = (0..<Int.random(in: 1...8, using: &generator)).compactMap { _ in
        alphabet.randomElement(using: &generator)
      }
      let name = Self.text(scalars)
      let typed = scalars.prefix(Int.random(in: 0...scalars.count, using: &generator))
      let raw =
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: "'" + Self.text(typed.flatMap { $0 == "'" ? Array(#"'\''"#.unicodeScalars) : [$0] })
        case 1: "\"" + Self.text(typed.flatMap { "$`\"\\".unicodeScalars.contains($0) ? ["\\", $0] : [$0] })
        default:
          Self.text(
            typed.flatMap { $0 == ":" || $0 == "=" || $0.properties.isAlphabetic ? [$0] : ["\\", $0] })
        }
      let line = line("storehooks --webhook " + raw)
      #expect(line.current == Self.text(typed), "\(raw)")
      let replacement = try #require(line.replacement(name), "\(raw) of \(name)")
      // Readline keeps what stands before an open quote or the last break, and the quote itself.
      let unquoted =
        line.quote == .none
        ? raw.unicodeScalars.lastIndex { $0 == ":" || $0 == "=" }.map { raw.unicodeScalars.index(after: $0) }
        : nil
      let quoted = line.quote == .none ? nil : Self.openQuote(of: raw)
      script += " " + raw[..<(quoted ?? unquoted ?? raw.startIndex)] + replacement
      if line.quote == .single { script += "'" } else if line.quote == .double { script += "\"" }
      expected.append(name)
    }
    let bash = try #require(CommandRunner.path(of: "bash"))
    let result = try await Command(bash, ["--norc", "-c", script], environment: ["LC_ALL": "C.UTF-8"]).run()
    let read = result.output.unicodeScalars.split(separator: "\0", omittingEmptySubsequences: false)
      .dropLast().map { String($0) }
    #expect(read == expected, "seed \(seed); \(result.errorOutput)")
  }

  private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  /// The place after the quote that is still open.
  private static func openQuote(of raw: String) -> String.Index? {
    var line = BashLine("", breaks: "")
    var start: String.Index?
    for index in raw.unicodeScalars.indices {
      let before = line.quote
      line = BashLine(String(raw.unicodeScalars[...index]), breaks: "")
      if before == .none, line.quote != .none { start = raw.unicodeScalars.index(after: index) }
    }
    return start
  }
}
