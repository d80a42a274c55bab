import Platform
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct JSONDecoderTests {
  /// At 513, Foundation by itself crashes.
  @Test(arguments: 505...520) func openBracketsAtTheEndAreAnError(count: Int) {
    let text = String(repeating: "[", count: count)
    for prefix in ["", #"{"a":"#, #"{"a":{"b":"#] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([String: Int].self, fromBytes: Array((prefix + text).utf8))
      }
    }
  }

  @Test func theBlankBehindIsNoPartOfIt() throws {
    #expect(try JSONDecoder().decode(Int.self, fromBytes: Array("12".utf8)) == 12)
    #expect(try JSONDecoder().decode(String.self, fromBytes: Array(#""a""#.utf8)) == "a")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(String.self, fromBytes: Array(#""a"#.utf8))
    }
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Int.self, fromBytes: []) }
  }
}
