/// "Did you mean": the nearest of the known words.
package enum Spelling {
  /// Longer words than this are compared with nothing: nobody mistypes them, and the cost is quadratic.
  private static let longest = 200

  /// `nil` if none is near. A candidate that differs in case only is taken first. Otherwise the fewest
  /// insertions, deletions, replacements and swaps of neighbours decide, regardless of case, at most one in
  /// three letters; then those with regard to case, then the longest common beginning, then the alphabet.
  package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let scalars = Array(word.unicodeScalars)
    let folded = Array(word.lowercased().unicodeScalars)
    guard !folded.isEmpty, folded.count <= longest else { return nil }
    let allowed = folded.count <= 2 ? min(1, folded.count - 1) : max(1, folded.count / 3)
    var best: (rank: Rank, word: String)?
    for candidate in candidates {
      let limit = min(allowed, best?.rank.distance ?? allowed)
      guard abs(candidate.utf8.count - word.utf8.count) <= 4 * (limit + 1) else { continue }
      let other = Array(candidate.lowercased().unicodeScalars)
      guard let distance = EditDistance.between(folded, other, atMost: limit) else { continue }
      // One-letter candidates are near everything.
      guard distance < max(folded.count, other.count) else { continue }
      let exact = Array(candidate.unicodeScalars)
      let rank = Rank(
        distance: distance, casedDistance: EditDistance.between(scalars, exact, atMost: longest) ?? longest,
        commonStart: zip(folded, other).prefix { $0 == $1 }.count)
      if let current = best, !rank.isBetter(than: current.rank, candidate, current.word) { continue }
      best = (rank, candidate)
    }
    return best?.word
  }

  private struct Rank {
    var distance: Int
    var casedDistance: Int
    var commonStart: Int

    func isBetter(than other: Rank, _ word: String, _ otherWord: String) -> Bool {
      if distance != other.distance { return distance < other.distance }
      if casedDistance != other.casedDistance { return casedDistance < other.casedDistance }
      if commonStart != other.commonStart { return commonStart > other.commonStart }
      return word.utf8.lexicographicallyPrecedes(otherWord.utf8)
    }
  }
}

/// Optimal string alignment: Levenshtein's distance with swaps of neighbours as one step.
private enum EditDistance {
  /// `nil` if it is over the limit.
  static func between(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    var current = last
    for i in 0..<left.count {
      current[0] = i + 1
      for j in 0..<right.count {
        var cost = min(last[j + 1] + 1, current[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, beforeLast[j - 1] + 1)
        }
        current[j + 1] = cost
      }
      // A swap looks two rows back, so both rows must be past the limit.
      if let low = current.min(), let lowBefore = last.min(), low > limit, lowBefore > limit { return nil }
      (beforeLast, last, current) = (last, current, beforeLast)
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}
