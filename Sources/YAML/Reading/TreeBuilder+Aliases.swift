import CLibYAML
import Diagnostics

extension TreeBuilder {
  struct Anchor {
    var record: Int32
    var range: SourceRange
    var extent: Extent
    /// An alias to it would make a cycle.
    var isOpen: Bool
  }

  /// An alias shares the node of its target, so that a list used by fifty thousand webhooks is stored once.
  /// What it would take if written out is counted.
  mutating func addAlias(_ event: UnsafeMutablePointer<yaml_event_t>) throws(FatalReadError) {
    guard let pointer = event.pointee.data.alias.anchor else { return }
    let name = String(cString: pointer)
    let range = range(SourcePosition(event.pointee.start_mark), SourcePosition(event.pointee.end_mark))
    let index = Int32(records.count)
    guard let anchor = anchors[name], !anchor.isOpen else {
      reportUnusableAlias(name, at: range)
      records.append(
        Record(
          start: range.start, end: range.end, first: Int32(text.count), count: 0, kind: .null, flags: .invalid
        ))
      place(index, Extent(), end: range.end)
      return
    }
    guard frames.count + anchor.extent.height <= limits.depth else { throw depthError(at: range) }
    added.add(anchor.extent)
    guard added.nodes <= limits.expandedNodes else {
      throw FatalReadError(
        diagnostic: .error(
          "aliases repeat more than \(Wording.grouped(limits.expandedNodes)) values", at: range,
          remedy: "use fewer aliases to values that contain aliases"))
    }
    guard added.bytes <= limits.expandedBytes else {
      throw FatalReadError(
        diagnostic: .error(
          "aliases repeat more than \(Wording.grouped(limits.expandedBytes)) bytes of text", at: range,
          remedy: "use fewer aliases, or shorten the longest value that they repeat"))
    }
    let target = records[Int(anchor.record)]
    records.append(
      Record(
        start: range.start, end: range.end, first: anchor.record, count: 0, kind: target.kind, flags: .alias))
    place(index, anchor.extent, end: range.end)
  }

  private mutating func reportUnusableAlias(_ name: String, at range: SourceRange) {
    let shown = Wording.short(name)
    if let anchor = anchors[name] {
      diagnostics.append(
        .error(
          "alias '*\(shown)' is inside the value that it repeats", at: range,
          remedy: "move the anchor '&\(shown)' to the part that should be repeated",
          notes: [.init("the value begins here", at: anchor.range)]))
      return
    }
    var remedy = "put '&\(shown)' before the value that it repeats, above this line, or quote the text"
    if anchors.count <= comparisonsLeft {
      comparisonsLeft -= anchors.count
      if let nearest = Spelling.nearest(to: name, among: anchors.keys) {
        remedy = "did you mean '*\(nearest)'?"
      }
    }
    diagnostics.append(.error("unknown alias '*\(shown)'", at: range, remedy: remedy))
  }
}
