import Diagnostics

/// Edits of a file by places in its text, never a re-emission: what no edit touches stays as it is, byte for byte.
///
/// Changes are collected by the values that they concern, and become edits of the text all at once. Each
/// function returns whether it can make its change.
package struct YAMLEditor: Sendable {
  package let document: WrittenDocument
  /// How far a mapping in a mapping is indented, as the file has it.
  private(set) var step = 2
  private(set) var lineBreak: [UInt8] = [0x0A]
  /// Whether the file is JSON, which every YAML reader takes, and should stay so.
  private(set) var isJSON = false
  var replaced: [Int: YAMLValue] = [:]
  /// Keys and items.
  var removed: Set<Int> = []
  var inserts: [Int: [Insert]] = [:]

  /// A key with its value, or an item (with an empty key), to insert into a collection.
  struct Insert: Sendable {
    var entry: YAMLValue.Entry
    /// How many keys or items come before it.
    var place: Int
  }

  package init(_ document: WrittenDocument) {
    self.document = document
    let bytes = document.file.bytes
    if let first = bytes.indices.first(where: { LineBreak.length(in: bytes, at: $0) > 0 }) {
      lineBreak = Array(bytes[first..<first + LineBreak.length(in: bytes, at: first)])
    }
    let indented = document.nodes.first { node in
      guard node.form == .blockMapping, let parent = node.parent else { return false }
      return document[parent].form == .blockMapping
    }
    if let indented, let parent = indented.parent { step = max(1, indented.column - document[parent].column) }
    isJSON = document.nodes.allSatisfy { node in
      node.form.isFlow || node.form == .doubleQuoted
        || node.form == .plain && (["true", "false", "null"].contains(node.text) || Int(node.text) != nil)
    }
  }

  /// Replaces a scalar or an alias with a scalar, or with a collection on one line. Quotes stay as they are.
  package mutating func replace(_ node: Int, with value: YAMLValue) -> Bool {
    let written = document[node]
    switch written.form {
    case .blockSequence, .blockMapping: return false
    case .flowSequence, .flowMapping: guard isBracketed(node) else { return false }
    case .plain where written.text.isEmpty && written.end == written.start:
      let isItem = written.parent.map { document[$0].isSequence } ?? false
      guard isItem || written.key.flatMap({ colon(after: $0) }) != nil else { return false }
    default: break
    }
    let isKey = written.key == nil && written.parent.map { document[$0].form.isMapping } == true
    if isKey, scalarText(value, like: node).count > YAMLWriter.longestKey { return false }
    replaced[node] = value
    return true
  }

  /// Removes a key with its value from a mapping, or an item from a sequence.
  package mutating func remove(_ child: Int) -> Bool {
    guard let parent = document[child].parent, isEditable(parent) else { return false }
    removed.insert(child)
    return true
  }

  /// Inserts a key with its value into a mapping: at its end, or after `place` of its keys.
  package mutating func insert(_ entry: YAMLValue.Entry, into mapping: Int, at place: Int? = nil) -> Bool {
    guard document[mapping].form.isMapping, isEditable(mapping) else { return false }
    let end = document[mapping].children.count / 2
    inserts[mapping, default: []].append(Insert(entry: entry, place: min(place ?? end, end)))
    return true
  }

  package mutating func append(_ item: YAMLValue, to sequence: Int) -> Bool {
    guard document[sequence].form.isSequence, isEditable(sequence) else { return false }
    let insert = Insert(entry: .init("", item), place: document[sequence].children.count)
    inserts[sequence, default: []].append(insert)
    return true
  }

  /// The changes as edits of the text.
  package func edits() -> [SourceEdit] {
    var pending: [PendingEdit] = []
    for (node, value) in replaced where !isGone(node) { pending.append(replacement(of: node, with: value)) }
    let gone = Dictionary(grouping: removed) { document[$0].parent ?? 0 }
    for collection in Set(gone.keys).union(inserts.keys).sorted() where !isGone(collection) {
      let change = CollectionChange(
        collection, removed: Set(gone[collection] ?? []), inserts: inserts[collection] ?? [], in: self)
      pending += document[collection].form.isFlow ? change.flowEdits() : change.blockEdits()
    }
    return pending.settled(in: document.file.bytes, lineBreak: lineBreak)
  }

  /// Whether it goes with something that is removed.
  private func isGone(_ node: Int) -> Bool {
    var next: Int? = node
    while let node = next {
      if removed.contains(node) || document[node].key.map(removed.contains) == true { return true }
      next = document[node].parent
    }
    return false
  }

  // MARK: What can be edited

  private func isEditable(_ collection: Int) -> Bool {
    !document[collection].form.isFlow || isBracketed(collection)
  }

  /// A pair in a list may lack braces, `[a: 1]`, and then has no end of its own.
  private func isBracketed(_ node: Int) -> Bool {
    [UInt8(ascii: "["), UInt8(ascii: "{")].contains(document.file.bytes[document[node].start])
  }

  /// The byte after the colon of a key.
  func colon(after key: Int) -> Int? {
    let bytes = document.file.bytes
    let end = document[key].end
    guard let place = bytes[end...].firstIndex(where: { $0 != 0x20 && $0 != 0x09 }),
      bytes[place] == UInt8(ascii: ":")
    else { return nil }
    return place + 1
  }

  // MARK: Scalars

  private func replacement(of node: Int, with value: YAMLValue) -> PendingEdit {
    let written = document[node]
    var text = scalarText(value, like: node)
    let range = written.start..<written.end
    if range.isEmpty, written.start > 0, ![0x20, 0x09].contains(document.file.bytes[written.start - 1]) {
      text = [0x20] + text
    }
    if document.keptEnds.contains(written.end) { text += lineBreak }
    return PendingEdit(range: range, content: .bytes(text), depth: written.depth)
  }

  /// A value on one line, a text in the quotes that another scalar has.
  func scalarText(_ value: YAMLValue, like node: Int) -> [UInt8] {
    let isInFlow = document.isInFlow(node)
    guard !isJSON, case .text(let text) = value.content else {
      return Array(YAMLWriter.flow(value, isJSON: isJSON).utf8)
    }
    let written = document[node]
    return switch written.form {
    case .doubleQuoted: Array(YAMLScalar.quoted(text).utf8)
    case .singleQuoted: Array(YAMLScalar.singleQuoted(text).utf8)
    case .plain where isInFlow && written.text.contains(":"):
      Array(YAMLScalar.written(text, isInFlow: true, mayHaveColon: true).utf8)
    default: Array(YAMLScalar.written(text, isInFlow: isInFlow).utf8)
    }
  }
}
