#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How many random cases the tests of the order try, and with which seeds.
///
/// Fixed seeds decide about a change. `STOREHOOKS_ORDER_CASES=50000` has each test try that many,
/// `STOREHOOKS_ORDER_SEED=N` draws others.
enum OrderCases {
  static func count(of usual: Int) -> Int { number("STOREHOOKS_ORDER_CASES").map(Int.init) ?? usual }

  static func seed(_ test: UInt64) -> UInt64 { (number("STOREHOOKS_ORDER_SEED") ?? 2026) &* 100 &+ test }

  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }
}
