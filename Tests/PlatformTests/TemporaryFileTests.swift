import TestSupport
import Testing

@testable import Platform

@Suite struct TemporaryFileTests {
  @Test func whatAKilledRunLeftIsRemovedAndNothingElse() throws {
    try TemporaryDirectory.with { folder in
      let place = FilePlace(folder: folder.path, name: "plan.json")
      let others = [
        "plan.json", ".plan.json.tmp", ".plan.json..tmp", ".plan.json.backup.tmp", ".plan.json.0123456789abc",
        ".plan.json.0123456789abC.tmp", ".plan.json.0123456789abcd.tmp", ".other.json.0123456789abc.tmp",
        "plan.json.0123456789abc.tmp",
      ]
      for name in others + [".plan.json.0123456789abc.tmp"] { try folder.write("x", to: name) }
      #expect(mkfifo(folder.file(".plan.json.000000000pipe.tmp"), 0o600) == 0)
      #expect(symlink("plan.json", folder.file(".plan.json.000000000link.tmp")) == 0)
      #expect(mkdir(folder.file(".plan.json.00000000foldr.tmp"), 0o700) == 0)
      TemporaryFile.removeLeftovers(of: place)
      let left =
        others + [
          ".plan.json.000000000pipe.tmp", ".plan.json.000000000link.tmp", ".plan.json.00000000foldr.tmp",
        ]
      #expect(try folder.contents() == left.sorted())
    }
  }

  @Test func withALockEarlierVersionsNamesCountToo() throws {
    try TemporaryDirectory.with { folder in
      let names = ["2f", "0123456789abc", "XXXX", "0123456789abcdef"].map { ".state.json.\($0).tmp" }
      let others = [".state.json.a-b.tmp", ".state.json.0123456789abcdef0.tmp", ".state.json.a.b.tmp"]
      for name in names + others { try folder.write("x", to: name) }
      WholeFile(path: folder.file("state.json")).removeLeftovers(isLocked: true)
      #expect(try folder.contents() == others.sorted())
    }
  }

  @Test func whatIsInUseStays() throws {
    try TemporaryDirectory.with { folder in
      let place = FilePlace(folder: folder.path, name: "plan.json")
      let temporary = try TemporaryFile(for: place)
      TemporaryFile.removeLeftovers(of: place, anySuffix: true)
      #expect(try folder.contents().count == 1)
      try temporary.file.write(Array("whole".utf8))
      try temporary.replace(place.path)
      temporary.discard()
      #expect(try folder.contents() == ["plan.json"])
      #expect(try folder.read("plan.json") == "whole")
    }
  }

  /// While many write one file, others look for leftovers: nobody loses a file that is still being written.
  @Test func cleaningDisturbsNobody() async throws {
    try await TemporaryDirectory.with { folder in
      let file = WholeFile(path: folder.file("plan.json"))
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<4 {
          group.addTask { for _ in 0..<50 { try file.write(Array("\(number)".utf8)) } }
          group.addTask { for _ in 0..<200 { file.removeLeftovers() } }
        }
        try await group.waitForAll()
      }
      #expect(try folder.contents() == ["plan.json"])
    }
  }

  @Test func aNameThatIsTakenIsLeftAlone() throws {
    try TemporaryDirectory.with { folder in
      let place = FilePlace(folder: folder.path, name: "event")
      try folder.write("mine", to: "event.json")
      let temporary = try TemporaryFile(for: place)
      #expect(throws: SystemError(EEXIST)) { try temporary.appear(as: folder.file("event.json")) }
      try temporary.appear(as: folder.file("event-2.json"))
      temporary.discard()
      #expect(try folder.contents() == ["event-2.json", "event.json"])
      #expect(try folder.read("event.json") == "mine")
    }
  }
}
