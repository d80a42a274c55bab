import YAML

/// The edits of a file as a unified diff, as `git apply` and `patch` take it.
///
/// It is made from the edits, not by comparing, so it takes linear time. Lines that stay the same aren't part of a
/// change.
package struct UnifiedDiff {
  /// Lines that others replace.
  private struct Change {
    var old: Range<Int>
    var new: [ArraySlice<UInt8>]
  }

  private static let context = 3
  private let lines: [ArraySlice<UInt8>]
  private var changes: [Change] = []

  /// - Parameter edits: in their order.
  package init(_ bytes: [UInt8], _ edits: [SourceEdit]) {
    lines = Self.lines(of: bytes[...])
    var starts = lines.map(\.startIndex)
    if bytes.last == 0x0A || bytes.isEmpty { starts.append(bytes.count) }
    let count = lines.count
    let places = edits.map { Self.place(of: $0, in: bytes, starts, count) }
    starts.append(bytes.count)
    var first = 0
    while first < edits.count {
      var place = places[first]
      var next = first + 1
      while next < edits.count, places[next].lowerBound < place.upperBound {
        place = place.lowerBound..<max(place.upperBound, places[next].upperBound)
        next += 1
      }
      let region = bytes[starts[place.lowerBound]..<starts[place.upperBound]]
      let local = edits[first..<next].map { edit in
        SourceEdit(
          edit.range.lowerBound - region.startIndex..<edit.range.upperBound - region.startIndex, edit.bytes)
      }
      add(place, Self.lines(of: local.applied(to: Array(region))[...]))
      first = next
    }
  }

  /// The lines that an edit changes; none if it only inserts lines.
  private static func place(of edit: SourceEdit, in bytes: [UInt8], _ starts: [Int], _ count: Int)
    -> Range<Int>
  {
    func isStart(_ offset: Int) -> Bool { offset == 0 || bytes[offset - 1] == 0x0A }
    let (lower, upper) = (edit.range.lowerBound, edit.range.upperBound)
    let first = line(of: lower, in: starts)
    let endsLine = edit.bytes.isEmpty ? isStart(lower) : edit.bytes.last == 0x0A
    let end = line(of: upper, in: starts)
    return first..<(isStart(upper) && endsLine ? end : max(first, min(end + 1, count)))
  }

  package var isEmpty: Bool { changes.isEmpty }

  private static func lines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  private static func line(of offset: Int, in starts: [Int]) -> Int {
    var (low, high) = (0, starts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= offset { low = middle } else { high = middle - 1 }
    }
    return low
  }

  private mutating func add(_ old: Range<Int>, _ new: [ArraySlice<UInt8>]) {
    var (old, new) = (old, new[...])
    while let first = new.first, !old.isEmpty, lines[old.lowerBound] == first {
      old = old.lowerBound + 1..<old.upperBound
      new.removeFirst()
    }
    while let last = new.last, !old.isEmpty, lines[old.upperBound - 1] == last {
      old = old.lowerBound..<old.upperBound - 1
      new.removeLast()
    }
    if old.isEmpty, new.isEmpty { return }
    if let last = changes.last, last.old.upperBound == old.lowerBound {
      changes[changes.count - 1].old = last.old.lowerBound..<old.upperBound
      changes[changes.count - 1].new += new
    } else {
      changes.append(Change(old: old, new: Array(new)))
    }
  }

  // MARK: Text

  /// The diff of a file, with a header that `git apply` takes as relative to the working folder.
  package func text(path: String) -> String {
    guard !isEmpty else { return "" }
    let (old, new) = (Self.quoted("a/" + path), Self.quoted("b/" + path))
    // A tab ends a name with blanks.
    let tab = path.contains(" ") ? "\t" : ""
    let text = "--- \(old)\(tab)\n+++ \(new)\(tab)\n"
    var bytes: [UInt8] = []
    var shift = 0
    for hunk in hunks { write(hunk, &shift, to: &bytes) }
    return text + String(decoding: bytes, as: UTF8.self)
  }

  private var hunks: [ArraySlice<Change>] {
    var hunks: [ArraySlice<Change>] = []
    var start = 0
    for index in changes.indices {
      let isLast = index + 1 == changes.count
      if isLast || changes[index + 1].old.lowerBound - changes[index].old.upperBound > 2 * Self.context {
        hunks.append(changes[start...index])
        start = index + 1
      }
    }
    return hunks
  }

  private func write(_ hunk: ArraySlice<Change>, _ shift: inout Int, to bytes: inout [UInt8]) {
    guard let first = hunk.first, let last = hunk.last else { return }
    let start = max(0, first.old.lowerBound - Self.context)
    let end = min(lines.count, last.old.upperBound + Self.context)
    let growth = hunk.reduce(0) { $0 + $1.new.count - $1.old.count }
    let (oldCount, newCount) = (end - start, end - start + growth)
    bytes += "@@ -\(start + (oldCount > 0 ? 1 : 0)),\(oldCount)".utf8
    bytes += " +\(start + shift + (newCount > 0 ? 1 : 0)),\(newCount) @@\n".utf8
    var line = start
    for change in hunk {
      for same in lines[line..<change.old.lowerBound] { Self.write(" ", same, to: &bytes) }
      for gone in lines[change.old] { Self.write("-", gone, to: &bytes) }
      for new in change.new { Self.write("+", new, to: &bytes) }
      line = change.old.upperBound
    }
    for same in lines[line..<end] { Self.write(" ", same, to: &bytes) }
    shift += growth
  }

  private static func write(_ sign: Character, _ line: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    bytes += String(sign).utf8
    bytes += line
    if line.last != 0x0A { bytes += "\n\\ No newline at end of file\n".utf8 }
  }

  /// A name as git quotes it if it has unusual characters.
  private static func quoted(_ path: String) -> String {
    guard path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0x22 || $0 == 0x5C }) else {
      return path
    }
    var text = "\""
    for byte in path.utf8 {
      switch byte {
      case 0x22, 0x5C: text += "\\" + String(UnicodeScalar(byte))
      case 0x20..<0x7F: text += String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 8)
        text += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
      }
    }
    return text + "\""
  }
}
