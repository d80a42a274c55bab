import Diagnostics
import Testing
import YAML

/// Reads a text as `x.yaml`.
func read(_ text: String, limits: Limits = .standard) -> (root: Node?, diagnostics: [Diagnostic]) {
  YAMLReader.read(SourceFile(path: "x.yaml", text: text), limits: limits)
}

/// The diagnostics of a text as a user sees them.
func problems(_ text: String, limits: Limits = .standard) -> String {
  DiagnosticRenderer().render(read(text, limits: limits).diagnostics)
}

/// A text that must be free of errors, as a tree in one line; see `outline(of:)`.
func outline(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> String {
  let (root, diagnostics) = read(text)
  #expect(diagnostics == [], sourceLocation: sourceLocation)
  return root.map(outline(of:)) ?? "nothing"
}

/// A tree in one line: `'text'` for strings, `#1` for integers, `~1.5` for floats, `∅` for null.
func outline(of node: Node) -> String {
  switch node.kind {
  case .null: "∅"
  case .boolean: node.text
  case .integer: "#" + node.text
  case .float: "~" + node.text
  case .string: "'" + node.text + "'"
  case .sequence: "[" + node.items.map(outline(of:)).joined(separator: ", ") + "]"
  case .mapping:
    "{" + node.pairs.map { $0.key.text + ": " + outline(of: $0.value) }.joined(separator: ", ") + "}"
  }
}

/// A range in short: `2:3-2:8`.
func short(_ range: SourceRange?) -> String {
  guard let range else { return "nowhere" }
  return "\(range.start.line):\(range.start.column)-\(range.end.line):\(range.end.column)"
}
