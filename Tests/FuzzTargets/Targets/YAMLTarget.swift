import Diagnostics
import YAML

/// Any bytes as a YAML file.
enum YAMLTarget {
  static func run(_ input: [UInt8]) throws(Violation) {
    let file = SourceFile(path: "x.yaml", bytes: input)
    var limits = Limits.standard
    limits.expandedNodes = 10_000
    let (root, diagnostics) = YAMLReader.read(file, limits: limits)
    if let root {
      var nodes = 0
      try walk(root, &nodes, depth: 1)
      try Violation.unless(nodes <= input.count * 2 + 2 + limits.expandedNodes, "\(nodes) nodes")
    }
    for range in diagnostics.compactMap(\.range) {
      try Violation.unless(
        range.start.line >= 1 && range.start.column >= 1 && range.start <= range.end, "place \(range)")
    }
    try Violation.unlessPrintable(DiagnosticRenderer().render(diagnostics), multiline: true)
  }

  private static func walk(_ node: Node, _ nodes: inout Int, depth: Int) throws(Violation) {
    nodes += 1
    _ = (node.text, node.integer, node.boolean)
    try Violation.unless(node.range.start <= node.range.end, "range \(node.range)")
    // A scalar counts as no level.
    try Violation.unless(depth <= 101, "depth \(depth)")
    for item in node.items { try walk(item, &nodes, depth: depth + 1) }
    for pair in node.pairs {
      nodes += 1
      try walk(pair.value, &nodes, depth: depth + 1)
      try Violation.unless(
        node[pair.key.text] != nil, "the key \(pair.key.text.debugDescription) isn't found")
    }
  }
}
