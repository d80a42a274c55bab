import CLibYAML
import Diagnostics

/// Records are laid down in the order of the events. The indices of a collection's children wait on `pending`
/// until it ends, and then move to `children` in one piece.
struct TreeBuilder {
  struct Frame {
    var record: Int32
    /// Where its children start in `pending`.
    var base: Int
    var isMapping: Bool
    /// Whether it has an anchor, which is one of `openAnchors`.
    var hasAnchor = false
    var hasMerge = false
    /// The node itself counts.
    var extent = Extent()
    /// Where the last child so far ends.
    var lastEnd: SourcePosition
  }

  /// What a node takes with aliases written out.
  struct Extent {
    /// The node itself counts.
    var nodes = 1
    var bytes = 0
    var height = 0

    mutating func add(_ child: Extent) {
      nodes += child.nodes
      bytes += child.bytes
      height = max(height, child.height)
    }
  }

  let file: SourceFile
  let limits: Limits
  var records: [Record] = []
  var children: [Int32] = []
  var text: [UInt8] = []
  var pending: [Int32] = []
  var frames: [Frame] = []
  var anchors: [String: Anchor] = [:]
  /// The anchors of the open collections that have one, the innermost last.
  var openAnchors: [String] = []
  var added = Extent(nodes: 0)
  var diagnostics: [Diagnostic] = []
  var root: Int32?
  /// How many anchors may yet be compared with unknown aliases: thousands of them mustn't take minutes.
  var comparisonsLeft = 100_000
  var propertyScanner: PropertyScanner
  var surrogatePairs: SurrogatePairs?
  /// The hash table of the mapping being closed, kept to be used again.
  var slots: [Int32] = []

  init(file: SourceFile, limits: Limits) {
    self.file = file
    self.limits = limits
    propertyScanner = PropertyScanner(file: file)
    // A node takes about twenty bytes of source in a file of webhooks, and text is shorter than its source.
    records.reserveLargePages(file.bytes.count / 18)
    children.reserveLargePages(file.bytes.count / 18)
    text.reserveLargePages(file.bytes.count)
  }

  mutating func finishedArena() -> Arena {
    let arena = Arena(file: file, records: records, children: children, text: text)
    (records, children, text) = ([], [], [])
    return arena
  }

  mutating func addScalar(_ event: UnsafeMutablePointer<yaml_event_t>) throws(FatalReadError) {
    let bytes = UnsafeBufferPointer(
      start: UnsafePointer(event.pointee.data.scalar.value), count: event.pointee.data.scalar.length)
    let restored = surrogatePairs?.restored(
      bytes, in: event.pointee.start_mark.index..<event.pointee.end_mark.index,
      isInDoubleQuotes: event.pointee.data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
    guard let restored else { return try addScalar(event, bytes) }
    let outcome = restored.withUnsafeBufferPointer { bytes in
      Result<Void, FatalReadError> { () throws(FatalReadError) in try addScalar(event, bytes) }
    }
    try outcome.get()
  }

  private mutating func addScalar(
    _ event: UnsafeMutablePointer<yaml_event_t>, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(FatalReadError) {
    let isPlain = event.pointee.data.scalar.style == YAML_PLAIN_SCALAR_STYLE
    let anchor = event.pointee.data.scalar.anchor
    let tag = event.pointee.data.scalar.tag
    var record = Record(
      start: SourcePosition(event.pointee.start_mark), end: SourcePosition(event.pointee.end_mark),
      first: Int32(text.count), count: Int32(bytes.count),
      kind: isPlain ? CoreSchema.kind(of: bytes) : .string, flags: isPlain && tag == nil ? .plain : [])
    text.append(contentsOf: bytes)
    let index = Int32(records.count)
    if anchor != nil || tag != nil {
      let properties = propertyScanner.scan(
        from: event.pointee.start_mark, anchor: anchor != nil, tag: tag != nil)
      record.start = isPlain && bytes.isEmpty ? record.end : properties.value
      if let tag {
        record.kind = taggedKind(of: record, tag: String(cString: tag), bytes: bytes, at: properties.tag)
      }
      if let anchor {
        anchors[String(cString: anchor)] = Anchor(
          record: index, range: properties.anchor, extent: Extent(bytes: bytes.count), isOpen: false)
      }
    }
    records.append(record)
    if record.count == 2, isPlain, tag == nil, isKeyNext, bytes[0] == 0x3C, bytes[1] == 0x3C {
      frames[frames.count - 1].hasMerge = true
    }
    place(index, Extent(bytes: bytes.count), end: record.end)
  }

  mutating func openSequence(_ event: UnsafeMutablePointer<yaml_event_t>) throws(FatalReadError) {
    try open(
      .sequence, event, anchor: event.pointee.data.sequence_start.anchor,
      tag: event.pointee.data.sequence_start.tag)
  }

  mutating func openMapping(_ event: UnsafeMutablePointer<yaml_event_t>) throws(FatalReadError) {
    try open(
      .mapping, event, anchor: event.pointee.data.mapping_start.anchor,
      tag: event.pointee.data.mapping_start.tag)
  }

  private mutating func open(
    _ kind: Node.Kind, _ event: UnsafeMutablePointer<yaml_event_t>, anchor: UnsafeMutablePointer<UInt8>?,
    tag: UnsafeMutablePointer<UInt8>?
  ) throws(FatalReadError) {
    var start = SourcePosition(event.pointee.start_mark)
    guard frames.count < limits.depth else {
      throw depthError(at: range(start, SourcePosition(event.pointee.end_mark)))
    }
    let index = Int32(records.count)
    if anchor != nil || tag != nil {
      let properties = propertyScanner.scan(
        from: event.pointee.start_mark, anchor: anchor != nil, tag: tag != nil)
      start = properties.value
      if let tag { checkCollectionTag(String(cString: tag), on: kind, at: properties.tag) }
      if let anchor {
        let anchorName = String(cString: anchor)
        anchors[anchorName] = Anchor(record: index, range: properties.anchor, extent: Extent(), isOpen: true)
        openAnchors.append(anchorName)
      }
    }
    // The end is filled in by `closeCollection`.
    records.append(Record(start: start, end: start, first: 0, count: 0, kind: kind, flags: []))
    frames.append(
      Frame(
        record: index, base: pending.count, isMapping: kind == .mapping, hasAnchor: anchor != nil,
        lastEnd: start))
  }

  mutating func closeCollection(_ event: UnsafeMutablePointer<yaml_event_t>) {
    guard let frame = frames.popLast() else { return }
    let first = children.count
    let count: Int
    if frame.isMapping {
      count = closeMapping(frame)
    } else {
      count = pending.count - frame.base
      for place in frame.base..<pending.count { children.append(pending[place]) }
    }
    pending.removeLast(pending.count - frame.base)
    // A flow collection ends with its bracket. libyaml ends a block collection where the next token begins,
    // lines further on; readers expect its end where its last child ends.
    let isEndedByToken = event.pointee.end_mark.index > event.pointee.start_mark.index
    var record = records[Int(frame.record)]
    record.first = Int32(first)
    record.count = Int32(count)
    record.end = max(isEndedByToken ? SourcePosition(event.pointee.end_mark) : frame.lastEnd, record.start)
    records[Int(frame.record)] = record
    var extent = frame.extent
    extent.height += 1
    if frame.hasAnchor, let name = openAnchors.popLast(), anchors[name]?.record == frame.record {
      anchors[name]?.extent = extent
      anchors[name]?.isOpen = false
    }
    place(frame.record, extent, end: record.end)
  }

  mutating func reportSecondDocument(_ event: UnsafeMutablePointer<yaml_event_t>) {
    let start = SourcePosition(event.pointee.start_mark)
    diagnostics.append(
      .error(
        "a second document begins here", at: range(start, SourcePosition(event.pointee.end_mark)),
        remedy: "keep one document per file"))
  }

  private var isKeyNext: Bool {
    guard let frame = frames.last else { return false }
    return frame.isMapping && (pending.count - frame.base).isMultiple(of: 2)
  }

  mutating func place(_ index: Int32, _ extent: Extent, end: SourcePosition) {
    guard !frames.isEmpty else {
      root = index
      return
    }
    pending.append(index)
    let top = frames.count - 1
    frames[top].extent.add(extent)
    frames[top].lastEnd = end
  }

  func range(_ start: SourcePosition, _ end: SourcePosition) -> SourceRange {
    SourceRange(file: file, start: start, end: end)
  }

  func resolved(_ index: Int32) -> Int32 {
    records[Int(index)].flags.contains(.alias) ? records[Int(index)].first : index
  }

  func rangeOfUse(_ index: Int32) -> SourceRange {
    range(records[Int(index)].start, records[Int(index)].end)
  }

  func withText<Result>(of index: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    let record = records[Int(index)]
    return text.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[Int(record.first)..<Int(record.first) + Int(record.count)]))
    }
  }

  func depthError(at range: SourceRange) -> FatalReadError {
    FatalReadError(
      diagnostic: .error(
        "nested deeper than \(Wording.grouped(limits.depth)) levels", at: range, remedy: "flatten the file"))
  }
}
