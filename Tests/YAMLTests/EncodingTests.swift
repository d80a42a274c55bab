import Diagnostics
import Testing
import YAML

struct EncodingTests {
  private func problems(_ bytes: [UInt8]) -> String {
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "x.yaml", bytes: bytes))
    #expect(root == nil)
    return DiagnosticRenderer().render(diagnostics)
  }

  @Test(arguments: [
    ([UInt8]([0xFF]), "FF"),
    ([0xC3], "C3"),
    ([0xC0, 0x80], "C0"),
    ([0xE2, 0x28, 0xA1], "E2"),
    ([0xED, 0xA0, 0x80], "ED"),
    ([0xF4, 0x90, 0x80, 0x80], "F4"),
    ([0x80], "80"),
  ])
  func `invalid UTF-8 is an error at its first byte`(bytes: [UInt8], byte: String) {
    let output = problems(Array("a: 1\nü: b".utf8) + bytes)
    let lines = output.split(separator: "\n")
    #expect(
      lines.first
        == "x.yaml:2:5: error: the file isn't valid UTF-8: byte 0x\(byte) at offset 10; save it as UTF-8")
    #expect(lines.last == "    ^")
  }

  @Test func `Latin-1 text is shown with its bad byte replaced`() {
    #expect(
      problems(Array("\u{FEFF}n: caf".utf8) + [0xE9, 0x20, 0x0A]) == """
        x.yaml:1:7: error: the file isn't valid UTF-8: byte 0xE9 at offset 9; save it as UTF-8
        n: caf\u{FFFD}\u{20}
              ^

        """)
  }

  @Test(arguments: [
    ("\u{1B}", "001B", #"\u{1B}"#), ("\0", "0000", #"\u{0}"#), ("\u{7F}", "007F", #"\u{7F}"#),
    ("\u{9F}", "009F", #"\u{9F}"#),
  ])
  func `control characters are errors`(character: String, code: String, shown: String) {
    #expect(
      problems(Array("a: 'x\(character)[31m'\n".utf8)) == """
        x.yaml:1:6: error: the character U+\(code) isn't allowed in YAML; remove it, or write it as an escape in double quotes
        a: 'x\(shown)[31m'
             ^\(String(repeating: "~", count: shown.count - 1))

        """)
  }

  @Test(arguments: [
    ([UInt8]([0xFF, 0xFE, 0x61, 0x00, 0x3A, 0x00]), "UTF-16"),
    ([0xFE, 0xFF, 0x00, 0x61], "UTF-16"),
    ([0x61, 0x00, 0x3A, 0x00], "UTF-16"),
    ([0x00, 0x61, 0x00, 0x3A], "UTF-16"),
    ([0xFF, 0xFE, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00], "UTF-32"),
    ([0x00, 0x00, 0xFE, 0xFF], "UTF-32"),
    ([0x61, 0x00, 0x00, 0x00], "UTF-32"),
    ([0x00, 0x00, 0x00, 0x61], "UTF-32"),
  ])
  func `other encodings are named`(bytes: [UInt8], name: String) {
    #expect(
      problems(bytes).hasPrefix("x.yaml:1:1: error: the file is \(name), not UTF-8; save it as UTF-8\n"))
  }
}
