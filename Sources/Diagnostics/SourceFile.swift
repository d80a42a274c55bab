/// One text that diagnostics can point into: its name as the user gave it, and its bytes.
///
/// A class so that thousands of source ranges share one copy of the text.
package final class SourceFile: Sendable {
  /// The path as shown to the user, `webhooks.yaml` for instance.
  package let path: String
  /// The text, UTF-8 where it is valid.
  package let bytes: [UInt8]
  /// Whether it was read from standard input, and the path is no path of a file.
  package let isStandardInput: Bool

  /// The length of the UTF-8 byte order mark in front, 3 or 0.
  package var bomLength: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// Creates a source file from its path and its bytes.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    isStandardInput = false
  }

  /// Creates a source file from what was read from standard input. Paths in it are relative to the working
  /// directory, for its name is in none.
  package init(standardInput bytes: [UInt8]) {
    path = "<stdin>"
    self.bytes = bytes
    isStandardInput = true
  }

  /// Creates a source file from a string, for tests and generated text.
  package convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }
}

/// A place in a text: line and column, both counted from 1, the column in Unicode scalars.
package struct SourcePosition: Hashable, Comparable, Sendable {
  /// The line, from 1.
  package var line: Int32
  /// The column, from 1, counted in Unicode scalars.
  package var column: Int32

  /// Creates a position; both numbers count from 1.
  package init(line: Int, column: Int) {
    self.line = Int32(clamping: line)
    self.column = Int32(clamping: column)
  }

  /// Orders by line, then column.
  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A stretch of a source file, from `start` up to but without `end`.
package struct SourceRange: Hashable, Sendable {
  /// The file that the range is in.
  package var file: SourceFile
  /// The first place of the range.
  package var start: SourcePosition
  /// The place after the last one of the range.
  package var end: SourcePosition

  /// Creates a range in a file.
  package init(file: SourceFile, start: SourcePosition, end: SourcePosition) {
    self.file = file
    self.start = start
    self.end = end
  }

  /// The same stretch of the same file object.
  package static func == (left: Self, right: Self) -> Bool {
    left.file === right.file && left.start == right.start && left.end == right.end
  }

  /// Hashes what equality compares.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(start)
    hasher.combine(end)
  }
}
