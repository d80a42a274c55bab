import Diagnostics

extension ValueKind {
  /// Refuses what isn't a value of the kind. The text isn't empty.
  func check(_ text: String) throws(ValueProblem) {
    switch self {
    case .string, .path, .pattern, .name, .word: break
    case .assignment:
      guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { throw .notAnAssignment }
    case .integer(let range): try Self.check(integer: text, in: range)
    case .duration(let range):
      guard let duration = Duration(spelled: text) else {
        let isNumber = Duration(spelled: text + "s") != nil
        throw .notADuration(nearest: isNumber ? text + "s" : nil)
      }
      guard range.contains(duration) else { throw .durationOutOfRange(range) }
    case .enumeration(let words):
      guard words.contains(text) else {
        throw .notOneOf(words, nearest: Spelling.nearest(to: text, among: words))
      }
    case .url:
      guard Self.isURL(text) else { throw .notAURL }
    }
  }

  private static func check(integer text: String, in range: ClosedRange<Int>) throws(ValueProblem) {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let isNumber =
      !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isNumber else { throw .notAnInteger(range) }
    guard let number = Int(text), range.contains(number) else { throw .integerOutOfRange(range) }
  }

  /// Whether a text has the scheme and a host; the transport checks the rest of it.
  private static func isURL(_ text: String) -> Bool {
    let lowered = text.lowercased()
    for scheme in ["https://", "http://"] where lowered.hasPrefix(scheme) {
      guard let first = lowered.utf8.dropFirst(scheme.utf8.count).first else { return false }
      return !"/?#:@".utf8.contains(first) && !text.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
    }
    return false
  }
}
