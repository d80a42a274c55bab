import Diagnostics
import Platform

/// Writes YAML that people like to read and that readers of YAML 1.2 and of 1.1 understand the same way. The
/// same value gives the same bytes each time.
package struct YAMLWriter: Sendable {
  /// The column up to which an inline collection may run.
  package var width: Int

  /// How far a mapping in a mapping is indented.
  var step = 2

  package init(width: Int = 100) { self.width = width }

  /// libyaml reads a key before its colon only up to 1,024 characters, escapes and quotes counted (YAML
  /// 1.2.2, 7.4.2). A key longer than this is marked with `?`.
  static let longestKey = 500

  package func document(_ entries: [YAMLValue.Entry], comments: [String] = []) -> String {
    var lines = comments.map(Self.comment)
    if entries.isEmpty { lines.append("{}") }
    for entry in entries { lines += block(entry, indent: 0) }
    return lines.map { $0 + "\n" }.joined()
  }

  func block(_ entry: YAMLValue.Entry, indent: Int) -> [String] {
    let margin = Self.margin(indent)
    let key = YAMLScalar.written(entry.key)
    let isLong = key.unicodeScalars.count > Self.longestKey
    let head = margin + (isLong ? ":" : key + ":")
    let value = entry.value
    var lines = value.isSetApart ? [""] : []
    lines += value.comments.map { margin + Self.comment($0) }
    if isLong { lines.append("\(margin)? \(key)") }
    if let text = oneLine(value, column: head.count + 1) {
      return lines + ["\(head) \(text)\(Self.remark(value))"]
    }
    lines.append(head + Self.remark(value))
    return lines + nested(value, indent: indent + step)
  }

  private func nested(_ value: YAMLValue, indent: Int) -> [String] {
    switch value.content {
    case .mapping(let entries): entries.flatMap { block($0, indent: indent) }
    case .list(let items): items.flatMap { self.item($0, indent: indent) }
    case .text, .integer, .boolean: []
    }
  }

  func item(_ value: YAMLValue, indent: Int) -> [String] {
    let margin = Self.margin(indent)
    var lines = value.isSetApart ? [""] : []
    lines += value.comments.map { margin + Self.comment($0) }
    if let text = oneLine(value, column: indent + 2) {
      return lines + ["\(margin)- \(text)\(Self.remark(value))"]
    }
    let inner = nested(value, indent: indent + 2)
    // The first line goes after the dash, unless a comment or an empty line stands there. A combining mark at
    // its beginning makes one character with the blank before it, so scalars are counted.
    if value.remark == nil, let first = inner.first?.unicodeScalars.dropFirst(indent + 2),
      !first.isEmpty, first.first != "#"
    {
      return lines + [margin + "- " + String(first)] + inner.dropFirst()
    }
    return lines + ["\(margin)-\(Self.remark(value))"] + inner
  }

  /// The value on one line; `nil` for a collection that takes lines of its own.
  private func oneLine(_ value: YAMLValue, column: Int) -> String? {
    switch value.content {
    case .text(let text): return YAMLScalar.written(text)
    case .integer(let number): return String(number)
    case .boolean(let flag): return String(flag)
    case .list([]): return "[]"
    case .mapping([]): return "{}"
    case .list(let items):
      guard value.isInline, !items.contains(where: \.hasComments) else { return nil }
    case .mapping(let entries):
      guard value.isInline, !entries.contains(where: { $0.value.hasComments }) else { return nil }
    }
    let text = Self.flow(value)
    return column + text.count <= width ? text : nil
  }

  static func flow(_ value: YAMLValue, isJSON: Bool = false) -> String {
    func written(_ text: String) -> String {
      isJSON ? YAMLScalar.quoted(text) : YAMLScalar.written(text, isInFlow: true)
    }
    switch value.content {
    case .text(let text): return written(text)
    case .integer(let number): return String(number)
    case .boolean(let flag): return String(flag)
    case .list(let items): return "[" + items.map { flow($0, isJSON: isJSON) }.joined(separator: ", ") + "]"
    case .mapping(let entries):
      guard !entries.isEmpty else { return "{}" }
      let texts = entries.map { written($0.key) + ": " + flow($0.value, isJSON: isJSON) }
      return "{ " + texts.joined(separator: ", ") + " }"
    }
  }

  private static func margin(_ indent: Int) -> String { String(repeating: " ", count: indent) }

  private static func remark(_ value: YAMLValue) -> String {
    value.remark.map { " " + comment($0) } ?? ""
  }

  static func comment(_ text: String) -> String {
    guard !text.isEmpty else { return "#" }
    let shown = LogCommand.parted(TerminalText.escaped(text)).unicodeScalars.map { scalar in
      YAMLScalar.mayStand(scalar) ? String(scalar) : "\\u{" + String(scalar.value, radix: 16) + "}"
    }
    return "# " + shown.joined()
  }
}
