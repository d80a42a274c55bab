import Cryptography
import Reconciler
import Reports

/// Saved plans: `apply` makes calls because of them, so one that is let in is whole, and as it was sealed.
enum SavedPlansTarget {
  private static let version = "0.1.0"

  static func run(_ input: [UInt8]) throws(Violation) {
    if accepts(input) { try checkSeal(input) }
    // Nobody guesses a digest: one that fits lets the fuzzer see what lies behind it.
    guard let sealed = sealedAgain(input),
      let plan = try? SavedPlanDocument(sealed, version: version)
    else { return }
    try checkSeal(sealed)
    try checkPaths(of: plan.saved)
  }

  private static func accepts(_ bytes: [UInt8]) -> Bool {
    (try? SavedPlanDocument(bytes, version: version)) != nil
  }

  /// The input with a digest of its own, if it has a place for one.
  private static func sealedAgain(_ input: [UInt8]) -> [UInt8]? {
    let text = String(decoding: input, as: UTF8.self)
    guard let place = text.firstRange(of: "\"digest\" : \"") else { return nil }
    let open = text[..<place.upperBound] + SealedDocument.openDigest + text[place.upperBound...].dropFirst(64)
    return (try? SealedDocument.sealed(String(open))).map { Array($0.utf8) }
  }

  /// Whatever byte of a plan is another, it isn't taken.
  private static func checkSeal(_ bytes: [UInt8]) throws(Violation) {
    guard bytes.contains(where: { $0 > 0x20 }) else { return }
    // Each run tries other places; which, the input tells.
    var place = bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF } % bytes.count
    while bytes[place] <= 0x20 { place = (place + 1) % bytes.count }
    var changed = bytes
    changed[place] ^= 0x01
    try Violation.unless(!accepts(changed), "a plan is taken although byte \(place) is another")
  }

  /// What a plan calls its files can be shown, and found.
  private static func checkPaths(of saved: SavedPlan) throws(Violation) {
    for paths in [RecordedPaths(beside: "plans/plan.json"), .fromWorkingDirectory] {
      for file in saved.given + saved.files.map(\.path) where !file.isEmpty {
        try Violation.unless(!paths.shown(file).isEmpty, "\(file.debugDescription) has no name from here")
      }
    }
  }
}
