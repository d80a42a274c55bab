/// What tests need from a Markdown text: its code, links, headings and tables.
struct MarkdownDocument {
  /// Fenced blocks: the word after the fence, and the lines between.
  private(set) var blocks: [(language: String, lines: [String])] = []
  /// Code spans outside of blocks.
  private(set) var spans: [String] = []
  /// Targets of links outside of code.
  private(set) var links: [String] = []
  /// The anchors of headings, as GitHub makes them.
  private(set) var anchors: Set<String> = []
  /// The code spans that begin each table row, and the heading above.
  private(set) var rows: [(heading: String, code: String)] = []

  init(text: String) {
    var block: (language: String, lines: [String])?
    var heading = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.drop { $0 == " " }
      if trimmed.hasPrefix("```") {
        if let finished = block { blocks.append(finished) }
        block = block == nil ? (String(trimmed.dropFirst(3)), []) : nil
      } else if block != nil {
        block?.lines.append(String(line))
      } else {
        if let title = line.firstMatch(of: #/^#+ (.+)$/#)?.1 {
          heading = String(title)
          anchors.insert(Self.anchor(of: title))
        }
        spans += line.matches(of: #/`([^`]+)`/#).map { String($0.1).replacing(#"\|"#, with: "|") }
        let prose = line.replacing(#/`[^`]+`/#, with: "")
        links += prose.matches(of: #/\]\(([^)\s]+)\)/#).map { String($0.1) }
        if let cell = line.firstMatch(of: #/^\| ((?:`[^`]+`(?:, )?)+) \|/#)?.1 {
          rows += cell.matches(of: #/`([^`]+)`/#).map { (heading, String($0.1)) }
        }
      }
    }
  }

  /// Every command line of `storehooks` in blocks and spans, split into words, without the program's name.
  var commandLines: [[String]] {
    let blocks = blocks.flatMap { block in ShellWords.commands(in: block.lines.joined(separator: "\n")) }
    return blocks + spans.filter { $0.hasPrefix("storehooks ") }.flatMap(ShellWords.commands(in:))
  }

  private static func anchor(of heading: some StringProtocol) -> String {
    String(
      heading.lowercased().compactMap { character -> Character? in
        if character == " " { return "-" }
        return character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
      })
  }
}

/// Finds what a shell would run as `storehooks` in a text, well enough for documentation.
enum ShellWords {
  static func commands(in text: String) -> [[String]] {
    let text = text.replacing(#/\\\n\s*/#, with: " ")
    return text.split(separator: "\n").flatMap { line in
      line.matches(of: #/(?:^|[|(&;]|run:|#)\s*storehooks (?!Listening)/#).map { match in
        words(line[match.range.upperBound...])
      }
    }
  }

  /// The words up to the end of the command.
  private static func words(_ text: Substring) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
        continue
      }
      switch character {
      case "'", "\"":
        quote = character
        word = word ?? ""
      case " ":
        if let finished = word { words.append(finished) }
        word = nil
      case "|", ";", "&", ")", ">", "<": return words + (word.map { [$0] } ?? [])
      case "#" where word == nil: return words
      default: word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}
