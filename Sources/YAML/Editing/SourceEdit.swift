/// A stretch of a file's bytes, and what takes its place.
package struct SourceEdit: Sendable, Hashable {
  package var range: Range<Int>
  package var bytes: [UInt8]

  package init(_ range: Range<Int>, _ bytes: [UInt8]) {
    self.range = range
    self.bytes = bytes
  }
}

extension [SourceEdit] {
  /// The bytes with the edits made, which stand in the order of their ranges and don't overlap.
  package func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + reduce(0) { $0 + $1.bytes.count })
    var position = 0
    for edit in self {
      result += bytes[position..<edit.range.lowerBound]
      result += edit.bytes
      position = edit.range.upperBound
    }
    return result + bytes[position...]
  }
}

/// An edit whose text may still depend on those before it.
struct PendingEdit {
  enum Content {
    case bytes([UInt8])
    /// Whole lines to put between others.
    case lines([[UInt8]])
  }

  var range: Range<Int>
  var content: Content
  /// Of several at one place, the deepest come first.
  var depth: Int
}

extension [PendingEdit] {
  /// The edits, sorted; lines get the line breaks that they need where they come to stand.
  func settled(in file: [UInt8], lineBreak: [UInt8]) -> [SourceEdit] {
    let sorted = enumerated().sorted { left, right in
      (left.element.range.lowerBound, left.element.range.isEmpty ? 0 : 1, -left.element.depth, left.offset)
        < (
          right.element.range.lowerBound, right.element.range.isEmpty ? 0 : 1, -right.element.depth,
          right.offset
        )
    }
    var edits: [SourceEdit] = []
    var position = 0
    var last: UInt8?
    for (_, edit) in sorted {
      // What is in a part that goes needs no edit.
      guard edit.range.lowerBound >= position else { continue }
      if edit.range.lowerBound > position { last = file[edit.range.lowerBound - 1] }
      position = edit.range.upperBound
      let bytes: [UInt8]
      switch edit.content {
      case .bytes(let content): bytes = content
      case .lines(let lines):
        let isBegun = last.map { $0 != 0x0A && $0 != 0x0D } ?? false
        let isOpenEnd = position == file.count && file.last.map { $0 != 0x0A && $0 != 0x0D } ?? false
        bytes =
          (isBegun ? lineBreak : []) + [UInt8](lines.joined(separator: lineBreak))
          + (isOpenEnd ? [] : lineBreak)
      }
      last = bytes.last ?? last
      edits.append(SourceEdit(edit.range, bytes))
    }
    return edits
  }
}
