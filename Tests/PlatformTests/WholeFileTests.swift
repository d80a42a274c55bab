import TestSupport
import Testing

@testable import Platform

@Suite struct WholeFileTests {
  private func status(_ path: String) -> stat? {
    var status = stat()
    return lstat(path, &status) == 0 ? status : nil
  }

  private func mode(_ path: String) -> mode_t? { status(path).map { $0.st_mode & 0o7777 } }

  private func write(
    _ text: String, to path: String, _ permissions: WholeFile.Permissions = .kept, mayReplace: Bool = true,
    takesStreams: Bool = false
  ) throws {
    try WholeFile(path: path, permissions: permissions, takesStreams: takesStreams)
      .write(Array(text.utf8), mayReplace: mayReplace)
  }

  @Test func aNewFileIsForItsOwnerAlone() throws {
    try TemporaryDirectory.with { folder in
      try write("one", to: folder.file("new"))
      #expect(try folder.read("new") == "one")
      #expect(mode(folder.file("new")) == 0o600)
      try write("one", to: folder.file("shared"), .shared)
      let mask = umask(0)
      umask(mask)
      #expect(mode(folder.file("shared")) == 0o666 & ~mask)
      #expect(try folder.contents() == ["new", "shared"])
    }
  }

  @Test(arguments: [0o600, 0o640, 0o644, 0o400, 0o777] as [mode_t])
  func theOldPermissionsStayUnlessTheyAreSet(old: mode_t) throws {
    try TemporaryDirectory.with { folder in
      for permissions: WholeFile.Permissions in [.kept, .shared, .ownerAlone] {
        let path = try folder.write("old", to: "file")
        #expect(chmod(path, old) == 0)
        try write("new", to: path, permissions)
        if case .ownerAlone = permissions {
          #expect(mode(path) == 0o600)
        } else {
          #expect(mode(path) == old)
        }
        chmod(path, 0o600)
        #expect(try folder.read("file") == "new")
      }
    }
  }

  /// Only root can give files away.
  @Test(.enabled(if: geteuid() == 0, "only root can give files away")) func theOwnerStays() throws {
    try TemporaryDirectory.with { folder in
      let path = try folder.write("old", to: "file")
      #expect(chown(path, 1234, 5678) == 0 && chmod(path, 0o640) == 0)
      try write("new", to: path)
      let new = try #require(status(path))
      #expect(new.st_uid == 1234 && new.st_gid == 5678 && new.st_mode & 0o777 == 0o640)
    }
  }

  @Test func whatALinkLeadsToIsReplaced() throws {
    try TemporaryDirectory.with { folder in
      try folder.write("old", to: "deep/target")
      #expect(symlink("deep/second", folder.file("first")) == 0)
      #expect(symlink(folder.file("deep/target"), folder.file("deep/second")) == 0)
      try write("new", to: folder.file("first"))
      #expect(try folder.read("deep/target") == "new")
      #expect(try folder.folder("deep").contents() == ["second", "target"])
      for link in ["first", "deep/second"] {
        #expect(try #require(status(folder.file(link))).st_mode & S_IFMT == S_IFLNK)
      }
    }
  }

  @Test func aLinkThatLeadsNowhere() throws {
    try TemporaryDirectory.with { folder in
      let path = folder.file("link")
      #expect(symlink("target", path) == 0)
      #expect(throws: WholeFile.Failure.danglingLink) { try write("new", to: path, mayReplace: false) }
      #expect(try folder.contents() == ["link"])
      try write("new", to: path)
      #expect(try folder.read("target") == "new")
      #expect(try #require(status(path)).st_mode & S_IFMT == S_IFLNK)
    }
  }

  @Test func whatStandsInTheWayIsSaid() throws {
    try TemporaryDirectory.with { folder in
      let path = try folder.write("old", to: "file")
      #expect(throws: WholeFile.Failure.exists) { try write("new", to: path, mayReplace: false) }
      #expect(link(path, folder.file("other")) == 0)
      #expect(throws: WholeFile.Failure.hardLinks(2)) { try write("new", to: path) }
      #expect(symlink("ring", folder.file("ring")) == 0)
      #expect(throws: WholeFile.Failure.system(SystemError(ELOOP))) {
        try write("new", to: folder.file("ring"))
      }
      #expect(throws: WholeFile.Failure.folder) { try write("new", to: folder.path) }
      #expect(throws: WholeFile.Failure.folder) { try write("new", to: folder.path + "/") }
      #expect(throws: WholeFile.Failure.folder) { try write("new", to: folder.path + "/.") }
      for path in ["", folder.file("none/file"), folder.file("none/")] {
        #expect(throws: WholeFile.Failure.system(SystemError(ENOENT))) { try write("new", to: path) }
      }
      for path in [folder.file("file/x"), folder.file("other/")] {
        #expect(throws: WholeFile.Failure.system(SystemError(ENOTDIR))) { try write("new", to: path) }
      }
      #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
      for path in [folder.file("pipe"), "/dev/null", "/dev/stdout"] {
        #expect(throws: WholeFile.Failure.notAFile) { try write("new", to: path) }
      }
      #expect(try folder.contents() == ["file", "other", "pipe", "ring"])
      #expect(try folder.read("file") == "old")
    }
  }

  @Test func devicesAndPipesAreWrittenInto() throws {
    try TemporaryDirectory.with { folder in
      try write("new", to: "/dev/null", takesStreams: true)
      #expect(try #require(status("/dev/null")).st_mode & S_IFMT == S_IFCHR)
      #if os(Linux)
        #expect(throws: WholeFile.Failure.system(SystemError(ENOSPC))) {
          try write("new", to: "/dev/full", takesStreams: true)
        }
      #endif
      let path = folder.file("pipe")
      #expect(mkfifo(path, 0o640) == 0)
      let reading = open(path, O_RDWR)
      defer { close(reading) }
      #expect(symlink("pipe", folder.file("link")) == 0)
      try write("one", to: path, mayReplace: false, takesStreams: true)
      try write("two", to: folder.file("link"), takesStreams: true)
      var bytes = [UInt8](repeating: 0, count: 16)
      let count = read(reading, &bytes, bytes.count)
      #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "onetwo")
      #expect(try #require(status(path)).st_mode & S_IFMT == S_IFIFO)
      #expect(try folder.contents() == ["link", "pipe"])
    }
  }

  /// `/dev/fd/N` can be a file, which is then written from the descriptor's position on.
  @Test func anOwnDescriptorIsWrittenIntoWhereItStands() throws {
    try TemporaryDirectory.with { folder in
      let path = try folder.write("begun ", to: "file")
      let descriptor = open(path, O_WRONLY | O_APPEND)
      defer { close(descriptor) }
      try write("one ", to: "/dev/fd/\(descriptor)", takesStreams: true)
      #expect(symlink("/dev/fd/\(descriptor)", folder.file("link")) == 0)
      try write("two", to: folder.file("link"), takesStreams: true)
      #expect(try folder.read("file") == "begun one two")
      #expect(try folder.contents() == ["file", "link"])
    }
  }

  @Test func readersMeetWholeFilesOnly() async throws {
    try await TemporaryDirectory.with { folder in
      let path = folder.file("file")
      let texts = ["a", "b"].map { String(repeating: $0, count: 100_000) }
      try write(texts[0], to: path)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for text in texts { group.addTask { for _ in 0..<30 { try write(text, to: path) } } }
        group.addTask {
          for _ in 0..<200 {
            let read = String(
              decoding: try BoundedFile.read(path, atMost: 1_000_000), as: UTF8.self)
            #expect(texts.contains(read))
          }
        }
        try await group.waitForAll()
      }
      #expect(try folder.contents() == ["file"])
    }
  }

  @Test func oneOfManyMakesANewFile() async throws {
    try await TemporaryDirectory.with { folder in
      let path = folder.file("file")
      let made = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<20 {
          group.addTask { (try? write("\(number)", to: path, mayReplace: false)) != nil }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(made == 1)
      let contents = try folder.contents()
      #expect(contents == ["file"])
    }
  }
}
