/// What is wrong in a rule file, and where.
struct RuleProblem: Error, Equatable {
  var place: String
  var detail: String
}

/// A value of a rule file, and where it is.
struct RuleNode {
  var value: JSONValue
  /// `rules[0].match.nth` for instance; empty for the whole file.
  var place = ""

  func problem(_ detail: String) -> RuleProblem { RuleProblem(place: place, detail: detail) }

  /// The value as an object with known keys only.
  func object(keys: [String]) throws(RuleProblem) -> RuleObject {
    let object = try anyObject()
    if let unknown = object.members.keys.filter({ !keys.contains($0) }).min() {
      let list = keys.isEmpty ? "there are none here" : "the keys are \(keys.joined(separator: ", "))"
      throw problem("unknown key '\(unknown)'; \(list)")
    }
    return object
  }

  /// The value as an object whose keys are the file's own.
  func anyObject() throws(RuleProblem) -> RuleObject {
    guard case .object(let members) = value else { throw expected("an object") }
    return RuleObject(members: members, place: place)
  }

  func list() throws(RuleProblem) -> [RuleNode] {
    guard case .array(let elements) = value else { throw expected("a list") }
    return elements.enumerated().map { RuleNode(value: $1, place: "\(place)[\($0)]") }
  }

  func string() throws(RuleProblem) -> String {
    guard case .string(let text) = value else { throw expected("a string") }
    return text
  }

  func bool() throws(RuleProblem) -> Bool {
    guard case .bool(let flag) = value else { throw expected("true or false") }
    return flag
  }

  func number() throws(RuleProblem) -> Double {
    guard case .number(let number) = value else { throw expected("a number") }
    return number
  }

  func integer(in range: ClosedRange<Int>) throws(RuleProblem) -> Int {
    guard let whole = Int(exactly: try number()) else { throw problem("expected a whole number") }
    guard range.contains(whole) else {
      let bounds =
        range.upperBound == Self.largest
        ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw problem("expected a whole number \(bounds)")
    }
    return whole
  }

  /// One of these values, by its raw value.
  func choice<Choice: RawRepresentable<String>>(of choices: [Choice]) throws(RuleProblem) -> Choice {
    let text = try string()
    guard let choice = choices.first(where: { $0.rawValue == text }) else {
      throw problem("expected one of \(choices.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }

  /// The value of a header field, which must have nothing that could end it.
  func headerValue() throws(RuleProblem) -> String {
    let text = try string()
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
      throw problem("the value of a header field can't have line breaks or control characters")
    }
    return text
  }

  func expected(_ kind: String) -> RuleProblem { problem("expected \(kind), found \(value.kind)") }

  /// The largest whole number that JSON numbers hold exactly.
  static let largest = 1 << 53
}

/// An object of a rule file, and where it is.
struct RuleObject {
  var members: [String: JSONValue]
  var place: String

  /// The member of this name, if it is there.
  subscript(name: String) -> RuleNode? {
    members[name].map { RuleNode(value: $0, place: place.isEmpty ? name : "\(place).\(name)") }
  }

  /// The member of this name, which must be there.
  func required(_ name: String) throws(RuleProblem) -> RuleNode {
    guard let node = self[name] else { throw problem("the key '\(name)' is missing") }
    return node
  }

  func problem(_ detail: String) -> RuleProblem { RuleProblem(place: place, detail: detail) }
}
