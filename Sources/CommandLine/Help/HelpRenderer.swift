package struct HelpRenderer {
  private let spec: CommandLineSpec
  /// The longest line, in characters. Examples may be longer, because they are copied.
  private var width = 80

  private static let indent = 2
  /// In longer lines the eye loses its way.
  private static let widths = 40...100

  /// Creates a renderer for a terminal of this width; `nil` for no terminal.
  package init(spec: CommandLineSpec, columns: Int? = nil) {
    self.spec = spec
    if let columns { width = min(max(columns, Self.widths.lowerBound), Self.widths.upperBound) }
  }

  /// The widest left column of options: narrow terminals have more use for the right one.
  private var widestColumn: Int { min(30, width * 3 / 8) }

  package func overview() -> String {
    var page = wrapped("\(spec.program): \(spec.abstract)", indent: 0) + [""]
    page += paragraphs(spec.discussion)
    page += usage("\(spec.program) [global options] <command> [options]")
    page += section("Commands", spec.commands.map { ($0.name, $0.abstract) })
    page += groups(spec.globalGroups)
    page += examples(spec.examples)
    page += wrapped("Options may stand before or after the command.", indent: 0)
    page += wrapped(
      "Run '\(spec.program) help <command>' for a command's own options and examples.", indent: 0)
    return page.joined(separator: "\n") + "\n"
  }

  package func page(of command: CommandSpec) -> String {
    var page = wrapped("\(spec.program) \(command.name): \(command.abstract)", indent: 0) + [""]
    page += paragraphs(command.discussion)
    page += usage(usage(of: command))
    page += section("Arguments", command.arguments.map { ($0.name, $0.help) })
    let relevant = spec.relevantGroups(of: command)
    page += groups(relevant, own: command.options)
    page += section("Exit codes", command.exitCodes.map { (String($0.code), $0.meaning) })
    page += examples(command.examples)
    if relevant.flatMap(\.options).count < spec.globalOptions.count {
      page += wrapped("Other global options are accepted but have no effect here.", indent: 0) + [""]
    }
    return page.dropLast().joined(separator: "\n") + "\n"
  }

  /// A usage line; what doesn't fit stands below its beginning.
  private func usage(_ text: String) -> [String] {
    let margin = String(repeating: " ", count: "Usage: ".count)
    let lines = TextWrapping.lines(text, width: width - margin.count)
    return lines.enumerated().map { ($0.offset == 0 ? "Usage: " : margin) + $0.element } + [""]
  }

  private func usage(of command: CommandSpec) -> String {
    var parts = ["\(spec.program) [global options] \(command.name)"]
    if !command.options.isEmpty { parts.append("[options]") }
    parts += command.arguments.map { argument in
      let name = argument.isRepeatable ? argument.name + "..." : argument.name
      return argument.isOptional ? "[\(name)]" : name
    }
    return parts.joined(separator: " ")
  }

  /// Options under their headings, all of them set in the same two columns.
  private func groups(_ groups: [OptionGroup], own: [OptionSpec] = []) -> [String] {
    let column = column(for: (own + groups.flatMap(\.options)).map(row))
    return section("Options", own.map(row), column: column)
      + groups.flatMap { group in
        section(group.title, group.options.map(row), column: column)
          + paragraphs(group.note.map { [$0] } ?? [], indent: Self.indent)
      }
  }

  private func section(
    _ title: String, _ rows: [(term: String, text: String)], column: Int? = nil
  ) -> [String] {
    guard !rows.isEmpty else { return [] }
    let column = column ?? self.column(for: rows)
    return ["\(title):"]
      + TextWrapping.table(rows, indent: Self.indent, column: column, width: width) + [""]
  }

  private func column(for rows: [(term: String, text: String)]) -> Int {
    min(Self.indent + (rows.map(\.term.count).max() ?? 0) + 2, widestColumn)
  }

  private func row(_ option: OptionSpec) -> (term: String, text: String) {
    var term = option.short.map { "-\($0), " } ?? "    "
    term += option.spelling
    if let value = option.value { term += " " + value.name }
    let notes = option.notes
    return (term, option.help + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"))
  }

  private func examples(_ examples: [CommandSpec.Example]) -> [String] {
    guard !examples.isEmpty else { return [] }
    return ["Examples:"]
      + examples.flatMap { wrapped($0.says + ":", indent: 2) + ["    " + $0.line] } + [""]
  }

  private func paragraphs(_ paragraphs: [String], indent: Int = 0) -> [String] {
    paragraphs.flatMap { wrapped($0, indent: indent) + [""] }
  }

  private func wrapped(_ text: String, indent: Int) -> [String] {
    TextWrapping.lines(text, width: width - indent).map { String(repeating: " ", count: indent) + $0 }
  }
}
