import TestSupport
import Testing

@testable import storehooks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct NewFileTests {
  @Test func writesAWholeFileAndNothingBeside() throws {
    try TemporaryDirectory.with { directory in
      let file = NewFile(path: directory.file("a.txt"))
      try file.write("one\n", mayReplace: false)
      #expect(try directory.read("a.txt") == "one\n")
      #expect(throws: NewFile.Problem.exists) { try file.write("two\n", mayReplace: false) }
      #expect(try directory.read("a.txt") == "one\n")
      try file.write("two\n", mayReplace: true)
      #expect(try directory.read("a.txt") == "two\n")
      #expect(try directory.contents() == ["a.txt"])
    }
  }

  @Test func followsLinks() throws {
    try TemporaryDirectory.with { directory in
      try directory.write("one\n", to: "a.txt")
      #expect(symlink("a.txt", directory.file("link")) == 0)
      #expect(symlink("nowhere", directory.file("dangling")) == 0)
      try NewFile(path: directory.file("link")).write("two\n", mayReplace: true)
      #expect(try directory.read("a.txt") == "two\n")
      #expect(throws: NewFile.Problem.exists) {
        try NewFile(path: directory.file("dangling")).write("x", mayReplace: false)
      }
    }
  }

  @Test func neverTakesThePlaceOfWhatIsNoFile() throws {
    try TemporaryDirectory.with { directory in
      #expect(mkfifo(directory.file("pipe"), 0o600) == 0)
      #expect(throws: NewFile.Problem.notAFile) {
        try NewFile(path: directory.file("pipe")).write("x", mayReplace: true)
      }
      #expect(throws: NewFile.Problem.system("No such file or directory")) {
        try NewFile(path: directory.file("none/x")).write("x", mayReplace: false)
      }
    }
  }
}
