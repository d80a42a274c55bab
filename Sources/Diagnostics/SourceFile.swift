/// What diagnostics can point into. A class, so that thousands of source ranges share one copy of the text.
package final class SourceFile: Sendable {
  /// As shown to the user, `webhooks.yaml` for instance.
  package let path: String
  /// UTF-8 if it is valid.
  package let bytes: [UInt8]
  /// If so, ``path`` isn't the path of a file.
  package let isStandardInput: Bool

  /// 3 or 0.
  package var bomLength: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    isStandardInput = false
  }

  /// Paths in it are relative to the working directory, because it is in no folder.
  package init(standardInput bytes: [UInt8]) {
    path = "<stdin>"
    self.bytes = bytes
    isStandardInput = true
  }

  /// For tests and generated text.
  package convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }
}

/// Counted from 1, the column in Unicode scalars.
package struct SourcePosition: Hashable, Comparable, Sendable {
  package var line: Int32
  package var column: Int32

  package init(line: Int, column: Int) {
    self.line = Int32(clamping: line)
    self.column = Int32(clamping: column)
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// Up to but without `end`.
package struct SourceRange: Hashable, Sendable {
  package var file: SourceFile
  package var start: SourcePosition
  package var end: SourcePosition

  package init(file: SourceFile, start: SourcePosition, end: SourcePosition) {
    self.file = file
    self.start = start
    self.end = end
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.file === right.file && left.start == right.start && left.end == right.end
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(start)
    hasher.combine(end)
  }
}
