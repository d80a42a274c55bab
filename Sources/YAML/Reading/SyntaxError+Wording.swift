import Diagnostics

extension SyntaxError {
  mutating func diagnostic() -> Diagnostic {
    if let blank = strangeBlank() { return blank }
    if problem.hasPrefix("found a tab character") { return tab() }
    switch problem {
    case "found character that cannot start any token": return badFirstCharacter()
    case "mapping values are not allowed in this context": return unexpectedColon()
    case "could not find expected ':'":
      return .error(
        "expected a ':' after this key", at: restOfLine(contextStart),
        remedy: "write 'key: value', or indent the line if it continues the one above")
    case "did not find expected key", "did not find expected '-' indicator",
      "did not find expected <document start>":
      return unexpectedLine()
    case "did not find expected ',' or ']'": return brokenFlow("list", opening: "[", closing: "]")
    case "did not find expected ',' or '}'": return brokenFlow("mapping", opening: "{", closing: "}")
    case "did not find expected node content": return missingValue()
    case "block sequence entries are not allowed in this context":
      return .error(
        "a list item can't begin here", at: one(problemStart),
        remedy: "put it on a line of its own, or quote the text if it begins with '- '")
    case "mapping keys are not allowed in this context":
      return .error(
        "a '?' can't begin a key here", at: one(problemStart),
        remedy: "quote the text if it begins with '? '")
    case "did not find expected alphabetic or numeric character": return badName()
    default: return lexicalError()
    }
  }

  private func tab(at place: SourcePosition? = nil) -> Diagnostic {
    .error(
      "a tab can't be used for indentation", at: one(place ?? problemStart), remedy: "indent with spaces")
  }

  private mutating func badFirstCharacter() -> Diagnostic {
    let scalar = scalar(at: problemStart)
    if scalar == "\t" { return tab() }
    let shown = scalar.map { "'\($0)'" } ?? "this"
    return .error("a value can't begin with \(shown)", at: one(problemStart), remedy: "quote the text")
  }

  private mutating func unexpectedColon() -> Diagnostic {
    let remedy =
      if isBehindColon(problemStart) {
        "quote the value if the ':' belongs to it, or put the inner mapping on a line of its own"
      } else {
        "check the indentation of this line, and that the line above has its ': '"
      }
    return .error("a ':' isn't allowed here", at: one(problemStart), remedy: remedy)
  }

  /// For a text where the next key, the next item or the end was expected.
  private mutating func unexpectedLine() -> Diagnostic {
    guard isFirstOnLine(problemStart) else {
      return .error(
        "unexpected text after the value", at: restOfLine(problemStart),
        remedy: "quote the whole value, or remove the rest")
    }
    let range = restOfLine(problemStart)
    switch problem {
    case "did not find expected key":
      let note = Diagnostic.Note("the mapping begins here", at: one(contextStart))
      if scalar(at: problemStart) == "-" {
        return .error(
          "a list item can't be between the keys of a mapping", at: range,
          remedy: "put it below its key, or check the indentation", notes: [note])
      }
      if scalar(at: problemStart) == ":" { return Self.missingKey(at: one(problemStart)) }
      return .error(
        "this line's indentation matches no line above", at: range,
        remedy: "align it with the keys of its mapping", notes: [note])
    case "did not find expected '-' indicator":
      return .error(
        "expected a list item", at: range, remedy: "begin it with '- ', or check the indentation",
        notes: [.init("the list begins here", at: one(contextStart))])
    default:
      if isAtEnd(problemStart) {
        return .error(
          "the file ends after its directives", at: one(problemStart),
          remedy: "add a line '---', and the document after it")
      }
      return .error(
        "unexpected text after the end of the document", at: range,
        remedy: "align it with the first line of the file")
    }
  }

  static func missingKey(at range: SourceRange) -> Diagnostic {
    .error("a key is missing here", at: range, remedy: "write the key, or '\"\"' if it should be empty")
  }

  private mutating func brokenFlow(_ name: String, opening: String, closing: String) -> Diagnostic {
    if isAtEnd(problemStart) { return unclosed(opening, closing, at: one(contextStart)) }
    let isOneLine = problemStart.line == contextStart.line
    return .error(
      "expected ',' or '\(closing)'", at: one(problemStart),
      remedy: isOneLine
        ? "separate the parts with ',', and quote texts with special characters"
        : "add the missing ',' or '\(closing)' above",
      notes: isOneLine ? [] : [.init("the \(name) begins here", at: one(contextStart))])
  }

  private func unclosed(_ opening: String, _ closing: String, at range: SourceRange) -> Diagnostic {
    .error("this '\(opening)' is never closed", at: range, remedy: "add the missing '\(closing)'")
  }

  private mutating func missingValue() -> Diagnostic {
    if let openCollection, isAtEnd(problemStart) {
      let opening = one(openCollection.start)
      switch scalar(at: openCollection.start) {
      case "[": return unclosed("[", "]", at: opening)
      case "{": return unclosed("{", "}", at: opening)
      default: break
      }
    }
    if scalar(at: problemStart) == ":" { return Self.missingKey(at: one(problemStart)) }
    let found = scalar(at: problemStart).map { "'\($0)'" } ?? "the end of the line"
    return .error(
      "expected a value, found \(found)", at: one(problemStart),
      remedy: "write the value, quoted if it begins with \(found)")
  }

  /// For `*` or `&` without a proper name.
  private mutating func badName() -> Diagnostic {
    let isAlias = context.hasSuffix("alias")
    return .error(
      "'\(isAlias ? "*" : "&")' begins \(isAlias ? "an alias" : "an anchor"),"
        + " whose name has only letters, digits, '-' and '_'",
      at: word(contextStart), remedy: "quote it if it should be text")
  }

  private mutating func unclosedQuote() -> Diagnostic {
    let quote = scalar(at: contextStart).map { "\($0)" } ?? "'"
    let isAtMarker = problem == "found unexpected document indicator"
    return .error(
      "this quote is never closed", at: restOfLine(contextStart), remedy: "add the missing \(quote)",
      notes: isAtMarker ? [.init("a document marker inside it", at: word(problemStart))] : [])
  }

  /// For errors inside quotes, block scalars, tags and directives.
  private mutating func lexicalError() -> Diagnostic {
    switch (context, problem) {
    case ("while scanning a quoted scalar", _): return unclosedQuote()
    case (_, "found unknown escape character"):
      var end = problemStart
      end.column += 1
      guard let escape = scalar(at: end) else { return unclosedQuote() }
      end.column += 1
      return .error(
        "unknown escape '\\\(escape)' in double quotes",
        at: SourceRange(file: file, start: problemStart, end: end),
        remedy: #"write '\\' for a backslash, or use single quotes"#)
    case (_, "did not find expected hexdecimal number"):
      return .error(
        "expected a hexadecimal digit", at: one(problemStart),
        remedy: #"'\x' takes two of them, '\u' four and '\U' eight"#)
    case (_, Self.invalidEscape):
      return .error(
        "the escape isn't a Unicode character, or is only half of one", at: one(problemStart),
        remedy: #"write both halves, as in '\ud83d\ude00', or one escape: '\U' with eight digits"#)
    case ("while scanning a block scalar", _):
      return .error(
        "unexpected text after '|' or '>'", at: word(problemStart),
        remedy: "begin the text on the next line, or quote it if it begins with '|' or '>'")
    case ("while scanning a tag", _), ("while parsing a tag", _), (_, "found undefined tag handle"):
      let start = context.hasSuffix("tag") ? contextStart : problemStart
      return .error("unknown tag", at: word(start), remedy: "quote the text if it begins with '!'")
    case (_, "found incompatible YAML document"):
      return .error(
        "this version of YAML is unknown", at: restOfLine(problemStart),
        remedy: "write '%YAML 1.2', or remove the line")
    case _ where context.contains("directive") || problem.contains("directive"):
      return .error(
        "a line that begins with '%' is a directive, and this one isn't valid",
        at: restOfLine(context.isEmpty ? problemStart : contextStart), remedy: "remove it or quote the text")
    default: return .error("invalid YAML: \(problem)", at: one(problemStart))
    }
  }
}
