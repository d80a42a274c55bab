import Diagnostics
import Platform

/// Writes a text so that it is read back as the same text: plain if no reader can mistake it, else in double quotes.
/// A plain text begins with a letter, `_` or `/`, holds nothing that has a meaning, and is no word that YAML 1.2's
/// core schema or YAML 1.1 takes for something else (`null`, `true`, `no`, `on`, …). Whatever begins with a digit, a
/// sign or a full stop is quoted, so that numbers, dates and `1:30` (YAML 1.1's base 60) stay texts.
enum YAMLScalar {
  /// Words that YAML 1.2 or 1.1 doesn't read as texts, in lower case; every other spelling by case is quoted as well.
  private static let reservedWords: Set<String> = [
    "null", "true", "false", "yes", "no", "on", "off", "y", "n",
  ]

  /// The text as it is written in a file; `isInFlow`: between brackets or braces.
  ///
  /// - Parameter mayHaveColon: whether a colon needs no quotes in flow, unless a blank or a bracket follows it.
  static func written(_ text: String, isInFlow: Bool = false, mayHaveColon: Bool = false) -> String {
    isPlain(text, isInFlow: isInFlow, mayHaveColon: mayHaveColon) ? text : quoted(text)
  }

  /// The text in single quotes if it can be written so, else in double quotes.
  static func singleQuoted(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    let isClear = scalars.indices.allSatisfy { index in
      (scalars[index].isASCII ? 0x20...0x7E ~= scalars[index].value : isVisible(scalars[index]))
        && !TerminalText.isEscaped(at: index, of: scalars)
    }
    guard isClear, !LogCommand.isIn(text) else { return quoted(text) }
    return "'" + text.replacingScalars("'", with: "''") + "'"
  }

  private static func isPlain(_ text: String, isInFlow: Bool, mayHaveColon: Bool) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, let last = scalars.last, last != " ", last != ":",
      first.properties.isAlphabetic || first == "_" || first == "/",
      !reservedWords.contains(text.lowercased()), !LogCommand.isIn(text)
    else { return false }
    var previous: Unicode.Scalar = " "
    for (index, scalar) in scalars.enumerated() {
      guard isHarmless(scalar), !TerminalText.isEscaped(at: index, of: scalars) else { return false }
      // A colon before a blank ends a key, a number sign after one begins a comment.
      if scalar == " ", previous == ":" { return false }
      if scalar == "#", previous == " " { return false }
      if isInFlow, "[]{},:?".unicodeScalars.contains(scalar), scalar != ":" || !mayHaveColon { return false }
      previous = scalar
    }
    return true
  }

  /// Whether it needs no quotes inside of a plain text.
  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return (0x20...0x7E).contains(scalar.value) && !#""\`"#.unicodeScalars.contains(scalar)
    }
    return isVisible(scalar)
  }

  /// Whether it can be seen and may be in a file; anything else is written as an escape.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    guard mayStand(scalar) else { return false }
    return switch scalar.properties.generalCategory {
    case .spaceSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }

  /// Whether a scalar may be in a YAML file at all (YAML 1.2.2, 5.1), except for line breaks and a byte order mark.
  static func mayStand(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x1_0000...0x10_FFFF: true
    default: false
    }
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "#" where LogCommand.begins(at: index, of: scalars): result += escape(scalar)
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case " "..."~": result.unicodeScalars.append(scalar)
      default:
        if !scalar.isASCII, isVisible(scalar), !TerminalText.isEscaped(at: index, of: scalars) {
          result.unicodeScalars.append(scalar)
        } else {
          result += escape(scalar)
        }
      }
    }
    return result + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let (letter, length) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
    return "\\" + letter + SyntaxError.hexadecimal(Int(scalar.value), digits: length)
  }
}
