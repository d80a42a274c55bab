/// Text in the markup of manual pages: man(7), which groff and mandoc both read.
///
/// Every character that roff could take for markup, or that typesetters replace by a prettier one, is written
/// by its name, so that what is copied from the page is what was meant.
enum Roff {
  /// A piece of running text, for the end of a line or the argument of a macro in quotation marks.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += #"\e"#
      case "-": result += #"\-"#
      case "'": result += #"\(aq"#
      case "\"": result += #"\(dq"#
      case "`": result += #"\(ga"#
      case "^": result += #"\(ha"#
      case "~": result += #"\(ti"#
      case "\n": result += " "
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default: result += #"\[u"# + hexadecimal(scalar) + "]"
      }
    }
    return result
  }

  /// A line of text. A full stop at its beginning would make it a request.
  static func line(_ text: String) -> String {
    let escaped = escaped(text)
    return escaped.hasPrefix(".") ? #"\&"# + escaped : escaped
  }

  static func macro(_ name: String, _ arguments: String...) -> String {
    ([".\(name)"] + arguments.map { "\"\(escaped($0))\"" }).joined(separator: " ")
  }

  static func bold(_ text: String) -> String { #"\fB"# + escaped(text) + #"\fR"# }

  /// What the user replaces by something else, which manual pages set in italics.
  static func italic(_ text: String) -> String { #"\fI"# + escaped(text) + #"\fR"# }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
