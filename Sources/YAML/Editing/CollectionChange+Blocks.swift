import Diagnostics

extension CollectionChange {
  func blockEdits() -> [PendingEdit] {
    let first = written.start
    let isOnOwnLine = beginsLine(first)
    if isEmptied, inserts.isEmpty || !isOnOwnLine { return emptied(isOnOwnLine: isOnOwnLine) }
    var edits: [PendingEdit] = []
    var place = 0
    if !isOnOwnLine, gone.first == true {
      // The first one stands after a dash, and the next one moves there.
      place = gone.firstIndex(of: false) ?? gone.count
      edits.append(edit(first..<start(of: place)))
    }
    for index in place..<gone.count where gone[index] { edits.append(edit(linesOf(index))) }
    for insert in inserts {
      var insert = insert
      if !isOnOwnLine { insert.place = max(insert.place, place + 1) }
      edits.append(inserted(insert))
    }
    return edits
  }

  /// Where an item's dash, or a key, begins.
  private func start(of place: Int) -> Int {
    guard place > 0 else { return written.start }
    let child = document[child(place)]
    if isMapping, child.outerColumn == written.column { return child.outerStart }
    let sign = UInt8(ascii: isMapping ? "?" : "-")
    var line = lineStart(child.outerStart)
    while line > written.start {
      let place = line + written.column
      if place < bytes.count, bytes[place] == sign, isBlank(line..<place) { return place }
      line = lineStart(line - 1)
    }
    return child.outerStart
  }

  /// The lines of an item or a key with its value, and one of the blank lines around it.
  private func linesOf(_ place: Int) -> Range<Int> {
    let start = lineStart(start(of: place))
    let end = end(ofCommentsAt: lineEnd(of: place), behindBlanks: true)
    if let blank = blankLine(before: start), end == bytes.count || isBlankLine(at: end) { return blank..<end }
    return start..<end
  }

  private func inserted(_ insert: YAMLEditor.Insert) -> PendingEdit {
    var insert = insert
    let (place, count) = (insert.place, gone.count)
    if place == 0, count > 0, beginsLine(written.start) {
      let start = gone[0] ? linesOf(0).lowerBound : lineStart(written.start)
      return edit(at: start, lines: lines(insert, indent: written.column))
    }
    let after = max(place, 1) - 1
    let offset = end(ofCommentsAt: lineEnd(of: after), behindBlanks: gone[after])
    let neighbour = after + 1 < count ? after + 1 : after
    insert.entry.value.isSetApart =
      neighbour > 0 && !document.keptEnds.contains(offset) && isSetApart(neighbour)
    return edit(at: offset, lines: lines(insert, indent: written.column))
  }

  /// The end of the comments that are indented further than the collection: they belong to what stands above
  /// them. After a block scalar they would become part of it.
  private func end(ofCommentsAt start: Int, behindBlanks: Bool = false) -> Int {
    var end = start
    while true {
      var line = end
      while behindBlanks, isBlankLine(at: line) { line = lineEnd(line) }
      guard let (indent, next) = commentLine(at: line), indent > written.column else { return end }
      end = next
    }
  }

  private func commentLine(at start: Int) -> (indent: Int, next: Int)? {
    guard start < bytes.count, let sign = bytes[start...].firstIndex(where: { $0 != 0x20 && $0 != 0x09 }),
      bytes[sign] == UInt8(ascii: "#")
    else { return nil }
    return (sign - start, lineEnd(sign))
  }

  /// Whether there is an empty line between an item and the one before it.
  private func isSetApart(_ place: Int) -> Bool {
    let end = start(of: place)
    var line = lineEnd(of: place - 1)
    while line < end, !isBlankLine(at: line) { line = lineEnd(line) }
    return line < end
  }

  /// The edits if everything in the collection is removed.
  private func emptied(isOnOwnLine: Bool) -> [PendingEdit] {
    if !inserts.isEmpty {
      let lines = inserts.flatMap { insert -> [String] in
        var insert = insert
        (insert.entry.value.isSetApart, insert.entry.value.comments) = (false, [])
        return self.lines(insert, indent: written.column)
      }
      // The first line goes where the first one stood, after a dash.
      let text = Array(lines.joined(separator: String(decoding: editor.lineBreak, as: UTF8.self)).utf8)
      return [closing(Array(text.dropFirst(written.column)))]
    }
    let empty = Array((isMapping ? "{}" : "[]").utf8)
    guard isOnOwnLine, let head = headEnd(), lineStart(head) < lineStart(written.start) else {
      // A list may be indented like the mapping that it is in; brackets may not.
      let isFlush = written.parent.map {
        document[$0].form == .blockMapping && written.column <= document[$0].column
      }
      return [closing((isFlush == true ? [0x20, 0x20] : []) + empty)]
    }
    return [edit(head..<head, [0x20] + empty)] + gone.indices.map { edit(linesOf($0)) }
  }

  /// Replaces the whole collection with a text.
  private func closing(_ text: [UInt8]) -> PendingEdit {
    edit(
      written.start..<written.end, text + (document.keptEnds.contains(written.end) ? editor.lineBreak : []))
  }
}
