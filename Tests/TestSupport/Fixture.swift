#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files of `Tests/Fixtures`.
package enum Fixture {
  package static func data(_ name: String) throws -> Data {
    let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    return try Data(contentsOf: URL(filePath: tests.joined(separator: "/") + "/Fixtures/" + name))
  }
}
