import Platform

extension Duration {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
  ]

  /// Reads a length of time as users write it: whole numbers with the units `d`, `h`, `m`, `s` and
  /// `ms`, larger units first and each at most once; `90s`, `1h30m` or `500ms` for instance.
  package init?(spelled text: String) {
    var rest = text.utf8[...]
    var units = Self.units[...]
    var total: Int64 = 0
    while !rest.isEmpty {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest[digits.endIndex...]
      let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      rest = rest[letters.endIndex...]
      guard let number = Int64(Substring(digits)), let name = String(letters),
        let index = units.firstIndex(where: { $0.name == name })
      else { return nil }
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: units[index].milliseconds)
      let (sum, overflows) = total.addingReportingOverflow(product)
      guard !isTooLarge, !overflows else { return nil }
      total = sum
      units = units[(index + 1)...]
    }
    guard !text.isEmpty else { return nil }
    self = .milliseconds(total)
  }

  /// The length as users write it, exact to the millisecond: `1h30m` for instance.
  package var spelled: String {
    var rest = max(milliseconds, 0)
    var text = ""
    for unit in Self.units where rest >= unit.milliseconds {
      text += "\(rest / unit.milliseconds)\(unit.name)"
      rest %= unit.milliseconds
    }
    return text.isEmpty ? "0s" : text
  }
}
