import Diagnostics

extension SyntaxError {
  /// A character that looks like a blank but isn't one to YAML: libyaml stumbles over it on the next line.
  mutating func strangeBlank() -> Diagnostic? {
    // The line in question ends before the one where libyaml gives up, or is that one.
    let last = Int(problemStart.line)
    let first = max(1, context.hasPrefix("while scanning a simple key") ? Int(contextStart.line) : last - 1)
    guard first <= last else { return nil }
    for number in first...last {
      guard let line = table.line(number) else { continue }
      let scalars = Array(String(decoding: table.bytes[line], as: UTF8.self).unicodeScalars)
      guard let column = scalars.indices.first(where: { Self.isStrangeBlank(at: $0, of: scalars) }) else {
        continue
      }
      let value = Int(scalars[column].value)
      let name = value == 0xA0 ? "no-break" : "special"
      return .error(
        "this is a \(name) space (U+\(Self.hexadecimal(value, digits: 4))), which YAML reads as a letter",
        at: one(SourcePosition(line: number, column: column + 1)), remedy: "use a normal space")
    }
    return nil
  }

  /// Whether it stands at the beginning of a line, after an indicator, or before a comment.
  private static func isStrangeBlank(at index: Int, of line: [Unicode.Scalar]) -> Bool {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar == " " || scalar == "\t" || isBeyondASCII(scalar)
    }
    func isBeyondASCII(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value > 0x7F
        && (scalar.properties.generalCategory == .spaceSeparator || [0x200B, 0x2060].contains(scalar.value))
    }
    guard isBeyondASCII(line[index]) else { return false }
    let before = line[..<index].last { !isBlank($0) }
    let after = line[(index + 1)...].first { !isBlank($0) }
    return before == nil || after == "#" || before.map { ":-?,[{".unicodeScalars.contains($0) } == true
  }
}
