/// Texts that everybody may see. They are drawn and cut into runs once, and only if there is a secret to compare them with.
struct ClearTexts: Sendable {
  enum Form: Sendable {
    /// Letters in lower case.
    case plain
    /// Letters and digits alone, in lower case.
    case squeezed
  }

  /// What lies beyond is no longer compared.
  private static let mostBytes = 1 << 18

  private var sources: [@Sendable () -> [String]] = []
  private var texts: [String] = []
  private var runs: [Form: [WindowSet]] = [:]

  mutating func add(_ source: @escaping @Sendable () -> [String]) {
    sources.append(source)
    runs = [:]
  }

  /// The runs of a length; `nil` if there are no texts.
  mutating func runs(_ form: Form, length: Int) -> WindowSet? {
    for source in sources { texts += source() }
    sources = []
    guard !texts.isEmpty else { return nil }
    if let known = runs[form]?.first(where: { $0.length == length }) { return known }
    var set = WindowSet(length: length)
    var left = Self.mostBytes
    for text in texts where left > 0 {
      left -= text.utf8.count
      switch form {
      case .plain: set.insert(text.utf8.map(ComparedText.folded))
      case .squeezed: set.insert(text.utf8.filter(ComparedText.isLetter).map(ComparedText.folded))
      }
    }
    runs[form, default: []].append(set)
    return set
  }
}
