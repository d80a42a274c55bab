import Diagnostics

enum EncodingCheck {
  static func problem(of file: SourceFile, limits: Limits) -> Diagnostic? {
    let start = SourcePosition(line: 1, column: 1)
    let range = SourceRange(file: file, start: start, end: start)
    if file.bytes.count > limits.bytes {
      return .error(
        "the file has more than \(Wording.grouped(limits.bytes)) bytes", at: range,
        remedy: "split it into several files")
    }
    if let encoding = foreignEncoding(of: file.bytes) {
      return .error("the file is \(encoding), not UTF-8", at: range, remedy: "save it as UTF-8")
    }
    return nil
  }

  /// Recognised by byte order marks, or by the zeros beside an ASCII character.
  private static func foreignEncoding(of bytes: [UInt8]) -> String? {
    let head = (0..<4).map { $0 < bytes.count ? bytes[$0] : 0xFF }
    switch (head[0], head[1], head[2], head[3]) {
    case (0, 0, 0xFE, 0xFF), (0xFF, 0xFE, 0, 0), (0, 0, 0, 1...0x7F), (1...0x7F, 0, 0, 0): return "UTF-32"
    case (0xFE, 0xFF, _, _), (0xFF, 0xFE, _, _), (0, 1...0x7F, 0, _), (1...0x7F, 0, _, 0): return "UTF-16"
    default: return nil
    }
  }
}
