import Diagnostics

extension TreeBuilder {
  /// Moves a mapping's pairs from `pending` to `children`: keys checked, merges applied, hash table added.
  /// Returns how many there are. Explicit keys go first, since they win over merged ones wherever the `<<`
  /// stands; the merged pairs are then moved to the place of the `<<`.
  mutating func closeMapping(_ frame: Frame) -> Int {
    let merge = frame.hasMerge ? findMerge(frame) : nil
    let sources = merge.map { mergeSources(pending[$0 + 1]) } ?? []
    let most =
      (pending.count - frame.base) / 2 + sources.reduce(0) { $0 + Int(records[Int($1)].count) }
    var keys = KeyCollector(first: children.count, isHashed: most >= KeyTable.threshold)
    if keys.isHashed { resetSlots(for: most) }

    var beforeMerge = 0
    for place in stride(from: frame.base, to: pending.count, by: 2) {
      if place == merge { beforeMerge = keys.count }
      let key = pending[place]
      if frame.hasMerge && isMergeKey(key) { continue }
      guard isUsableKey(key) else { continue }
      if let earlier = insert(key, pending[place + 1], into: &keys) {
        reportDuplicate(key, of: children[keys.first + 2 * earlier])
      }
    }
    let explicit = keys.count
    for source in sources {
      let record = records[Int(source)]
      let first = Int(record.first)
      for place in stride(from: first, to: first + 2 * Int(record.count), by: 2) {
        _ = insert(children[place], children[place + 1], into: &keys)
      }
    }
    if keys.count > explicit && beforeMerge < explicit {
      let moved = Array(children[keys.first + 2 * explicit..<keys.first + 2 * keys.count])
      children.removeLast(moved.count)
      children.insert(contentsOf: moved, at: keys.first + 2 * beforeMerge)
    }
    if keys.count >= KeyTable.threshold { appendTable(for: keys) }
    return keys.count
  }

  /// The keys are in `children` from `first` on.
  private struct KeyCollector {
    let first: Int
    let isHashed: Bool
    var count = 0
  }

  private mutating func resetSlots(for count: Int) {
    let size = KeyTable.size(for: count)
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: repeatElement(Int32(KeyTable.empty), count: size))
  }

  /// Returns the position of the pair that has the key already.
  private mutating func insert(_ key: Int32, _ value: Int32, into keys: inout KeyCollector) -> Int? {
    let record = records[Int(resolved(key))]
    if keys.isHashed {
      var slot = withText(of: resolved(key)) { KeyTable.slot(of: $0, size: slots.count) }
      while slots[slot] != Int32(KeyTable.empty) {
        let pair = Int(slots[slot])
        if Self.areEqual(records[Int(resolved(children[keys.first + 2 * pair]))], record, in: text) {
          return pair
        }
        slot = (slot + 1) & (slots.count - 1)
      }
      slots[slot] = Int32(keys.count)
    } else {
      for pair in 0..<keys.count {
        if Self.areEqual(records[Int(resolved(children[keys.first + 2 * pair]))], record, in: text) {
          return pair
        }
      }
    }
    children.append(key)
    children.append(value)
    keys.count += 1
    return nil
  }

  /// By their texts, so that what ``Node/subscript(_:)`` finds is the only one. Static, because a closure in
  /// a method of the builder may copy the builder.
  private static func areEqual(_ left: Record, _ right: Record, in text: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return text.withUnsafeBufferPointer { text in
      let (a, b, count) = (Int(left.first), Int(right.first), Int(left.count))
      return UnsafeBufferPointer(rebasing: text[a..<a + count])
        .hasSameBytes(as: UnsafeBufferPointer(rebasing: text[b..<b + count]))
    }
  }

  private mutating func appendTable(for keys: KeyCollector) {
    resetSlots(for: keys.count)
    for pair in 0..<keys.count {
      let key = resolved(children[keys.first + 2 * pair])
      var slot = withText(of: key) { KeyTable.slot(of: $0, size: slots.count) }
      while slots[slot] != Int32(KeyTable.empty) { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(pair)
    }
    children.append(contentsOf: slots)
  }

  private mutating func isUsableKey(_ key: Int32) -> Bool {
    let record = records[Int(resolved(key))]
    if record.flags.contains(.invalid) { return false }
    switch record.kind {
    case .sequence, .mapping:
      diagnostics.append(
        .error(
          "a key must be a scalar, not \(record.kind.name)", at: rangeOfUse(key),
          remedy: "quote it if it should be text"))
      return false
    case .null where record.count == 0:
      diagnostics.append(SyntaxError.missingKey(at: rangeOfUse(key)))
      return false
    default: return true
    }
  }

  private mutating func reportDuplicate(_ key: Int32, of earlier: Int32) {
    let name = withText(of: resolved(key)) { Wording.short(String(decoding: $0, as: UTF8.self)) }
    diagnostics.append(
      .error(
        "duplicate key '\(name)'", at: rangeOfUse(key), remedy: "remove or rename one of the two",
        notes: [.init("the first one is here", at: rangeOfUse(earlier))]))
  }

  /// A plain `<<`; a quoted one is an ordinary key.
  private func isMergeKey(_ key: Int32) -> Bool {
    let record = records[Int(key)]
    guard record.count == 2, record.flags.contains(.plain) else { return false }
    return withText(of: key) { $0[0] == UInt8(ascii: "<") && $0[1] == UInt8(ascii: "<") }
  }

  /// The first `<<`; reports further ones.
  private mutating func findMerge(_ frame: Frame) -> Int? {
    var found: Int?
    for place in stride(from: frame.base, to: pending.count, by: 2) where isMergeKey(pending[place]) {
      guard let first = found else {
        found = place
        continue
      }
      diagnostics.append(
        .error(
          "a second '<<' in one mapping", at: rangeOfUse(pending[place]),
          remedy: "merge a list instead: '<<: [*one, *other]'",
          notes: [.init("the first one is here", at: rangeOfUse(pending[first]))]))
    }
    return found
  }

  /// The winning one first.
  private mutating func mergeSources(_ value: Int32) -> [Int32] {
    let record = records[Int(resolved(value))]
    guard record.kind == .sequence else { return mergeSource(value, isItem: false).map { [$0] } ?? [] }
    let items = children[Int(record.first)..<Int(record.first) + Int(record.count)]
    return Array(items).compactMap { mergeSource($0, isItem: true) }
  }

  private mutating func mergeSource(_ value: Int32, isItem: Bool) -> Int32? {
    let target = resolved(value)
    let record = records[Int(target)]
    if record.kind == .mapping { return target }
    if !record.flags.contains(.invalid) {
      diagnostics.append(
        .error(
          "'<<' can't merge \(record.kind.name)", at: rangeOfUse(value),
          remedy: isItem ? "list mappings only" : "give it a mapping or a list of mappings"))
    }
    return nil
  }
}
