/// Line breaks as YAML 1.2 and editors count them. ``RawCharacters`` hides from libyaml those that only it
/// would count.
package enum LineBreak {
  /// LF, CR or CRLF; 0 if there is none.
  @inlinable package static func length(in bytes: [UInt8], at offset: Int) -> Int {
    switch bytes[offset] {
    case 0x0A: 1
    case 0x0D: offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? 2 : 1
    default: 0
    }
  }
}

package struct LineTable {
  package let bytes: [UInt8]
  private var lines: [Range<Int>] = []
  /// Diagnostics are printed in order, so each byte even of one long line is passed once.
  private var cursor = (line: 0, column: 1, offset: 0)

  package init(_ file: SourceFile) {
    bytes = file.bytes
    var start = file.bomLength
    var offset = start
    while offset < bytes.count {
      let length = LineBreak.length(in: bytes, at: offset)
      if length > 0 {
        lines.append(start..<offset)
        start = offset + length
        offset = start
      } else {
        offset += 1
      }
    }
    lines.append(start..<bytes.count)
  }

  package var count: Int { lines.count }

  /// Counted from 1; `nil` past the end of the file.
  package func line(_ number: Int) -> Range<Int>? {
    lines.indices.contains(number - 1) ? lines[number - 1] : nil
  }

  package func position(of offset: Int) -> SourcePosition {
    var low = 0
    var high = lines.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if lines[middle].lowerBound <= offset { low = middle } else { high = middle - 1 }
    }
    let start = lines[low].lowerBound
    let before = bytes[min(start, offset)..<min(offset, bytes.count)]
    return SourcePosition(line: low + 1, column: 1 + before.count { !isContinuation($0) })
  }

  /// At most the end of the position's line.
  package mutating func offset(of position: SourcePosition) -> Int? {
    guard let line = line(Int(position.line)) else { return nil }
    if cursor.line != Int(position.line) || cursor.column > Int(position.column) {
      cursor = (Int(position.line), 1, line.lowerBound)
    }
    while cursor.column < Int(position.column), cursor.offset < line.upperBound {
      cursor.offset = min(cursor.offset + scalarLength(bytes[cursor.offset]), line.upperBound)
      cursor.column += 1
    }
    return cursor.offset
  }
}

@inlinable package func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

/// 1 for a byte that begins no sequence.
private func scalarLength(_ byte: UInt8) -> Int {
  switch byte {
  case 0xC0...0xDF: 2
  case 0xE0...0xEF: 3
  case 0xF0...0xF7: 4
  default: 1
  }
}
