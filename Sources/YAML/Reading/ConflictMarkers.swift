import Diagnostics

/// Finds what git leaves in a file that it could not merge.
enum ConflictMarkers {
  /// Anyone who resolves this many will find the others.
  private static let most = 100

  static func diagnostics(of file: SourceFile) -> [Diagnostic] {
    let table = LineTable(file)
    var diagnostics: [Diagnostic] = []
    var isOpen = false
    for number in 1...max(1, table.count) {
      guard let kind = table.line(number).flatMap({ marker(in: file.bytes[$0]) }) else { continue }
      if diagnostics.count == most, !isOpen || kind == UInt8(ascii: "<") { break }
      let start = SourcePosition(line: number, column: 1)
      let place = SourceRange(file: file, start: start, end: SourcePosition(line: number + 1, column: 1))
      switch kind {
      case UInt8(ascii: "<"):
        diagnostics.append(
          .error(
            "Git left a merge conflict here", at: place,
            remedy: "keep the right parts of both sides, and remove the markers"))
        isOpen = true
      case UInt8(ascii: ">") where isOpen:
        diagnostics[diagnostics.count - 1].notes.append(.init("the conflict ends here", at: place))
        isOpen = false
      case UInt8(ascii: "="), UInt8(ascii: "|"):
        guard isOpen, diagnostics[diagnostics.count - 1].notes.count < 3 else { continue }
        diagnostics[diagnostics.count - 1].notes.append(.init("its next part begins here", at: place))
      default: diagnostics.append(.error("a Git conflict marker is here", at: place, remedy: "remove it"))
      }
    }
    return diagnostics
  }

  /// A marker is its character seven times, followed by nothing or a blank.
  private static func marker(in line: ArraySlice<UInt8>) -> UInt8? {
    guard let first = line.first, "<=>|".utf8.contains(first), line.prefix(while: { $0 == first }).count == 7
    else {
      return nil
    }
    return line.count == 7 || line[line.startIndex + 7] == 0x20 ? first : nil
  }
}
