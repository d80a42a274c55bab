/// Properties that random bytes nearly always have, and made-up bytes often lack.
enum RandomBytes {
  static func areVaried(_ bytes: [UInt8]) -> Bool {
    hardlyRepeat(bytes) && areBalanced(bytes) && !areInOrder(bytes) && !haveSteadySteps(bytes)
  }

  /// n random bytes have 256 × (1 - (1 - 1/256)ⁿ) different values.
  private static func hardlyRepeat(_ bytes: [UInt8]) -> Bool {
    var missing = 1.0
    for _ in bytes { missing *= 255.0 / 256 }
    return Double(Set(bytes).count) >= 0.83 * 256 * (1 - missing)
  }

  /// Bits are one as often as zero, over all and at each of the eight places.
  private static func areBalanced(_ bytes: [UInt8]) -> Bool {
    let ones = bytes.reduce(0) { $0 + $1.nonzeroBitCount }
    guard isNearHalf(ones, of: 8 * bytes.count) else { return false }
    return (0..<8).allSatisfy { place in
      isNearHalf(bytes.count { $0 >> place & 1 == 1 }, of: bytes.count)
    }
  }

  /// Four standard deviations, less one half.
  private static func isNearHalf(_ count: Int, of total: Int) -> Bool {
    let distance = 2 * count - total
    return distance * distance < 14 * total
  }

  /// Whether nearly every byte, or nearly none, is larger than the one before.
  private static func areInOrder(_ bytes: [UInt8]) -> Bool {
    let steps = bytes.count - 1
    let ascents = zip(bytes, bytes.dropFirst()).count { $0 < $1 }
    return ascents * 6 >= steps * 5 || ascents * 6 <= steps
  }

  /// Whether many bytes differ by the same amount from the one before, or from one some places before.
  private static func haveSteadySteps(_ bytes: [UInt8]) -> Bool {
    (1...4).contains { lag in
      var counts: [UInt8: Int] = [:]
      for (former, byte) in zip(bytes, bytes.dropFirst(lag)) { counts[byte &- former, default: 0] += 1 }
      return (counts.values.max() ?? 0) * 4 > max(bytes.count, 12)
    }
  }

  /// Whether they are a UUID of version 1, 2, 6 or 7 with a time of these decades, in either byte order. Versions 1 and
  /// 6 count 100 ns from 1582, version 7 milliseconds from 1970.
  static func areTimeUUID(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 16, bytes[8] >> 6 == 2 else { return false }
    let others = [3, 2, 1, 0, 5, 4, 7, 6].map { bytes[$0] }
    return [Array(bytes.prefix(8)), others].contains { bytes in
      let (start, end) = (UInt16(bytes[0]) << 8 | UInt16(bytes[1]), UInt16(bytes[6]) << 8 | UInt16(bytes[7]))
      // From 1990 to 2060.
      return switch end >> 12 {
      case 1, 2: (0x1C0...0x22F).contains(end & 0xFFF)
      case 6: (0x1C00...0x22FF).contains(start)
      case 7: (0x0090...0x0299).contains(start)
      default: false
      }
    }
  }
}
