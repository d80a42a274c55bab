import Diagnostics

extension CollectionChange {
  func flowEdits() -> [PendingEdit] {
    guard isEmptied else { return removals() + (inserts.isEmpty ? [] : additions()) }
    let inside = written.start + 1..<written.end - 1
    if inserts.isEmpty { return [edit(inside)] }
    if let edits = editsToBlock() { return edits }
    let text = inserts.map(flowText).joined(separator: ", ")
    return [edit(inside, Array((isMapping ? " \(text) " : text).utf8))]
  }

  private func flowText(_ insert: YAMLEditor.Insert) -> String {
    let value = YAMLWriter.flow(insert.entry.value, isJSON: editor.isJSON)
    if isMapping {
      let key = YAMLWriter.flow(.text(insert.entry.key), isJSON: editor.isJSON)
      return "\(key): \(value)"
    }
    return textLikeOthers(insert) ?? value
  }

  /// Replaces `{}` after a key with lines below the key.
  private func editsToBlock() -> [PendingEdit]? {
    guard isMapping, gone.isEmpty, written.headEnd == nil, let parent = written.parent, let head = headEnd(),
      isBlank(head..<written.start), isBlank(written.start + 1..<written.end - 1)
    else { return nil }
    let indent = document[parent].column + editor.step
    let lines = inserts.flatMap { self.lines($0, indent: indent) }
    return [edit(head..<written.end), edit(at: lineEnd(written.end), lines: lines)]
  }

  private func flowStart(of place: Int) -> Int {
    let start = document[child(place)].outerStart
    // `{? a : b}`
    guard isMapping, let sign = bytes[..<start].lastIndex(where: { $0 != 0x20 }), sign < start - 1,
      bytes[sign] == UInt8(ascii: "?"), [0x20, 0x2C, 0x7B].contains(bytes[sign - 1])
    else { return start }
    return sign
  }

  // MARK: What goes

  private func removals() -> [PendingEdit] {
    var edits: [PendingEdit] = []
    var place = 0
    while place < gone.count {
      var next = place
      while next < gone.count, gone[next] { next += 1 }
      if next > place { edits += removals(of: place..<next) }
      place = max(next, place + 1)
    }
    return edits
  }

  private func removals(of run: Range<Int>) -> [PendingEdit] {
    if run.allSatisfy(hasOwnLines) {
      return run.map { edit(lineStart(flowStart(of: $0))..<lineEnd(end(of: $0))) }
    }
    return run.upperBound < gone.count
      ? [edit(flowStart(of: run.lowerBound)..<flowStart(of: run.upperBound))]
      : [edit(end(of: run.lowerBound - 1)..<end(of: run.upperBound - 1))]
  }

  /// Whether an item and its comma stand alone on their lines.
  private func hasOwnLines(_ place: Int) -> Bool {
    guard beginsLine(flowStart(of: place)) else { return false }
    var offset = skipBlanks(end(of: place))
    if bytes[offset] == UInt8(ascii: ",") {
      offset = skipBlanks(offset + 1)
    } else if place < gone.count - 1 {
      return false
    }
    return bytes[offset] == UInt8(ascii: "#") || LineBreak.length(in: bytes, at: offset) > 0
  }

  private func skipBlanks(_ offset: Int) -> Int {
    bytes[offset...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count - 1
  }

  // MARK: What comes in

  private func additions() -> [PendingEdit] {
    let last = gone.count - 1
    let end = end(of: last)
    let texts = inserts.map(flowText)
    let lastKept = gone.lastIndex(of: false) ?? -1
    let isRemovedWhole = (lastKept + 1..<gone.count).allSatisfy(hasOwnLines)
    guard hasOwnLines(last), beginsLine(written.end - 1), !gone[last] || isRemovedWhole else {
      let space = bytes[end - 1] == UInt8(ascii: ":") ? " " : ""
      return [edit(end..<end, Array((space + texts.map { ", " + $0 }.joined()).utf8))]
    }
    let hasComma = bytes[skipBlanks(end)] == UInt8(ascii: ",")
    let start = flowStart(of: last)
    let margin = String(decoding: bytes[lineStart(start)..<start], as: UTF8.self)
    let lines = texts.enumerated().map { index, text in
      margin + text + (hasComma || index < texts.count - 1 ? "," : "")
    }
    let comma = hasComma || gone[last] ? [] : [edit(end..<end, [UInt8(ascii: ",")])]
    return comma + [edit(at: lineEnd(end), lines: lines)]
  }
}
