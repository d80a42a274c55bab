/// Hashes of short runs of bytes, looked up at every place of a text: what was put in can't be read back.
struct WindowSet: Sendable {
  let length: Int
  private var slots: [UInt64]
  private var count = 0

  init(length: Int) {
    self.length = length
    slots = Array(repeating: 0, count: 256)
  }

  /// Every `stride`th run, and the last one, but for those that everybody may see, unless all are.
  mutating func insert(_ bytes: some Collection<UInt8>, stride: Int, besides clear: WindowSet) {
    var own = WindowSet(length: length)
    own.insert(bytes, stride: stride)
    let hashes = own.slots.filter { $0 != 0 }
    let others = hashes.filter { !clear.contains($0) }
    for hash in others.isEmpty ? hashes : others { insert(hash) }
  }

  /// Every `stride`th run, and the last one.
  mutating func insert(_ bytes: some Collection<UInt8>, stride: Int = 1) {
    let last = bytes.count - length
    var hash = RollingHash(length: length)
    // A run's first byte is found by its index, because a copy of a secret couldn't be wiped.
    var first = bytes.startIndex
    for (index, byte) in bytes.enumerated() {
      let start = index - length + 1
      if start > 0 {
        hash.drop(bytes[first])
        bytes.formIndex(after: &first)
      }
      hash.push(byte)
      if start >= 0, start % stride == 0 || start == last { insert(hash.value) }
    }
  }

  /// The places at which runs end that are in the set.
  func ends(in bytes: [UInt8]) -> [Int] {
    guard bytes.count >= length else { return [] }
    var ends: [Int] = []
    var hash = RollingHash(length: length)
    for end in bytes.indices {
      if end >= length { hash.drop(bytes[end - length]) }
      hash.push(bytes[end])
      if end >= length - 1, contains(hash.value) { ends.append(end) }
    }
    return ends
  }

  private func contains(_ hash: UInt64) -> Bool {
    // An empty slot is 0.
    let hash = hash == 0 ? 1 : hash
    var index = place(of: hash)
    while slots[index] != 0 {
      if slots[index] == hash { return true }
      index = (index + 1) & (slots.count - 1)
    }
    return false
  }

  private mutating func insert(_ hash: UInt64) {
    guard !contains(hash) else { return }
    if (count + 1) * 2 > slots.count {
      let old = slots
      slots = Array(repeating: 0, count: old.count * 2)
      for hash in old where hash != 0 { put(hash) }
    }
    put(hash == 0 ? 1 : hash)
    count += 1
  }

  private mutating func put(_ hash: UInt64) {
    var index = place(of: hash)
    while slots[index] != 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = hash
  }

  private func place(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 32) & (slots.count - 1)
  }
}

/// The hash of a run of bytes that moves on byte by byte.
struct RollingHash {
  private static let base: UInt64 = 0x100_0000_01B3

  private(set) var value: UInt64 = 0
  /// Of the first byte of a whole run.
  private let weight: UInt64

  init(length: Int) { weight = (1..<length).reduce(1) { power, _ in power &* Self.base } }

  /// Zeros count.
  mutating func push(_ byte: UInt8) { value = value &* Self.base &+ UInt64(byte) &+ 1 }

  /// Takes away the first byte of a whole run.
  mutating func drop(_ byte: UInt8) { value &-= (UInt64(byte) &+ 1) &* weight }
}
