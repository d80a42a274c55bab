import Diagnostics

extension Spelling {
  /// The bundle ID that is probably meant if no app has the given one. A common beginning says nothing: one team's apps
  /// differ in a word.
  package static func nearestApp(to bundleId: String, among others: [String]) -> String? {
    nearest(to: bundleId, among: others.filter { isNear(bundleId[...], $0[...]) })
  }

  private static func isNear(_ left: Substring, _ right: Substring) -> Bool {
    if let a = left.firstIndex(of: "."), let b = right.firstIndex(of: "."), left[..<a] == right[..<b] {
      return isNear(left[left.index(after: a)...], right[right.index(after: b)...])
    }
    return nearest(to: String(left), among: [String(right)]) != nil
  }
}
