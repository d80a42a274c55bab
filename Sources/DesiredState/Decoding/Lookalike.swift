import Diagnostics

/// What other tools write for a variable: `${zap}`, `$(zap)`, `$ZAP`, `{{zap}}`, `%zap%`, `<zap>`.
struct Lookalike: Equatable {
  var written: String
  /// The name of what was probably meant.
  var name: String

  /// What a text has of it, in its order. Where no bracket tells what is meant, a name has to be known, or after `$` be
  /// in capitals.
  static func all(in text: String, isKnown: (String) -> Bool) -> [Self] {
    guard text.utf8.contains(where: { "$%<#{".utf8.contains($0) }) else { return [] }
    var found: [Self] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: { "$%<#{".contains($0) }) {
      rest = rest[start...]
      if let lookalike = Self(at: rest, isKnown) {
        found.append(lookalike)
        rest = rest.dropFirst(lookalike.written.count)
      } else {
        rest.removeFirst()
      }
    }
    return found
  }

  private static let brackets = [
    ("${{", "}}"), ("${", "}"), ("$(", ")"), ("#{", "}"), ("%{", "}"), ("{{", "}}"), ("<", ">"),
  ]

  private init?(at text: Substring, _ isKnown: (String) -> Bool) {
    for (opening, closing) in Self.brackets where text.hasPrefix(opening) {
      let inner = text.dropFirst(opening.count)
      guard let end = inner.firstRange(of: closing) else { continue }
      let isMarkup = opening == "<"
      // `secrets.ZAP` and `ZAP:-none` are about ZAP.
      let path = inner[..<end.lowerBound].prefix { Self.isPartOfName($0) || !isMarkup && ". ".contains($0) }
      let name = path.split { ". ".contains($0) }.last ?? ""
      let isAlone = path.endIndex == end.lowerBound || !isMarkup && ":-?".contains(inner[path.endIndex])
      guard isAlone, Self.isName(name) else { return nil }
      (written, self.name) = (String(text[..<end.upperBound]), String(name))
      return
    }
    guard let sign = text.first, sign == "$" || sign == "%" else { return nil }
    let name = text.dropFirst().prefix(while: Self.isPartOfName)
    let isConstant = sign == "$" && name.count > 1 && name == Substring(name.uppercased())
    guard Self.isName(name), isKnown(String(name)) || isConstant else { return nil }
    self.name = String(name)
    written = "\(sign)\(name)"
    if sign == "%" {
      guard text.dropFirst(written.count).first == "%" else { return nil }
      written += "%"
    }
  }

  private static func isPartOfName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_")
  }

  private static func isName(_ name: Substring) -> Bool {
    name.first.map { !$0.isNumber } == true && name.allSatisfy(isPartOfName)
  }
}

extension DesiredStateDecoder {
  func isKnown(_ name: String) -> Bool {
    variables[name] != nil || PlaceholderText.Placeholder(rawValue: name) != nil
  }

  /// How to write what was meant.
  func remedy(for lookalike: Lookalike) -> String {
    let name = lookalike.name
    if isKnown(name) { return "write {\(name)}" }
    let known = PlaceholderText.Placeholder.allCases.map(\.rawValue) + variables.keys
    if let nearest = Spelling.nearest(to: name, among: known) { return "write {\(nearest)}" }
    return "declare '\(name)' under 'variables', set \(Variable.environmentName(name)), and write {\(name)}"
  }

  /// How to write what was meant in a URL that is wrong, if it would then be right.
  func lookalikeRemedy(in url: String) -> String? {
    let lookalikes = Lookalike.all(in: url, isKnown: isKnown)
    guard let first = lookalikes.first else { return nil }
    let isCause = ["x", "https://example.com/x"].contains { value in
      let text = lookalikes.reduce(url) { $0.replacing($1.written, with: value) }
      guard let parsed = try? PlaceholderText(parsing: text, variables: variables) else { return false }
      return Self.problem(withURL: parsed) == nil
    }
    return isCause ? remedy(for: first) : nil
  }

  /// Says that a text which is valid keeps a `$` that was probably not meant.
  mutating func warnOfLookalikes(in text: String, _ what: String, at range: SourceRange) {
    guard text.has(UInt8(ascii: "$")) else { return }
    for lookalike in Lookalike.all(in: text, isKnown: isKnown) where lookalike.written.hasPrefix("$") {
      let isFilledIn = lookalike.written.hasPrefix("${")
      let silence =
        what == "URL" ? "write %24 for a '$' that is meant" : "a '$' that is meant can be a variable's value"
      doubts.append(
        .warning(
          isFilledIn
            ? "'\(Wording.short(lookalike.written))' leaves a '$' in the \(what)"
            : "'\(Wording.short(lookalike.written))' stays in the \(what) as it is", at: range,
          remedy: "\(remedy(for: lookalike)); \(silence)"))
    }
  }

  /// Says that a text can't have placeholders.
  mutating func warnOfPlaceholders(in text: String, at range: SourceRange, remedy: String) {
    guard text.has(UInt8(ascii: "{")) else { return }
    let names = PlaceholderText.Placeholder.allCases.map(\.rawValue) + variables.keys.sorted()
    guard let name = names.first(where: { text.contains("{\($0)}") }) else { return }
    doubts.append(.warning("'{\(name)}' stands for itself here", at: range, remedy: remedy))
  }
}

extension String {
  /// Much faster than to look character by character, and nearly every text of a file is asked.
  fileprivate func has(_ byte: UInt8) -> Bool {
    utf8.withContiguousStorageIfAvailable { $0.contains(byte) } ?? utf8.contains(byte)
  }
}
