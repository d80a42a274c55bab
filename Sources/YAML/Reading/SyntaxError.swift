import CLibYAML
import Diagnostics

/// libyaml says what its grammar wanted at the place where it gave up, which is often far after the mistake
/// (an unclosed quote is noticed at the end of the file). This finds the mistake and words it.
struct SyntaxError {
  let file: SourceFile
  /// "did not find expected key", for instance.
  let problem: String
  /// "while parsing a block mapping", for instance; may be empty.
  let context: String
  let problemStart: SourcePosition
  let contextStart: SourcePosition
  /// The innermost one that hasn't ended.
  let openCollection: SourceRange?
  private(set) var table: LineTable

  static func failure(
    of parser: UnsafeMutablePointer<yaml_parser_t>, in file: SourceFile, openCollection: SourceRange?
  ) -> FatalReadError {
    switch parser.pointee.error {
    case YAML_MEMORY_ERROR: return FatalReadError(diagnostic: outOfMemory(in: file))
    case YAML_READER_ERROR: return FatalReadError(diagnostic: unreadable(parser, in: file))
    default:
      var error = SyntaxError(
        file: file, problem: parser.pointee.problem.map { String(cString: $0) } ?? "unknown problem",
        context: parser.pointee.context.map { String(cString: $0) } ?? "",
        problemStart: SourcePosition(parser.pointee.problem_mark),
        contextStart: SourcePosition(parser.pointee.context_mark), openCollection: openCollection,
        table: LineTable(file))
      return FatalReadError(diagnostic: error.diagnostic(), isSurrogate: error.isSurrogate)
    }
  }

  /// Whether it is about half a character, as JSON writes those beyond U+FFFF.
  private var isSurrogate: Bool { problem == Self.invalidEscape }
  static let invalidEscape = "found invalid Unicode character escape code"

  static func outOfMemory(in file: SourceFile) -> Diagnostic {
    .error("not enough memory to read \(file.path)", at: nil, remedy: "split the file")
  }

  private static func unreadable(
    _ parser: UnsafeMutablePointer<yaml_parser_t>, in file: SourceFile
  ) -> Diagnostic {
    var offset = parser.pointee.problem_offset + file.bomLength
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? ""
    // libyaml names the byte that broke a sequence; the fault is the sequence.
    if problem == "invalid trailing UTF-8 octet" {
      repeat { offset -= 1 } while offset > 0 && isContinuation(file.bytes[offset])
    }
    let start = LineTable(file).position(of: offset)
    let range = SourceRange(file: file, character: start)
    guard problem == "control characters are not allowed" else {
      let byte = offset < file.bytes.count ? hexadecimal(Int(file.bytes[offset]), digits: 2) : "??"
      return .error(
        "the file isn't valid UTF-8: byte 0x\(byte) at offset \(Wording.grouped(offset))", at: range,
        remedy: "save it as UTF-8")
    }
    return .error(
      "the character U+\(hexadecimal(Int(parser.pointee.problem_value), digits: 4)) isn't allowed in YAML",
      at: range, remedy: "remove it, or write it as an escape in double quotes")
  }

  static func hexadecimal(_ value: Int, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }

  /// `nil` at the end of a line.
  mutating func scalar(at position: SourcePosition) -> Unicode.Scalar? {
    guard let line = table.line(Int(position.line)), let offset = table.offset(of: position),
      offset < line.upperBound
    else { return nil }
    let bytes = table.bytes[offset..<min(offset + 4, line.upperBound)]
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first
  }

  mutating func isFirstOnLine(_ position: SourcePosition) -> Bool {
    guard let line = table.line(Int(position.line)), let offset = table.offset(of: position) else {
      return true
    }
    return table.bytes[line.lowerBound..<offset].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  mutating func isBehindColon(_ position: SourcePosition) -> Bool {
    guard let line = table.line(Int(position.line)), let offset = table.offset(of: position) else {
      return false
    }
    let before = table.bytes[line.lowerBound..<offset]
    return zip(before, before.dropFirst()).contains { $0 == UInt8(ascii: ":") && $1 == 0x20 }
  }

  mutating func isAtEnd(_ position: SourcePosition) -> Bool {
    guard let offset = table.offset(of: position) else { return true }
    return table.bytes[offset...].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
  }

  func one(_ start: SourcePosition) -> SourceRange { SourceRange(file: file, character: start) }

  func restOfLine(_ start: SourcePosition) -> SourceRange {
    SourceRange(file: file, start: start, end: SourcePosition(line: Int(start.line) + 1, column: 1))
  }

  /// The range up to the next blank.
  mutating func word(_ start: SourcePosition) -> SourceRange {
    var end = start
    while let next = scalar(at: end), next != " ", next != "\t" { end.column += 1 }
    return SourceRange(file: file, start: start, end: max(end, one(start).end))
  }
}

extension SourceRange {
  init(file: SourceFile, character start: SourcePosition) {
    let end = SourcePosition(line: Int(start.line), column: Int(start.column) + 1)
    self.init(file: file, start: start, end: end)
  }
}
