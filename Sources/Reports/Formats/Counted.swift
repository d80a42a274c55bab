/// Writes a number with a space between groups of three digits: `3 588`.
package func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var text = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(" ") }
    text.append(digit)
  }
  return number < 0 ? "-" + text : text
}

/// A number and the noun it counts: `1 call`, `3 calls`.
///
/// The plural is the noun with an `s`, unless given.
package func counted(_ noun: String, _ number: Int, plural: String? = nil) -> String {
  "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
}

/// Names in a sentence: all if they are few, else the first three and the number of others.
package func named(_ names: [String]) -> String { named(names, first: 3) }

/// The same with more names, for what somebody has to check one by one.
func namedAtLength(_ names: [String]) -> String { named(names, first: 9) }

private func named(_ names: [String], first count: Int) -> String {
  guard names.count > count + 1 else {
    let rest = names.dropLast().joined(separator: ", ")
    return rest.isEmpty ? names.last ?? "" : "\(rest) and \(names.last ?? "")"
  }
  return "\(names.prefix(count).joined(separator: ", ")) and \(grouped(names.count - count)) others"
}

/// A duration as people read it, in at most two units: `350 ms`, `4.2 s`, `2 min 5 s`, `1 h 30 min`, `2 d 3 h`.
package struct HumanDuration: CustomStringConvertible {
  /// If negative, it is shown as zero.
  package let duration: Duration

  package init(_ duration: Duration) { self.duration = duration }

  package var description: String {
    let milliseconds = max(duration.milliseconds, 0)
    if milliseconds < 1_000 { return "\(milliseconds) ms" }
    let tenths = (milliseconds + 50) / 100
    if tenths < 100 { return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s" }
    let seconds = (milliseconds + 500) / 1_000
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3_600 { return Self.pair(seconds / 60, "min", seconds % 60, "s") }
    let minutes = (seconds + 30) / 60
    if minutes < 1_440 { return Self.pair(minutes / 60, "h", minutes % 60, "min") }
    let hours = (minutes + 30) / 60
    return Self.pair(hours / 24, "d", hours % 24, "h")
  }

  private static func pair(_ large: Int64, _ unit: String, _ small: Int64, _ smallUnit: String) -> String {
    small == 0 ? "\(large) \(unit)" : "\(large) \(unit) \(small) \(smallUnit)"
  }
}
