/// A text of a file with names in braces, and how to write another one like it.
struct WrittenText {
  private struct Unit {
    var written: String
    var meant: [Unicode.Scalar]
  }

  private var units: [Unit] = []

  /// Reads a text; `nil` if a name has no value.
  init?(_ source: String, value: (String) -> String?) {
    var rest = source.unicodeScalars[...]
    while let scalar = rest.first {
      rest.removeFirst()
      if scalar == "{" || scalar == "}", rest.first == scalar {
        rest.removeFirst()
        units.append(Unit(written: "\(scalar)\(scalar)", meant: [scalar]))
      } else if scalar == "{" {
        guard let end = rest.firstIndex(of: "}") else { return nil }
        let name = String(rest[..<end])
        guard let value = value(name) else { return nil }
        units.append(Unit(written: "{\(name)}", meant: Array(value.unicodeScalars)))
        rest = rest[rest.index(after: end)...]
      } else {
        units.append(Unit(written: String(scalar), meant: [scalar]))
      }
    }
  }

  /// The text with values for the names.
  var meaning: String { String(String.UnicodeScalarView(units.flatMap(\.meant))) }

  /// A text that means something else; what is the same at both ends stays as it is written.
  func rewritten(to text: String) -> String {
    var rest = Array(text.unicodeScalars)[...]
    var first = 0
    while first < units.count, rest.starts(with: units[first].meant) {
      rest = rest.dropFirst(units[first].meant.count)
      first += 1
    }
    var last = units.count
    while last > first, rest.reversed().starts(with: units[last - 1].meant.reversed()) {
      rest = rest.dropLast(units[last - 1].meant.count)
      last -= 1
    }
    let middle = String(String.UnicodeScalarView(rest))
    return units[..<first].map(\.written).joined() + ImportedWebhook.escaped(middle)
      + units[last...].map(\.written).joined()
  }
}
