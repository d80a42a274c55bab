/// Makes IDs that look like Apple's, the same ones for the same seed.
///
/// Every kind counts by itself, so that a ping doesn't change the ID of the next webhook.
struct IDGenerator: Sendable {
  /// What is given an ID.
  enum Kind: UInt64, Sendable {
    case webhook = 1
    case delivery, event, ping, request, error, draw, instance
  }

  private let seed: UInt64
  private var counts: [Kind: UInt64] = [:]

  init(seed: UInt64) { self.seed = seed }

  /// The next random number, evenly spread from 0 to below 1.
  mutating func draw() -> Double { Double(Self.mix(advance(.draw)) >> 11) / Double(1 << 53) }

  /// The next ID of a kind: a UUID of version 4 by its shape.
  mutating func next(_ kind: Kind) -> String {
    let start = advance(kind)
    let high = Self.mix(start) & ~0xF000 | 0x4000
    let low = Self.mix(start &+ 1) & ~(3 << 62) | (1 << 63)
    let digits = Self.hex(high) + Self.hex(low)
    var text = ""
    text.reserveCapacity(36)
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.append(digit)
    }
    return text
  }

  private mutating func advance(_ kind: Kind) -> UInt64 {
    let count = counts[kind, default: 0]
    counts[kind] = count + 1
    return Self.mix(seed ^ Self.mix(kind.rawValue)) &+ count &* 2
  }

  private static func hex(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// SplitMix64's finalizer: neighbouring numbers give unlike ones, and no two the same.
  static func mix(_ number: UInt64) -> UInt64 {
    var z = number &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
