import Diagnostics
import YAML

/// As it is put together from several files.
struct PolicyDecoding {
  var value = Policy()
  /// Where each setting was made, to catch one made in two files.
  var locations: [DesiredStateDecoder.PolicyField: SourceRange] = [:]
  /// What apps say of `prune` themselves.
  var appPrune: [AppKey: Bool] = [:]
}

extension DesiredStateDecoder {
  enum PolicyField: String, FieldKey { case prune, maxDeletes, ignore }
  enum IgnoreField: String, FieldKey { case name, url }

  mutating func decodePolicy(_ document: Document) {
    guard let node = document.fields[.policy]?.value,
      let fields = fields(of: node, in: "'policy'", as: PolicyField.self)
    else { return }
    for (key, pair) in fields.entries.sorted(by: { $0.value.key.range.start < $1.value.key.range.start }) {
      if let first = policy.locations.updateValue(pair.key.range, forKey: key) {
        report(
          "'policy.\(key.rawValue)' is set in two files", at: pair.key.range, remedy: "keep one of them",
          notes: [Diagnostic.Note("it is also set here", at: first)])
      }
    }
    if let prune = boolean(fields[.prune], "'prune'").value { policy.value.prune = prune }
    if let pair = fields[.maxDeletes] {
      if let number = pair.value.integer, number >= 0 {
        policy.value.maxDeletes = number
      } else {
        report("'maxDeletes' must be a whole number, 0 or more", at: pair.value.range)
      }
    }
    if fields[.ignore] != nil { policy.value.ignore = decodeIgnore(fields[.ignore], "'policy.ignore'") }
  }

  mutating func decodeIgnore(_ pair: Node.Pair?, _ what: String) -> [IgnoreRule] {
    let example = "[{ name: \"Bitrise*\" }]"
    guard let node = pair?.value, let items = list(node, what, example: example) else { return [] }
    return items.compactMap { item in
      guard let fields = fields(of: item, in: "an 'ignore' rule", as: IgnoreField.self) else { return nil }
      let name = text(fields[.name], "'name'")
      let url = text(fields[.url], "'url'")
      if fields.count == 0, item.pairs.isEmpty {
        report("an 'ignore' rule needs 'name' or 'url'", at: item.range)
      }
      guard name.value != nil || url.value != nil else { return nil }
      return IgnoreRule(
        name: name.value.map(Glob.init(_:)), url: url.value.map(Glob.init(_:)), location: item.range)
    }
  }
}
