import Diagnostics
import YAML

protocol FieldKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

/// A mapping's entries by their known keys.
struct Fields<Key: FieldKey> {
  /// At most as many as there are keys: a handful, found faster one by one than by a hash. The places are those of
  /// the mapping's pairs.
  fileprivate var places: [(key: Key, place: Int)] = []
  private let pairs: Node.Pairs
  /// Keys that were probably meant by unknown ones; they need not be reported as missing, too.
  fileprivate(set) var misspelt: Set<Key> = []

  fileprivate init(_ pairs: Node.Pairs) {
    self.pairs = pairs
    places.reserveCapacity(pairs.count)
  }

  var count: Int { places.count }

  var entries: some Collection<(key: Key, value: Node.Pair)> {
    places.lazy.map { [pairs] in ($0.key, pairs[$0.place]) }
  }

  subscript(key: Key) -> Node.Pair? { places.first { $0.key == key }.map { pairs[$0.place] } }
}

/// What became of one key of a mapping.
enum Field<Value> {
  case absent
  /// The key is there, and its value was reported as an error.
  case invalid
  case value(Value, SourceRange)

  var value: Value? {
    if case .value(let value, _) = self { value } else { nil }
  }

  var range: SourceRange? {
    if case .value(_, let range) = self { range } else { nil }
  }

  var isAbsent: Bool {
    if case .absent = self { true } else { false }
  }

  func or(_ other: Self) -> Self { isAbsent ? other : self }
}

extension DesiredStateDecoder {
  /// A mapping's fields. Reports a node that isn't a mapping, and unknown keys.
  ///
  /// - Parameters:
  ///   - empty: what to write for a mapping without entries, if there may be such.
  ///   - sensitive: whether the lines may hold a secret and must not be shown.
  ///   - hint: a remedy for an unknown key that people are known to try, and the key that they mean by it.
  mutating func fields<Key: FieldKey>(
    of node: Node, in what: @autoclosure () -> String, as _: Key.Type = Key.self,
    empty: @autoclosure () -> String? = nil, sensitive: Bool = false,
    hint: (String) -> (remedy: String, key: Key?)? = { _ in nil }
  ) -> Fields<Key>? {
    guard isMapping(node, what(), empty: empty()) else { return nil }
    let pairs = node.pairs
    var fields = Fields<Key>(pairs)
    for place in 0..<pairs.count {
      let pair = pairs[place]
      let name = pair.key.text
      if let key = Key.allCases.first(where: { $0.rawValue == name }) {
        fields.places.append((key, place))
        continue
      }
      let known = Key.allCases.map(\.rawValue)
      let nearest = nearest(to: name, among: known)
      let hint = hint(name)
      if let meant = hint?.key ?? nearest.flatMap(Key.init(rawValue:)) { fields.misspelt.insert(meant) }
      report(
        "unknown key '\(Wording.short(name))' in \(what())", at: pair.key.range,
        remedy: hint?.remedy ?? nearest.map { "did you mean '\($0)'?" }
          ?? "known keys: \(known.joined(separator: ", "))",
        sensitive: sensitive || Self.suggestsSecret(name))
    }
    return fields
  }

  /// Whether a node is a mapping; reports one that isn't.
  ///
  /// - Parameter keys: what the keys of one are, if they are names that somebody chose.
  mutating func isMapping(
    _ node: Node, _ what: @autoclosure () -> String, empty: @autoclosure () -> String? = nil,
    keys: String? = nil
  ) -> Bool {
    guard node.kind != .mapping else { return true }
    let keys = keys.map { "the keys are \($0)" }
    let remedy = node.kind == .null ? empty().map { "write '\($0)' for none" } : nil
    report("\(what()) must be a mapping, not \(node.kindName)", at: node.range, remedy: remedy ?? keys)
    return false
  }

  /// Whether an unknown key looks like one that holds a secret, so that its line isn't shown.
  private static func suggestsSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return Spelling.nearest(to: name, among: ["secret", "password", "token"]) != nil
      || ["secret", "password", "token", "key"].contains(where: name.contains)
  }

  mutating func text(_ pair: Node.Pair?, _ what: String) -> Field<String> {
    guard let node = pair?.value else { return .absent }
    guard let text = scalarText(node) else {
      report("\(what) must be a string, not \(node.kindName)", at: node.range)
      return .invalid
    }
    guard !text.isEmpty else {
      report("\(what) is empty", at: node.range)
      return .invalid
    }
    return .value(text, node.range)
  }

  /// - Parameter other: another word that the caller takes, for the message.
  mutating func boolean(_ pair: Node.Pair?, _ what: String, orElse other: String? = nil) -> Field<Bool> {
    guard let node = pair?.value else { return .absent }
    if let value = node.boolean { return .value(value, node.range) }
    let meant: String? =
      switch node.text.lowercased() {
      case "yes", "on", "y", "true", "1": "write true"
      case "no", "off", "n", "false", "0": "write false"
      case let text: other.flatMap { Spelling.nearest(to: text, among: [$0]) }.map { "did you mean '\($0)'?" }
      }
    report(
      "\(what) must be \(other.map { "true, false or \($0)" } ?? "true or false")", at: node.range,
      remedy: meant)
    return .invalid
  }

  /// - Parameter takesTexts: whether one text is likely to be meant as the only item.
  mutating func list(
    _ node: Node, _ what: String, example: String, takesTexts: Bool = true
  ) -> Node.Items? {
    if node.kind == .sequence { return node.items }
    let meant = takesTexts ? scalarText(node).flatMap(Self.asItem(_:)) : nil
    report(
      "\(what) must be a list, not \(node.kindName)", at: node.range,
      remedy: "write \(meant.map { "[\($0)]" } ?? example)")
    return nil
  }

  /// A text as an item of a list in brackets; `nil` if it is too long, or needs more than quotes.
  private static func asItem(_ text: String) -> String? {
    guard 1...80 ~= text.utf8.count, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }),
      !text.contains("\""), !text.contains("\\")
    else { return nil }
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "+-._".contains($0) }
    return isPlain && text.contains(where: \.isLetter) ? text : "\"\(text)\""
  }

  /// `nil` for collections and null.
  func scalarText(_ node: Node) -> String? {
    switch node.kind {
    case .mapping, .sequence, .null: nil
    default: node.text
    }
  }

  mutating func nearest(to word: String, among candidates: some Collection<String>) -> String? {
    guard candidates.count <= comparisonsLeft else { return nil }
    comparisonsLeft -= candidates.count
    return Spelling.nearest(to: word, among: candidates)
  }

  /// After this many diagnostics the decoder collects no more errors; far fewer are printed.
  static let mostErrors = 20_000

  mutating func report(
    _ message: String, at range: SourceRange?, remedy: String? = nil, notes: [Diagnostic.Note] = [],
    sensitive: Bool = false
  ) {
    if let range, brokenPlaces.contains(range) { return }
    // An alias repeats the errors of what it stands for, so that a small file may have millions.
    guard diagnostics.count < Self.mostErrors else {
      if diagnostics.count == Self.mostErrors {
        diagnostics.append(
          .error("there are more than \(Self.mostErrors) errors; the rest aren't shown", at: nil))
      }
      return
    }
    var diagnostic = Diagnostic.error(message, at: range, remedy: remedy, notes: notes)
    diagnostic.isSensitive = sensitive
    diagnostics.append(diagnostic)
  }
}
