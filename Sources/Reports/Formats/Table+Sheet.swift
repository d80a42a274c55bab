import Platform

extension Table {
  /// The texts of a table, and the ways to lay them out.
  struct Sheet {
    /// Which columns are shown, in which form, and how wide.
    struct Layout {
      var columns: [Int]
      var isShort: Bool
      var widths: [Int]
    }

    private let table: Table
    private let style: Style
    private let titles: [Int]
    private let long, short: [[String]]
    private let longWidths, shortWidths: [Int]

    init(_ table: Table, _ style: Style) {
      (self.table, self.style) = (table, style)
      long = table.rows.map { $0.map { TerminalText.escaped($0.text) } }
      short = table.rows.map { $0.map { TerminalText.escaped($0.short ?? $0.text) } }
      let titles = table.columns.map { TerminalText.width(of: $0.title) }
      self.titles = titles
      func widths(_ texts: [[String]]) -> [Int] {
        titles.indices.map { index in
          max(titles[index], texts.lazy.map { TerminalText.width(of: $0[index]) }.max() ?? 0)
        }
      }
      (longWidths, shortWidths) = (widths(long), widths(short))
    }

    /// Columns at their full width.
    func natural(_ columns: [Int]) -> Layout {
      Layout(columns: columns, isShort: false, widths: columns.map { longWidths[$0] })
    }

    /// Columns in the best form that fits; `nil` if none does.
    func layout(_ columns: [Int], width: Int, isUnderHeading: Bool = false) -> Layout? {
      var layout = natural(columns)
      func excess() -> Int { layout.widths.reduce(0, +) + gap * (layout.widths.count - 1) - width }
      if excess() <= 0 { return layout }
      layout.isShort = true
      layout.widths = layout.columns.map { shortWidths[$0] }
      while excess() > 0, leaveOut(.ifNothingIsCut, from: &layout) {}
      let minimum = { (index: Int) in
        (isUnderHeading ? table.columns[index].minimumUnderHeading : nil) ?? table.columns[index].minimum
      }
      while !narrow(&layout.widths, layout.columns.map(minimum), by: excess()) {
        guard leaveOut(.ifOthersCanBeCut, from: &layout) else { return nil }
      }
      return layout
    }

    private func leaveOut(_ room: Column.Room, from layout: inout Layout) -> Bool {
      guard let place = layout.columns.firstIndex(where: { table.columns[$0].room == room }) else {
        return false
      }
      layout.columns.remove(at: place)
      layout.widths = layout.columns.map { shortWidths[$0] }
      return true
    }

    /// Narrows the widest columns that may be cut. Returns false if that isn't enough.
    private func narrow(_ widths: inout [Int], _ minima: [Int?], by excess: Int) -> Bool {
      var excess = excess
      while excess > 0 {
        let candidates = minima.indices.filter { index in minima[index].map { widths[index] > $0 } ?? false }
        guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return false }
        widths[widest] -= 1
        excess -= 1
      }
      return true
    }

    func flat(_ layout: Layout) -> String {
      head(layout) + long.indices.map { line($0, layout) }.joined()
    }

    /// The rows under headings, which are in the order of their first rows.
    func grouped(_ layout: Layout, width: Int) -> String {
      let margin = String(repeating: " ", count: gap)
      var groups: [(heading: String, lines: String)] = []
      var places: [[String]: Int] = [:]
      for row in long.indices {
        let parts = table.headings.map { long[row][$0] }
        if places[parts] == nil {
          places[parts] = groups.count
          let text = parts.filter { !$0.isEmpty }.joined(separator: " · ")
          groups.append((style.bold(Table.cut(text, to: width)) + "\n", ""))
        }
        groups[places[parts] ?? 0].lines += margin + line(row, layout) + ownLines(row, layout, width: width)
      }
      return margin + head(layout) + groups.map { $0.heading + $0.lines }.joined()
    }

    /// Lines below the second column.
    private func ownLines(_ row: Int, _ layout: Layout, width: Int) -> String {
      let indent = 2 * gap + (layout.widths.first ?? 0)
      return table.columns.indices.filter { table.columns[$0].room == .ownLine && !long[row][$0].isEmpty }.map
      {
        String(repeating: " ", count: indent)
          + table.rows[row][$0].style(table.columns[$0].cut(long[row][$0], width - indent)) + "\n"
      }.joined()
    }

    /// Each row as a block of lines, each with its column's title, so that nothing is lost.
    func blocks() -> String {
      let width = titles.max() ?? 0
      return long.indices.map { row in
        table.columns.indices.map { index in
          let padding = String(repeating: " ", count: width - titles[index] + gap)
          return style.bold(table.columns[index].title) + padding
            + table.rows[row][index].style(long[row][index])
            + "\n"
        }.joined()
      }.joined(separator: "\n")
    }

    private func head(_ layout: Layout) -> String {
      set(layout) {
        table.columns[$0].title
      } style: { _ in
        style.bold
      }
    }

    private func line(_ row: Int, _ layout: Layout) -> String {
      let texts = layout.isShort ? short[row] : long[row]
      return set(layout) {
        texts[$0]
      } style: {
        table.rows[row][$0].style
      }
    }

    private func set(
      _ layout: Layout, _ text: (Int) -> String, style: (Int) -> (String) -> String
    ) -> String {
      var line = ""
      for (place, index) in layout.columns.enumerated() {
        let width = layout.widths[place]
        let shown = table.columns[index].cut(text(index), width)
        let padding = String(repeating: " ", count: max(0, width - TerminalText.width(of: shown)))
        let cell = style(index)(shown)
        let isLast = place == layout.columns.count - 1
        line += table.columns[index].isRightAligned ? padding + cell : cell + (isLast ? "" : padding)
        if !isLast { line += String(repeating: " ", count: gap) }
      }
      return line + "\n"
    }
  }
}
