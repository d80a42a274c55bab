#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads the dates of events: ISO 8601 with any number of fraction digits. Foundation's own reader is strict
/// about those on one platform and lax on another.
struct EventDate {
  private var rest: Substring.UTF8View

  /// The date of a text such as `2026-03-04T09:15:27.418233917Z`; `nil` if it is none.
  static func date(of text: String) -> Date? {
    var reader = EventDate(rest: text[...].utf8)
    return reader.read()
  }

  private mutating func read() -> Date? {
    guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2),
      skip("T") || skip("t") || skip(" "),
      let hour = number(2), skip(":"), let minute = number(2), skip(":"), let second = number(2),
      let fraction = fraction(), let offset = offset(), rest.isEmpty,
      (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
      hour < 24, minute < 60, second <= 60
    else { return nil }
    let seconds = ((Self.days(to: year, month, day) * 24 + hour) * 60 + minute - offset) * 60 + second
    return Date(timeIntervalSince1970: Double(seconds) + fraction)
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func digit() -> Int? {
    guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
    rest.removeFirst()
    return Int(byte - UInt8(ascii: "0"))
  }

  private mutating func number(_ count: Int) -> Int? {
    var number = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      number = number * 10 + digit
    }
    return number
  }

  /// What follows a point or a comma, which may be missing.
  private mutating func fraction() -> Double? {
    guard skip(".") || skip(",") else { return 0 }
    guard var value = digit().map(Double.init) else { return nil }
    var scale = 10.0
    while let digit = digit() {
      // A `Double` has no room for more.
      guard scale < 1e15 else { continue }
      value = value * 10 + Double(digit)
      scale *= 10
    }
    return value / scale
  }

  /// Minutes east of Greenwich.
  private mutating func offset() -> Int? {
    if skip("Z") || skip("z") { return 0 }
    let isEast = skip("+")
    guard isEast || skip("-"), let hours = number(2), hours < 24 else { return nil }
    _ = skip(":")
    guard let minutes = rest.isEmpty ? 0 : number(2), minutes < 60 else { return nil }
    return (hours * 60 + minutes) * (isEast ? 1 : -1)
  }

  private static func days(in month: Int, of year: Int) -> Int {
    if month == 2 { return isLeap(year) ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  /// Days from the first of January 1970 on, in the Gregorian calendar.
  private static func days(to year: Int, _ month: Int, _ day: Int) -> Int {
    // Counted from March, so that the leap day is a year's last.
    let (year, month) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    let century = year >= 0 ? year / 100 : (year - 99) / 100
    let quadrennium = year >= 0 ? year / 4 : (year - 3) / 4
    let quadricentennial = year >= 0 ? year / 400 : (year - 399) / 400
    return year * 365 + quadrennium - century + quadricentennial + (month * 153 + 2) / 5 + day - 1 - 719_468
  }
}
