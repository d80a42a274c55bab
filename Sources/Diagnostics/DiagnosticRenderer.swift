import Platform

/// Prints diagnostics the way compilers do: place, severity, message and remedy, the line, a caret.
///
/// ```
/// webhooks.yaml:14:17: error: unknown event type 'BUILD_UPLOD_STATE_UPDATED'; did you mean 'BUILD_UPLOAD_STATE_UPDATED'?
///         events: [BUILD_UPLOD_STATE_UPDATED]
///                  ^~~~~~~~~~~~~~~~~~~~~~~~~
/// ```
///
/// Nothing of a file reaches the terminal unescaped (see ``TerminalText``), and the output is bounded:
/// lines are cut around the caret, messages at a few thousand characters, diagnostics at ``limit``. Lines
/// that a diagnostic calls sensitive are shown by none.
package struct DiagnosticRenderer: Sendable {
  package var color: Bool
  package var limit: Int
  /// The columns of the terminal that lines of files are cut for; `nil` for none.
  package var width: Int?

  private static let longestMessage = 4000

  package init(color: Bool = false, limit: Int = 100, width: Int? = nil) {
    self.color = color
    self.limit = limit
    self.width = width
  }

  /// Prints those without a place first, then by file in the order in which the files first appear, by line and
  /// by column. Exact duplicates are printed once. Ends with a line break unless there is nothing to print.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    let sorted = Self.sorted(diagnostics)
    let withheld = SensitiveLines(of: sorted)
    var tables: [ObjectIdentifier: LineTable] = [:]
    var output = ""
    for diagnostic in sorted.prefix(max(0, limit)) {
      let label = diagnostic.severity == .error ? Style.red("error") : Style.magenta("warning")
      var message = diagnostic.message
      if let remedy = diagnostic.remedy { message += "; " + remedy }
      write(label, message, at: diagnostic.range, withheld: withheld, &tables, to: &output)
      for note in diagnostic.notes {
        write(Style.cyan("note"), note.message, at: note.range, withheld: withheld, &tables, to: &output)
      }
    }
    let rest = sorted.dropFirst(max(0, limit))
    if !rest.isEmpty { output += "… and \(Self.tally(rest))\n" }
    return output
  }

  private func write(
    _ label: Style, _ message: String, at range: SourceRange?, withheld: SensitiveLines,
    _ tables: inout [ObjectIdentifier: LineTable], to output: inout String
  ) {
    if let range {
      let place = "\(TerminalText.escaped(range.file.path)):\(range.start.line):\(range.start.column):"
      output += Style.bold(place).rendered(color) + " "
    }
    let shown = String(message.unicodeScalars.prefix(Self.longestMessage))
    let isCut = shown.unicodeScalars.count < message.unicodeScalars.count
    output += label.rendered(color, suffix: ":") + " " + TerminalText.escaped(shown) + (isCut ? "…\n" : "\n")
    guard let range, !withheld.contains(range.start.line, of: range.file) else { return }
    let excerpt = Excerpt(
      range, in: &tables[ObjectIdentifier(range.file), default: LineTable(range.file)], width: width)
    if let excerpt {
      output += excerpt.line + "\n" + excerpt.indent + Style.green(excerpt.marker).rendered(color) + "\n"
    }
  }

  /// Sorted, without exact duplicates.
  package static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var fileOrder: [ObjectIdentifier: Int] = [:]
    var seen: Set<Diagnostic> = []
    var entries: [(file: Int, start: SourcePosition, diagnostic: Diagnostic)] = []
    for diagnostic in diagnostics where seen.insert(diagnostic).inserted {
      guard let range = diagnostic.range else {
        entries.append((-1, SourcePosition(line: 0, column: 0), diagnostic))
        continue
      }
      let file = ObjectIdentifier(range.file)
      let order = fileOrder[file] ?? fileOrder.count
      fileOrder[file] = order
      entries.append((order, range.start, diagnostic))
    }
    // The standard library's sort keeps the order of equal elements.
    return entries.sorted { ($0.file, $0.start) < ($1.file, $1.start) }.map(\.diagnostic)
  }

  /// "1,234 more errors and 1 more warning".
  private static func tally(_ rest: some Collection<Diagnostic>) -> String {
    let errors = rest.count { $0.severity == .error }
    let counts = [(errors, "error"), (rest.count - errors, "warning")].filter { $0.0 > 0 }
    return counts.map { "\(Wording.grouped($0.0)) more \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(
      separator: " and ")
  }
}

private struct Style {
  var text: String
  var code: String

  static func bold(_ text: String) -> Self { Self(text: text, code: "1") }
  static func red(_ text: String) -> Self { Self(text: text, code: "1;31") }
  static func magenta(_ text: String) -> Self { Self(text: text, code: "1;35") }
  static func cyan(_ text: String) -> Self { Self(text: text, code: "36") }
  static func green(_ text: String) -> Self { Self(text: text, code: "32") }

  func rendered(_ color: Bool, suffix: String = "") -> String {
    color ? "\u{1B}[\(code)m\(text)\(suffix)\u{1B}[0m" : text + suffix
  }
}

/// Kept as stretches: many diagnostics may be about the same thousands of lines.
private struct SensitiveLines {
  private var stretches: [ObjectIdentifier: [ClosedRange<Int32>]] = [:]

  init(of diagnostics: [Diagnostic]) {
    for case let range? in diagnostics.filter(\.isSensitive).map(\.range) {
      stretches[ObjectIdentifier(range.file), default: []]
        .append(range.start.line...max(range.start.line, range.end.line))
    }
    stretches = stretches.mapValues(Self.merged)
  }

  func contains(_ line: Int32, of file: SourceFile) -> Bool {
    stretches[ObjectIdentifier(file)]?.contains { $0.contains(line) } == true
  }

  private static func merged(_ stretches: [ClosedRange<Int32>]) -> [ClosedRange<Int32>] {
    var merged: [ClosedRange<Int32>] = []
    for stretch in stretches.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, stretch.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, stretch.upperBound)
      } else {
        merged.append(stretch)
      }
    }
    return merged
  }
}
