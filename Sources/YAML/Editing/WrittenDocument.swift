import Diagnostics

/// A file as it is written: every value with its place, aliases and merges not followed.
///
/// ``Node`` tells what a file means; this tells where that stands, and what else an edit would change.
package struct WrittenDocument: Sendable {
  /// One value as it is written. Its number in the document stands for it.
  package struct Node: Sendable {
    /// How it is written.
    package enum Form: Sendable {
      case plain, singleQuoted, doubleQuoted, blockScalar
      case alias
      case blockSequence, flowSequence, blockMapping, flowMapping

      var isSequence: Bool { self == .blockSequence || self == .flowSequence }
      var isMapping: Bool { self == .blockMapping || self == .flowMapping }
      var isFlow: Bool { self == .flowSequence || self == .flowMapping }
    }

    package let form: Form
    /// A scalar's text, or the name of an alias.
    package let text: String
    /// What holds it.
    package let parent: Int?
    /// The key that it is the value of.
    package let key: Int?
    /// A sequence's items; a mapping's keys and values in turn.
    package internal(set) var children: [Int] = []
    /// How many aliases refer to it.
    package internal(set) var uses = 0
    /// What an alias refers to.
    package internal(set) var target: Int?
    /// The byte at which it begins, its anchor and tag included.
    let outerStart: Int
    /// The byte after its anchor and tag, if it has any.
    let headEnd: Int?
    /// The byte at which the value itself begins.
    let start: Int
    /// The byte after its last one, not counting comments and blank lines.
    var end: Int
    /// The columns of `outerStart` and `start`, from 0, in Unicode scalars.
    let outerColumn: Int
    let column: Int
    /// The values that hold it.
    let depth: Int

    package var isMapping: Bool { form.isMapping }
    package var isSequence: Bool { form.isSequence }
  }

  package let file: SourceFile
  package internal(set) var nodes: [Node] = []
  /// Where scalars that keep their blank lines end.
  var keptEnds: Set<Int> = []
  var scalars: [Int: Int] = [:]
  var lines: LineTable

  package subscript(node: Int) -> Node { nodes[node] }

  /// The outermost value.
  package var root: Int { 0 }

  /// The number of the value that an alias stands for, or its own.
  package func resolved(_ node: Int) -> Int { nodes[node].target ?? node }

  /// The keys of a mapping with their values, as written: a `<<` is a key like others.
  package func pairs(of mapping: Int) -> [(key: Int, value: Int)] {
    guard nodes[mapping].form.isMapping else { return [] }
    let children = nodes[mapping].children
    return stride(from: 0, to: children.count - 1, by: 2).map { (children[$0], children[$0 + 1]) }
  }

  /// The pair of a key that a mapping has itself, not from a merge.
  package func pair(_ key: String, in mapping: Int) -> (key: Int, value: Int)? {
    pairs(of: mapping).first { nodes[$0.key].text.utf8.elementsEqual(key.utf8) }
  }

  /// The value of a key.
  package func value(of key: Int) -> Int? {
    guard let parent = nodes[key].parent, let place = nodes[parent].children.firstIndex(of: key),
      place + 1 < nodes[parent].children.count
    else { return nil }
    return nodes[parent].children[place + 1]
  }

  /// The scalar that begins at a position.
  package func scalar(at position: SourcePosition) -> Int? { offset(of: position).flatMap { scalars[$0] } }

  /// The pair of a mapping that a position is in.
  package func pair(at position: SourcePosition, in mapping: Int) -> (key: Int, value: Int)? {
    guard let offset = offset(of: position) else { return nil }
    return pairs(of: mapping).last { nodes[$0.key].outerStart <= offset && offset <= nodes[$0.value].end }
  }

  private func offset(of position: SourcePosition) -> Int? {
    var lines = lines
    return lines.offset(of: position)
  }

  /// Whether a change of it shows elsewhere: an alias refers to it, or to something that holds it.
  package func isShared(_ node: Int) -> Bool {
    var next: Int? = node
    while let node = next {
      if nodes[node].uses > 0 { return true }
      next = nodes[node].parent
    }
    return false
  }

  /// Whether an alias refers to it, or to something in it.
  package func holdsAnchor(_ node: Int) -> Bool {
    nodes[node].uses > 0 || nodes[node].children.contains(where: holdsAnchor)
  }

  /// Whether it stands between brackets or braces.
  func isInFlow(_ node: Int) -> Bool {
    var next = nodes[node].parent
    while let node = next {
      if nodes[node].form.isFlow { return true }
      next = nodes[node].parent
    }
    return false
  }
}
