/// Punycode (RFC 3492): Unicode in the letters, digits and hyphens of host names.
enum Punycode {
  private static let (base, tMin, tMax, skew, damp) = (36, 1, 26, 38, 700)

  /// A label without its `xn--`; `nil` if it is too long for any host.
  static func encode(_ label: String) -> String? {
    let scalars = label.unicodeScalars.map { Int($0.value) }
    guard scalars.count <= 255 else { return nil }
    var output = label.unicodeScalars.filter(\.isASCII).reduce(into: "") { $0.unicodeScalars.append($1) }
    let basicCount = output.utf8.count
    if basicCount > 0 { output += "-" }
    var (next, delta, bias, handled) = (128, 0, 72, basicCount)
    while handled < scalars.count, let smallest = scalars.filter({ $0 >= next }).min() {
      delta += (smallest - next) * (handled + 1)
      next = smallest
      for scalar in scalars {
        if scalar < next { delta += 1 }
        guard scalar == next else { continue }
        output += integer(delta, bias: bias)
        bias = adapted(delta, count: handled + 1, isFirst: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      next += 1
    }
    return output
  }

  /// A number in digits of varying base, the least first (section 3.3).
  private static func integer(_ value: Int, bias: Int) -> String {
    var text = ""
    var rest = value
    var k = base
    while true {
      let threshold = min(max(k - bias, tMin), tMax)
      guard rest >= threshold else { return text + digit(rest) }
      text += digit(threshold + (rest - threshold) % (base - threshold))
      rest = (rest - threshold) / (base - threshold)
      k += base
    }
  }

  /// Section 6.1.
  private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / count
    var k = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      k += base
    }
    return k + (base - tMin + 1) * delta / (delta + skew)
  }

  /// `a` to `z`, then `0` to `9`.
  private static func digit(_ value: Int) -> String {
    value < 26 ? String(value + 10, radix: base) : String(value - 26)
  }
}
