/// The names of hosts beyond ASCII, which URLs and certificates hold as `xn--…`.
enum InternationalHost {
  /// The host in ASCII; `nil` if it has no such form.
  ///
  /// Labels in ASCII stay as they are, placeholders included. Only those mappings of UTS #46 are made that
  /// concern what people type: case, composed letters, and the full-width forms of East Asian keyboards.
  static func ascii(_ host: String) -> String? {
    let labels = mapped(host).split(separator: ".", omittingEmptySubsequences: false)
    let encoded = labels.map { label -> String? in
      if label.utf8.allSatisfy({ $0 < 0x80 }) { return String(label) }
      guard !label.contains("{"), !label.unicodeScalars.contains(where: isImpossible) else { return nil }
      return Punycode.encode(label.lowercased()).map { "xn--" + $0 }
    }
    let known = encoded.compactMap { $0 }
    return known.count == encoded.count ? known.joined(separator: ".") : nil
  }

  private static func mapped(_ host: String) -> String {
    var result = ""
    for character in host {
      guard let first = character.unicodeScalars.first else { continue }
      switch first.value {
      case 0x3002, 0xFF0E, 0xFF61: result += "."
      case 0xFF01...0xFF5E:
        result += Unicode.Scalar(first.value - 0xFEE0).map { String($0).lowercased() } ?? ""
      default: result += character.isASCII ? String(character) : String(composed(character)).lowercased()
      }
    }
    return result
  }

  /// A letter and its marks as one scalar, if there is one: macOS takes them apart.
  private static func composed(_ character: Character) -> Character {
    guard character.unicodeScalars.count > 1 else { return character }
    // Characters are equal if they are canonically equivalent.
    let scalar = (0xA0...0xD7A3 as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init).first {
      Character($0) == character
    }
    return scalar.map(Character.init) ?? character
  }

  /// What no label holds: blanks, controls, what can't be seen.
  private static func isImpossible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isWhitespace
      || [.control, .format, .privateUse, .unassigned].contains(scalar.properties.generalCategory)
  }
}
