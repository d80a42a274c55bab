import CLibYAML
import Diagnostics

extension WrittenDocument {
  /// Reads a file that ``YAMLReader`` accepts; `nil` for one that isn't YAML or has no document.
  package init?(_ file: SourceFile) {
    self.file = file
    lines = LineTable(file)
    do throws(FatalReadError) {
      try read(file.bytes, nil)
    } catch {
      guard let pairs = SurrogatePairs(in: file.bytes, bomLength: file.bomLength) else { return nil }
      (nodes, scalars, keptEnds) = ([], [:], [])
      do throws(FatalReadError) { try read(pairs.bytes, pairs) } catch { return nil }
    }
    if nodes.isEmpty { return nil }
  }

  private mutating func read(_ bytes: [UInt8], _ pairs: SurrogatePairs?) throws(FatalReadError) {
    let outcome = bytes.withUnsafeBufferPointer { bytes in
      Result<Void, FatalReadError> { () throws(FatalReadError) in
        let text = UnsafeBufferPointer(rebasing: bytes[file.bomLength...])
        try read(EventSource(text, file: file), pairs)
      }
    }
    try outcome.get()
  }

  private mutating func read(_ source: EventSource, _ pairs: SurrogatePairs?) throws(FatalReadError) {
    var pairs = pairs
    var scanner = PropertyScanner(file: file)
    var open: [Int] = []
    var anchors: [String: Int] = [:]
    while true {
      try source.advance(openCollection: nil)
      let event = source.event
      let data = event.pointee.data
      switch event.pointee.type {
      case YAML_SCALAR_EVENT:
        let (form, text) = Self.scalar(event, &pairs)
        add(form, text, event, (data.scalar.anchor, data.scalar.tag), &scanner, &anchors, open.last)
      case YAML_ALIAS_EVENT:
        let name = data.alias.anchor.map { String(cString: $0) } ?? ""
        add(.alias, name, event, (nil, nil), &scanner, &anchors, open.last)
        guard let target = anchors[name] else { continue }
        nodes[nodes.count - 1].target = target
        nodes[target].uses += 1
      case YAML_SEQUENCE_START_EVENT:
        open.append(nodes.count)
        let isFlow = data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
        add(
          isFlow ? .flowSequence : .blockSequence, "", event,
          (data.sequence_start.anchor, data.sequence_start.tag), &scanner, &anchors, open.dropLast().last)
      case YAML_MAPPING_START_EVENT:
        open.append(nodes.count)
        let isFlow = data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
        add(
          isFlow ? .flowMapping : .blockMapping, "", event,
          (data.mapping_start.anchor, data.mapping_start.tag), &scanner, &anchors, open.dropLast().last)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        guard let node = open.popLast() else { continue }
        if nodes[node].form.isFlow {
          nodes[node].end = max(nodes[node].end, offset(of: event.pointee.end_mark))
        }
        if let parent = open.last { nodes[parent].end = max(nodes[parent].end, nodes[node].end) }
      case YAML_STREAM_END_EVENT: return
      default: break
      }
    }
  }

  private static func scalar(
    _ event: UnsafeMutablePointer<yaml_event_t>, _ pairs: inout SurrogatePairs?
  ) -> (Node.Form, String) {
    let scalar = event.pointee.data.scalar
    let bytes = UnsafeBufferPointer(start: UnsafePointer(scalar.value), count: scalar.length)
    let restored = pairs?.restored(
      bytes, in: event.pointee.start_mark.index..<event.pointee.end_mark.index,
      isInDoubleQuotes: scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
    let form: Node.Form =
      switch scalar.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .blockScalar
      default: .plain
      }
    return (
      form, restored.map { String(decoding: $0, as: UTF8.self) } ?? String(decoding: bytes, as: UTF8.self)
    )
  }

  private mutating func add(
    _ form: Node.Form, _ text: String, _ event: UnsafeMutablePointer<yaml_event_t>,
    _ properties: (anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?),
    _ scanner: inout PropertyScanner, _ anchors: inout [String: Int], _ parent: Int?
  ) {
    let outer = offset(of: event.pointee.start_mark)
    var (start, head): (Int, Int?) = (outer, nil)
    var column = Int(event.pointee.start_mark.column)
    let end = offset(of: event.pointee.end_mark)
    if properties.anchor != nil || properties.tag != nil {
      let found = scanner.scan(
        from: event.pointee.start_mark, anchor: properties.anchor != nil, tag: properties.tag != nil)
      head = lines.offset(of: max(found.anchor.end, found.tag.end))
      let isEmpty = form == .plain && text.isEmpty
      start = isEmpty ? end : lines.offset(of: found.value) ?? outer
      if !isEmpty { column = Int(found.value.column) - 1 }
    }
    let number = nodes.count
    let holder = parent.map { nodes[$0] }
    let isValue = holder.map { $0.form.isMapping && !$0.children.count.isMultiple(of: 2) } ?? false
    var node = Node(
      form: form, text: text, parent: parent, key: isValue ? holder?.children.last : nil, outerStart: outer,
      headEnd: head, start: start, end: start, outerColumn: Int(event.pointee.start_mark.column),
      column: column, depth: holder.map { $0.depth + 1 } ?? 0)
    if !form.isSequence && !form.isMapping {
      node.end = max(start, form == .blockScalar ? blockEnd(start, end) : end)
      scalars[start] = number
    }
    nodes.append(node)
    if let anchor = properties.anchor { anchors[String(cString: anchor)] = number }
    guard let parent else { return }
    nodes[parent].children.append(number)
    nodes[parent].end = max(nodes[parent].end, node.end)
  }

  /// Where a block scalar ends: after its last line, or, if it keeps them, after the blank lines that follow.
  private mutating func blockEnd(_ start: Int, _ end: Int) -> Int {
    let bytes = file.bytes
    if bytes[start..<min(start + 3, end)].contains(UInt8(ascii: "+")) {
      keptEnds.insert(end)
      return end
    }
    var end = end
    while end > start, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) { end -= 1 }
    return end
  }

  private mutating func offset(of mark: yaml_mark_t) -> Int {
    lines.offset(of: SourcePosition(mark)) ?? file.bytes.count
  }
}
