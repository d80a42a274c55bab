/// The seeds of tests with random cases, and how many cases they try.
///
/// Fixed seeds decide about a change. With `STOREHOOKS_FRESH_SEEDS=N`, which `scripts/soak --tests` sets, the seeds are
/// those from N on, and thirty times as many cases are tried. A failure names its seed; as N, it comes first.
package enum RandomCases {
  private static let fresh = getenv("STOREHOOKS_FRESH_SEEDS").flatMap { UInt32(String(cString: $0)) }

  /// The seed of a test that has one.
  package static func seed(_ usual: UInt64 = 2026) -> UInt64 { fresh.map(UInt64.init) ?? usual }

  /// How many cases to try.
  package static func count(_ usual: Int) -> Int { fresh == nil ? usual : 30 * usual }

  /// The seeds of a test that has one for each case.
  package static func seeds(_ usual: Int) -> Range<UInt64> {
    seed(0)..<(seed(0) + UInt64(count(usual)))
  }
}
