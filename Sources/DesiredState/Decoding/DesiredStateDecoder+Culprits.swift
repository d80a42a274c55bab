import Cryptography
import Diagnostics

/// What is wrong with a text only because of the values that variables have.
extension DesiredStateDecoder {
  /// Values of which one makes good whatever a variable's own value spoils.
  private static let harmless = ["x", "443", "https", "example.com", "https://example.com/x"].map {
    Secret($0)
  }

  /// The variables whose values make a text wrong: those of which another value alone would do; else all, if others
  /// would do for all of them; else none, for it is the text that is wrong.
  func culprits(in text: String, _ isSound: (PlaceholderText) -> Bool) -> [Variable] {
    let used = variables.values.filter { $0.value != nil && text.contains("{\($0.name)}") }
    guard !used.isEmpty else { return [] }
    func wouldDo(without some: [Variable]) -> Bool {
      Self.harmless.contains { value in
        var others = variables
        for variable in some { others[variable.name]?.value = value }
        return (try? PlaceholderText(parsing: text, variables: others)).map(isSound) == true
      }
    }
    let guilty = used.filter { wouldDo(without: [$0]) }
    return (guilty.isEmpty && wouldDo(without: used) ? used : guilty).sorted { $0.name < $1.name }
  }

  /// Reports a URL or a name, and names the variables that make it wrong, and where their values come from.
  mutating func reportInvalid(
    _ what: String, _ problem: String, of culprits: [Variable], at range: SourceRange, remedy: String? = nil,
    sensitive: Bool = false
  ) {
    guard !culprits.isEmpty else { return report(problem, at: range, remedy: remedy, sensitive: sensitive) }
    let names = culprits.map { "'\($0.name)', set by \($0.origin)," }.joined(separator: " and ")
    let makes = culprits.count == 1 ? "variable \(names) makes" : "variables \(names) make"
    report(
      "\(makes) the \(what) invalid: \(problem)", at: range,
      remedy: remedy ?? "correct \(Set(culprits.map(\.origin)).sorted().joined(separator: " and "))",
      // A default with a password isn't shown either.
      notes: sensitive ? [] : culprits.compactMap(\.defaultNote), sensitive: sensitive)
  }
}

extension Variable {
  fileprivate var defaultNote: Diagnostic.Note? {
    guard case .file(let range)? = source else { return nil }
    return Diagnostic.Note("the default of '\(name)' is here", at: range)
  }
}
