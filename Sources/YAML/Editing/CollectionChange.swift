import Diagnostics

/// The change of one collection: what is removed, and what is inserted.
struct CollectionChange {
  let node: Int
  let editor: YAMLEditor
  /// Which items, or keys with their values, are removed, by their places.
  let gone: [Bool]
  let inserts: [YAMLEditor.Insert]

  init(_ node: Int, removed: Set<Int>, inserts: [YAMLEditor.Insert], in editor: YAMLEditor) {
    (self.node, self.editor, self.inserts) = (node, editor, inserts)
    let children = editor.document[node].children
    let stride = editor.document[node].form.isMapping ? 2 : 1
    gone = Swift.stride(from: 0, to: children.count, by: stride).map { removed.contains(children[$0]) }
  }

  var document: WrittenDocument { editor.document }
  var written: WrittenDocument.Node { document[node] }
  var bytes: [UInt8] { document.file.bytes }
  var isEmptied: Bool { gone.allSatisfy { $0 } }
  var isMapping: Bool { written.form.isMapping }

  /// The key or item at a place.
  func child(_ place: Int) -> Int { written.children[isMapping ? 2 * place : place] }

  /// Where an item, or a key with its value, ends.
  func end(of place: Int) -> Int {
    max(document[child(place)].end, isMapping ? document[written.children[2 * place + 1]].end : 0)
  }

  func lineStart(_ offset: Int) -> Int {
    var offset = offset
    while offset > document.file.bomLength, bytes[offset - 1] != 0x0A, bytes[offset - 1] != 0x0D {
      offset -= 1
    }
    return offset
  }

  /// Where the line after an item, or a key with its value, begins: a scalar that keeps its blank lines ends there.
  func lineEnd(of place: Int) -> Int {
    let end = end(of: place)
    return document.keptEnds.contains(end) ? end : lineEnd(end)
  }

  /// Where the next line begins.
  func lineEnd(_ offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count {
      let length = LineBreak.length(in: bytes, at: offset)
      if length > 0 { return offset + length }
      offset += 1
    }
    return offset
  }

  /// Whether only blanks come before a byte on its line.
  func beginsLine(_ offset: Int) -> Bool { isBlank(lineStart(offset)..<offset) }

  func isBlank(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// Whether a line has nothing on it.
  func isBlankLine(at start: Int) -> Bool {
    start < bytes.count && bytes[start..<lineEnd(start)].allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
  }

  /// The start of the line before, if it has nothing on it.
  func blankLine(before start: Int) -> Int? {
    guard start > document.file.bomLength else { return nil }
    var end = start - 1
    if bytes[end] == 0x0A, end > 0, bytes[end - 1] == 0x0D { end -= 1 }
    let before = lineStart(end)
    return isBlankLine(at: before) && !document.keptEnds.contains(start) ? before : nil
  }

  func edit(_ range: Range<Int>, _ bytes: [UInt8] = []) -> PendingEdit {
    PendingEdit(range: range, content: .bytes(bytes), depth: written.depth)
  }

  func edit(at offset: Int, lines: [String]) -> PendingEdit {
    PendingEdit(
      range: offset..<offset, content: .lines(lines.map { Array($0.utf8) }), depth: written.depth)
  }

  /// The lines of what is inserted, indented.
  func lines(_ insert: YAMLEditor.Insert, indent: Int) -> [String] {
    var writer = YAMLWriter()
    writer.step = editor.step
    if isMapping { return writer.block(insert.entry, indent: indent) }
    guard let text = textLikeOthers(insert) else { return writer.item(insert.entry.value, indent: indent) }
    return [String(repeating: " ", count: indent) + "- " + text]
  }

  /// An item in the quotes that all items of the list have; `nil` if they have none.
  func textLikeOthers(_ insert: YAMLEditor.Insert) -> String? {
    guard case .text = insert.entry.value.content, let first = written.children.first,
      document[first].form == .singleQuoted || document[first].form == .doubleQuoted,
      written.children.allSatisfy({ document[$0].form == document[first].form })
    else { return nil }
    return String(decoding: editor.scalarText(insert.entry.value, like: first), as: UTF8.self)
  }

  /// The byte after the colon of the collection's key, or after its anchor.
  func headEnd() -> Int? {
    guard let parent = written.parent, document[parent].form == .blockMapping, let key = written.key else {
      return nil
    }
    return written.headEnd ?? editor.colon(after: key)
  }
}
