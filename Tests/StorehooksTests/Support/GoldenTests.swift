@testable import Reports
import TestSupport
import Testing

@Suite struct GoldenTests {
  @Test func lieBesideTheTestTargets() {
    #expect(
      Golden.path(of: "a.txt", testFile: "/x/Tests/y/Tests/FooTests/Bar/BarTests.swift")
        == "/x/Tests/y/Tests/Goldens/FooTests/a.txt")
    #expect(Golden.path(of: "a.txt", testFile: "/x/Tests/BarTests.swift") == nil)
    #expect(Golden.path(of: "a.txt", testFile: "/x/BarTests.swift") == nil)
  }

  @Test func aMissingFileIsRecordedAndFails() throws {
    try TemporaryDirectory.with { directory in
      let file = directory.file("Tests/FooTests/BarTests.swift")
      let error = #expect(throws: GoldenMismatch.self) {
        try Golden.check("a\n", named: "sub/a.txt", testFile: file, update: false)
      }
      #expect(error?.description.contains("there was no golden file") == true)
      #expect(try directory.read("Tests/Goldens/FooTests/sub/a.txt") == "a\n")
      try Golden.check("a\n", named: "sub/a.txt", testFile: file, update: false)
    }
  }

  @Test func aDifferenceFailsUnlessItIsToBeRewritten() throws {
    try TemporaryDirectory.with { directory in
      let file = directory.file("Tests/FooTests/BarTests.swift")
      try directory.write("a\nb\n", to: "Tests/Goldens/FooTests/a.txt")
      let error = #expect(throws: GoldenMismatch.self) {
        try Golden.check("a\nc\n", named: "a.txt", testFile: file, update: false)
      }
      #expect(error?.description.contains("line 2") == true)
      #expect(try directory.read("Tests/Goldens/FooTests/a.txt") == "a\nb\n")
      try Golden.check("a\nc\n", named: "a.txt", testFile: file, update: true)
      #expect(try directory.read("Tests/Goldens/FooTests/a.txt") == "a\nc\n")
    }
  }

  @Test func needsAFolderOfTests() {
    #expect(throws: GoldenMismatch.self) {
      try Golden.check("a", named: "a", testFile: "/x.swift", update: true)
    }
  }

  @Test(arguments: [
    ("a\nb", "a\nc", "line 2:", #""b""#, #""c""#),
    ("a", "a\n", "line 2:", "(end of text)", #""""#),
    ("a\tb", "a b", "line 1:", #""a\tb""#, #""a b""#),
  ]) func showsTheFirstDifference(
    expected: String, actual: String, place: String, shownExpected: String, shownActual: String
  ) {
    #expect(
      Golden.firstDifference(expected: expected, actual: actual)
        == "first difference in \(place)\n  expected: \(shownExpected)\n  actual:   \(shownActual)")
  }
}
