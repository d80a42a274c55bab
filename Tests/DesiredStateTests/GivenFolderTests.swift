import TestSupport
import Testing

@testable import DesiredState

/// What looks like YAML in a folder but isn't read.
@Suite struct GivenFolderTests {
  private func skipped(_ names: [String]) throws -> [String] {
    try TemporaryDirectory.with { folder in
      try folder.write("", to: "a.yaml")
      for name in names { try folder.write("", to: name) }
      return try GivenFolder(path: folder.path).skipped
    }
  }

  @Test(arguments: [
    "b.YAML", "b.Yml", "b.yAmL", ".b.yaml", "b.yaml.bak", "b.yaml~", "b.yml.disabled", ".a.yaml.swp",
    "old/b.yaml", "old/deeper/b.YML", ".github/b.yml", "old/.b.yaml", "x.yaml.d/b.yaml",
  ])
  func isNamed(name: String) throws {
    #expect(try skipped([name]) == [name])
  }

  @Test(arguments: [
    "b.yml", "readme.md", "webhooks.state.json", "old/readme.md", ".git/b.yaml", "sub/.git/b.yaml",
  ])
  func whatIsReadOrIsNoYAMLIsNot(name: String) throws {
    #expect(try skipped([name]).isEmpty)
  }

  @Test func allAreNamedInTheirOrder() throws {
    #expect(
      try skipped(["z.YAML", "old/b.yaml", "old/a.yaml", "b.yaml"]) == ["old/a.yaml", "old/b.yaml", "z.YAML"])
  }

  @Test func whatALinkLeadsToIsReadAndNotSkipped() throws {
    try TemporaryDirectory.with { folder in
      try folder.write("", to: "..data/a.yaml")
      #expect(symlink("..data/a.yaml", folder.file("a.yaml")) == 0)
      let given = try GivenFolder(path: folder.path)
      #expect(given.files == [folder.file("a.yaml")])
      #expect(given.skipped.isEmpty)
      try folder.write("", to: "..data/b.yaml")
      #expect(try GivenFolder(path: folder.path).skipped == ["..data/b.yaml"])
    }
  }

  @Test func foldersThatLeadInCirclesEnd() throws {
    try TemporaryDirectory.with { folder in
      try folder.write("", to: "sub/readme.md")
      #expect(symlink("..", folder.file("sub/up")) == 0)
      // Too deep to be searched, so it may hold anything.
      #expect(try GivenFolder(path: folder.path).skipped.isEmpty == false)
    }
  }
}
