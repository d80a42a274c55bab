import CLibYAML
import Diagnostics

/// Finds where a node's anchor and tag stand, and where its value begins after them. libyaml gives only the
/// place where the first of the three begins, as a count of characters. Events come in the order of the text,
/// so one cursor that only moves forward turns counts into byte offsets in linear time, and a file without
/// anchors and tags pays nothing.
struct PropertyScanner {
  struct Properties {
    var anchor: SourceRange
    var tag: SourceRange
    var value: SourcePosition
  }

  private let file: SourceFile
  private var offset: Int
  private var index = 0

  init(file: SourceFile) {
    self.file = file
    offset = file.bomLength
  }

  mutating func scan(from mark: yaml_mark_t, anchor: Bool, tag: Bool) -> Properties {
    moveCursor(to: Int(mark.index))
    var scan = LineScan(
      bytes: file.bytes, offset: offset, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    let nowhere = SourceRange(file: file, start: scan.position, end: scan.position)
    var result = Properties(anchor: nowhere, tag: nowhere, value: scan.position)
    var wanted = (anchor ? 1 : 0) + (tag ? 1 : 0)
    while wanted > 0 {
      scan.skipBlanksAndComments()
      let start = scan.position
      let sign = scan.current
      guard sign == UInt8(ascii: "&") || sign == UInt8(ascii: "!") else { break }
      scan.skipProperty()
      let range = SourceRange(file: file, start: start, end: scan.position)
      if sign == UInt8(ascii: "&") { result.anchor = range } else { result.tag = range }
      wanted -= 1
    }
    scan.skipBlanksAndComments()
    result.value = scan.position
    return result
  }

  private mutating func moveCursor(to target: Int) {
    let bytes = file.bytes
    while index < target, offset < bytes.count {
      offset += 1
      while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
      index += 1
    }
  }
}

/// A walk over text that keeps line and column, both from 1.
private struct LineScan {
  let bytes: [UInt8]
  var offset: Int
  var line: Int
  var column: Int

  var position: SourcePosition { SourcePosition(line: line, column: column) }
  var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipScalar() {
    offset += 1
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    column += 1
  }

  /// `&name`, `!tag` or `!<tag>`, which end where libyaml says they do.
  mutating func skipProperty() {
    let isAnchor = current == UInt8(ascii: "&")
    skipScalar()
    let isVerbatim = current == UInt8(ascii: "<")
    while let byte = current, byte != 0x20, byte != 0x09, LineBreak.length(in: bytes, at: offset) == 0 {
      if isAnchor ? !isNameByte(byte) : byte == UInt8(ascii: ",") && !isVerbatim { return }
      skipScalar()
    }
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }

  mutating func skipBlanksAndComments() {
    while let byte = current {
      let lineBreak = LineBreak.length(in: bytes, at: offset)
      if lineBreak > 0 {
        offset += lineBreak
        line += 1
        column = 1
      } else if byte == 0x20 || byte == 0x09 {
        skipScalar()
      } else if byte == UInt8(ascii: "#") {
        while current != nil, LineBreak.length(in: bytes, at: offset) == 0 { skipScalar() }
      } else {
        return
      }
    }
  }
}
