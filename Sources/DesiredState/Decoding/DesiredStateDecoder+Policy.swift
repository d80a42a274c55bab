import Diagnostics
import YAML

/// The policy, as it is put together from several files.
struct PolicyDecoding {
  var value = Policy()
  /// Where each setting was made, to catch one made in two files.
  var locations: [DesiredStateDecoder.PolicyField: SourceRange] = [:]
}

extension DesiredStateDecoder {
  enum PolicyField: String, FieldKey {
    case prune, maxDeletes, maxChanges, ignore, protect, ignoreApps
  }
  enum IgnoreField: String, FieldKey { case name, url }

  mutating func decodePolicy(_ document: Document) {
    guard let node = document.fields[.policy]?.value,
      let fields = fields(of: node, in: "'policy'", as: PolicyField.self, empty: "policy: {}")
    else { return }
    for (key, pair) in fields.entries.sorted(by: { $0.value.key.range.start < $1.value.key.range.start }) {
      if let first = policy.locations.updateValue(pair.key.range, forKey: key) {
        report(
          "'policy.\(key.rawValue)' is set in two files", at: pair.key.range, remedy: "keep one of them",
          notes: [Diagnostic.Note("it is also set here", at: first)])
      }
    }
    if let prune = decodePrune(fields[.prune]) { policy.value.prune = prune }
    if let most = count(fields[.maxDeletes], .maxDeletes) { policy.value.maxDeletes = most }
    if let most = count(fields[.maxChanges], .maxChanges) { policy.value.maxChanges = most }
    if fields[.ignore] != nil { policy.value.ignore = decodeIgnore(fields[.ignore], "'policy.ignore'") }
    if fields[.protect] != nil {
      policy.value.protect = decodeIgnore(fields[.protect], "'policy.protect'", rule: "a 'protect' rule")
    }
    if fields[.ignoreApps] != nil { policy.value.ignoreApps = decodeIgnoreApps(fields[.ignoreApps]) }
  }

  private mutating func count(_ pair: Node.Pair?, _ key: PolicyField) -> Int? {
    guard let node = pair?.value else { return nil }
    if let number = node.integer, number >= 0 { return number }
    report("'\(key.rawValue)' must be a whole number, 0 or more", at: node.range)
    return nil
  }

  mutating func decodePrune(_ pair: Node.Pair?) -> Prune? {
    guard let node = pair?.value else { return nil }
    if node.kind == .string, node.text == Prune.managed.rawValue { return .managed }
    return boolean(pair, "'prune'", orElse: "managed").value.map { $0 ? .always : .never }
  }

  private mutating func decodeIgnoreApps(_ pair: Node.Pair?) -> [Glob] {
    guard let node = pair?.value,
      let items = list(node, "'policy.ignoreApps'", example: "[\"com.example.sample.*\"]")
    else { return [] }
    return items.compactMap { item in
      guard let pattern = scalarText(item) else {
        report("a pattern must be a string, not \(item.kindName)", at: item.range)
        return nil
      }
      let sample = pattern.map { $0 == "*" || $0 == "?" ? "a" : $0 }
      guard AppKey(String(sample)) != nil else {
        report(
          "'\(Wording.short(pattern))' matches no app", at: item.range,
          remedy:
            "bundle IDs have letters, digits, '.', '-' and '_', and '*' stands for any; Apple IDs are numbers"
        )
        return nil
      }
      return Glob(pattern)
    }
  }

  /// Reads a list of rules for live webhooks.
  mutating func decodeIgnore(
    _ pair: Node.Pair?, _ what: String, rule: String = "an 'ignore' rule"
  ) -> [IgnoreRule] {
    let example = "[{ name: \"Bitrise*\" }]"
    guard let node = pair?.value, let items = list(node, what, example: example, takesTexts: false) else {
      return []
    }
    return items.compactMap { item in
      guard let fields = fields(of: item, in: rule, as: IgnoreField.self) else { return nil }
      let name = text(fields[.name], "'name'")
      let url = text(fields[.url], "'url'")
      if fields.count == 0, item.pairs.isEmpty {
        report("\(rule) needs 'name' or 'url'", at: item.range)
      }
      for case .value(let text, let range) in [name, url] {
        warnOfPlaceholders(in: text, at: range, remedy: "write what it should match, or '*'")
      }
      guard name.value != nil || url.value != nil else { return nil }
      return IgnoreRule(
        name: name.value.map(Glob.init(_:)), url: url.value.map(Glob.init(_:)), location: item.range)
    }
  }
}
