/// What the runner of GitHub Actions obeys in a job's log, even in text from elsewhere: `##[` anywhere in a line, and
/// `::` at the beginning of a line, after any blanks.
package enum LogCommand {
  private static let mark = "##["

  /// Whether a text would be obeyed wherever it stands in a line.
  package static func isIn(_ text: String) -> Bool {
    var state = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "#"): state = min(state + 1, 2)
      case UInt8(ascii: "[") where state == 2: return true
      default: state = 0
      }
    }
    return false
  }

  package static func begins(at index: Int, of text: [Unicode.Scalar]) -> Bool {
    index + 2 < text.count && text[index] == "#" && text[index + 1] == "#" && text[index + 2] == "["
  }

  /// Replaces each number sign that begins a `##[`.
  package static func replacing(numberSign replacement: String, in text: String) -> String {
    isIn(text) ? text.replacingScalars(mark, with: replacement + "#[") : text
  }

  /// With a blank in each `##[`, for people.
  package static func parted(_ text: String) -> String {
    isIn(text) ? text.replacingScalars(mark, with: "## [") : text
  }

  /// For a log: no line is obeyed, because each `##[` gets a blank, and a colon that begins a line together
  /// with another one is written as `colon`.
  package static func inert(_ text: String, colon: String = #"\:"#) -> String {
    let text = parted(text)
    guard text.utf8.contains(UInt8(ascii: ":")), text.unicodeScalars.contains("::".unicodeScalars) else {
      return text
    }
    let scalars = text.unicodeScalars
    var inert = String.UnicodeScalarView()
    var isStart = true
    for index in scalars.indices {
      let scalar = scalars[index]
      if isStart, scalars[index...].starts(with: "::".unicodeScalars) {
        inert += colon.unicodeScalars
      } else {
        inert.append(scalar)
      }
      // A lone CR may end a line, too.
      isStart = scalar == "\n" || scalar == "\r" || isStart && scalar.properties.isWhitespace
    }
    return String(inert)
  }
}
