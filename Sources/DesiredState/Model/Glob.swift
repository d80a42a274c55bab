/// A pattern in which `*` stands for any run of characters and `?` for any single one; all else is itself.
package struct Glob: Sendable, Hashable {
  package let pattern: String

  package init(_ pattern: String) { self.pattern = pattern }

  /// Goes back to the last `*` only: the time is at most the product of the lengths, so a pattern with many
  /// stars can't stall a run.
  package func matches(_ text: String) -> Bool {
    let pattern = Array(pattern.unicodeScalars)
    let text = Array(text.unicodeScalars)
    var p = 0
    var t = 0
    var star: (pattern: Int, text: Int)?
    while t < text.count {
      if p < pattern.count, pattern[p] == "*" {
        star = (p, t)
        p += 1
      } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
        p += 1
        t += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        p = last.pattern + 1
        t = last.text + 1
      } else {
        return false
      }
    }
    return pattern[p...].allSatisfy { $0 == "*" }
  }
}
