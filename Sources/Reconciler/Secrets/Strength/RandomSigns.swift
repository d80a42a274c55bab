/// Properties that the signs of random hexadecimal or base64 nearly always have, and typed ones often lack.
enum RandomSigns {
  private enum Kind { case small, capital, digit, other }

  private static func kind(_ sign: UInt8) -> Kind {
    switch sign {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): .small
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): .capital
    case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
    default: .other
    }
  }

  /// Whether all kinds of signs are there, mixed, in about the shares of chance, and none far too often.
  static func areVaried(_ signs: [UInt8], isHexadecimal: Bool) -> Bool {
    let kinds = signs.map(kind(_:))
    func percent(_ kind: Kind) -> Int { 100 * kinds.count { $0 == kind } / kinds.count }
    if isHexadecimal {
      guard (30...90).contains(percent(.digit)) else { return false }
    } else {
      // 41 %, 41 %, 16 % and 3 %.
      guard percent(.small) >= 12, percent(.capital) >= 12, percent(.digit) <= 42, percent(.other) <= 25
      else {
        return false
      }
    }
    let changes = zip(kinds, kinds.dropFirst()).count { $0 != $1 }
    guard changes * 100 >= (kinds.count - 1) * (isHexadecimal ? 18 : 35) else { return false }
    var counts: [UInt8: Int] = [:]
    for sign in signs { counts[sign, default: 0] += 1 }
    let alphabet = isHexadecimal ? 16.0 : 64.0
    let expected = Double(signs.count) / alphabet
    let squares = counts.values.reduce(0) { $0 + Double($1 * $1) }
    // The sum of squares of a χ² test, with its mean and deviation for random signs.
    let excess = squares / expected - Double(signs.count) - (alphabet - 1)
    let limit = 5.5 * (2 * (alphabet - 1)).squareRoot()
    return excess < limit
  }

  /// Whether a longer part occurs twice, forwards or backwards, or signs or their kinds follow from earlier ones.
  static func repeatThemselves(_ signs: [UInt8], isHexadecimal: Bool) -> Bool {
    let folded = signs.map { $0 | 0x20 }
    let length = isHexadecimal ? 7 : 5
    var seen: Set<ArraySlice<UInt8>> = []
    for start in 0...(folded.count - length) {
      let part = folded[start..<(start + length)]
      if seen.contains(part) || seen.contains(ArraySlice(part.reversed())) { return true }
      seen.insert(part)
    }
    var run = 1
    for (former, sign) in zip(folded, folded.dropFirst()) {
      run = former == sign ? run + 1 : 1
      if run >= (isHexadecimal ? 5 : 4) { return true }
    }
    let kinds = signs.map(kind(_:))
    return (1...10).contains { lag in
      let pairs = zip(signs, signs.dropFirst(lag))
      var steps: [UInt8: Int] = [:]
      for (former, sign) in pairs { steps[sign &- former, default: 0] += 1 }
      let count = signs.count - lag
      let same = zip(kinds, kinds.dropFirst(lag)).count { $0 == $1 }
      return (steps.values.max() ?? 0) * 100 > 36 * count || same * 100 > (isHexadecimal ? 92 : 82) * count
    }
  }

  private static let rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"].map { Array($0.utf8) }

  private static let places: [UInt8: (row: Int, column: Int)] = {
    var places: [UInt8: (row: Int, column: Int)] = [:]
    for (row, keys) in rows.enumerated() {
      for (column, key) in keys.enumerated() { places[key] = (row, column) }
    }
    return places
  }()

  /// Whether half of the signs are next to the one before on a keyboard.
  static func walkOverKeyboard(_ signs: [UInt8]) -> Bool {
    let keys = signs.map { places[$0 | 0x20] ?? (-9, -9) }
    let steps = zip(keys, keys.dropFirst()).count { former, key in
      abs(former.row - key.row) <= 1 && abs(former.column - key.column) <= 1 && key.row >= 0
    }
    return steps * 2 > keys.count
  }
}
