/// Fits a Markdown report into its limit.
///
/// First come the verdict and the lists, which hold errors; then the rows of all tables; then, if there is room, the
/// details of complete tables. The first thing without room ends its kind, so that what is shown is always the
/// beginning.
struct MarkdownWriter {
  /// Room for the note on what is left out: a line for each noun.
  private static let noteRoom = 600
  /// The longest block of details, so that a huge one doesn't take all the room.
  private static let blockLimit = 8_000

  private let limit: Int
  private var left: Int
  private var omissions: [Omission] = []

  private struct Omission {
    var noun: MarkdownReport.Noun
    var isDetails: Bool
    var count: Int
  }

  package init(limit: Int) {
    self.limit = limit
    left = limit - Self.noteRoom
  }

  package mutating func write(_ report: MarkdownReport) -> String {
    var parts = [report.verdict + "\n"]
    left -= parts[0].utf8.count
    for list in report.lists where !list.items.isEmpty { parts += fit(list).map { [$0] } ?? [] }
    let shown = fitRows(report.sections)
    let apps = zip(report.sections, shown).map { $1 > 0 ? fit($0.apps) : "" }
    let details = fitDetails(report.sections, shown: shown)
    for (index, section) in report.sections.enumerated() where shown[index] > 0 {
      parts.append(Self.text(of: section, rows: shown[index]) + apps[index] + details[index])
    }
    // Details aren't shown after omitted rows, because what is shown is the beginning.
    let isCut = zip(report.sections, shown).contains { $0.rows.count > $1 }
    let all = fit(report.details, noun: report.sections.first?.noun ?? .init("webhook"), isFull: isCut)
    if !all.isEmpty { parts.append(all) }
    if let note = note() { parts.append(note) }
    return parts.joined(separator: "\n")
  }

  /// A list may take a third of the report, so that a thousand errors leave room for what went well.
  private mutating func fit(_ list: MarkdownReport.List) -> String? {
    let head = "**\(list.title)**\n\n"
    var text = head
    let bound = min(limit / 3, left - 1)
    let items = list.items.map { "- \($0)\n" }.prefix { item in
      guard text.utf8.count + item.utf8.count <= bound else { return false }
      text += item
      return true
    }
    omit(list.noun, list.items.count - items.count)
    guard !items.isEmpty else { return nil }
    left -= text.utf8.count + 1
    return text
  }

  private mutating func fitRows(_ sections: [MarkdownReport.Section]) -> [Int] {
    var isFull = false
    return sections.map { section in
      var count = 0
      for row in section.rows where !isFull {
        let head = count == 0 ? Self.text(of: section, rows: 0).utf8.count + 1 : 0
        let cost = head + Markdown.row(row).utf8.count
        isFull = cost > left
        if isFull { break }
        left -= cost
        count += 1
      }
      omit(section.noun, section.rows.count - count)
      return count
    }
  }

  private mutating func fit(_ apps: MarkdownReport.Apps?) -> String {
    guard let apps else { return "" }
    let text = "\n" + Markdown.folded(apps.summary, apps.names + "\n")
    guard text.utf8.count <= left else {
      omit(.init("name of an app", plural: "names of apps"), apps.count)
      return ""
    }
    left -= text.utf8.count
    return text
  }

  private mutating func fitDetails(_ sections: [MarkdownReport.Section], shown: [Int]) -> [String] {
    var isFull = false
    return zip(sections, shown).map { section, count in
      isFull = isFull || count < section.rows.count
      let text = fit(section.details, noun: section.noun, isFull: isFull)
      isFull = isFull || omissions.contains(where: \.isDetails)
      return text.isEmpty ? "" : "\n" + text
    }
  }

  private mutating func fit(
    _ details: MarkdownReport.Details, noun: MarkdownReport.Noun, isFull: Bool
  ) -> String {
    let frame = "\n" + Markdown.folded(details.summary, Markdown.fenced(details.language, ""))
    // The fence grows with the backticks inside.
    var room = isFull ? 0 : left - frame.utf8.count
    var text = ""
    let taken = details.blocks.prefix { block in
      let lines = Self.cut(block)
      let cost = lines.utf8.count + 2 * Self.longestFence(lines)
      guard cost <= room else { return false }
      room -= cost
      text += lines
      return true
    }
    omit(noun, details.blocks.count - taken.count, isDetails: true)
    guard !taken.isEmpty else { return "" }
    left = room
    return Markdown.folded(details.summary, Markdown.fenced(details.language, text))
  }

  private static func longestFence(_ text: String) -> Int {
    text.split { $0 != "`" }.map(\.count).max() ?? 0
  }

  private static func cut(_ block: [String]) -> String {
    var text = ""
    for (index, line) in block.enumerated() {
      guard text.utf8.count + line.utf8.count <= blockLimit else {
        return text + "  … \(counted("line", block.count - index)) more\n"
      }
      text += line + "\n"
    }
    return text
  }

  private static func text(of section: MarkdownReport.Section, rows: Int) -> String {
    let table = Markdown.tableHead(section.header) + section.rows.prefix(rows).map(Markdown.row(_:)).joined()
    if section.isFolded { return Markdown.folded(section.heading ?? "More", table) }
    return (section.heading.map { "### \($0)\n\n" } ?? "") + table
  }

  private mutating func omit(_ noun: MarkdownReport.Noun, _ count: Int, isDetails: Bool = false) {
    guard count > 0 else { return }
    if let index = omissions.firstIndex(where: { $0.noun == noun && $0.isDetails == isDetails }) {
      omissions[index].count += count
    } else {
      omissions.append(Omission(noun: noun, isDetails: isDetails, count: count))
    }
  }

  private func note() -> String? {
    guard !omissions.isEmpty else { return nil }
    let parts = omissions.map { omission in
      (omission.isDetails ? "details of " : "")
        + counted(omission.noun.one, omission.count, plural: omission.noun.many)
    }
    return "_Left out, because the comment would be too long: \(parts.joined(separator: ", "))."
      + " `--format json` has everything._\n"
  }
}
