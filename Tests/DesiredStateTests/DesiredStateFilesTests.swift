import DesiredState
import Diagnostics
import PlanningSupport
import TestSupport
import Testing

/// Several files and folders as one desired state.
@Suite struct DesiredStateFilesTests {
  private func read(_ directory: TemporaryDirectory, _ names: String...) -> (
    state: DesiredState?, rendered: String
  ) {
    let result = DesiredStateReader().read(paths: names.map { directory.file($0) })
    let rendered = DiagnosticRenderer().render(result.diagnostics)
    return (result.state, rendered.replacing(directory.path, with: "DIR"))
  }

  private func app(_ key: String) -> String { "version: 1\napps: { \(key): {} }\n" }

  @Test func aFolderStandsForItsFilesInTheOrderOfTheirNames() throws {
    try TemporaryDirectory.with { directory in
      try directory.write(app("b.b"), to: "conf/b.yaml")
      try directory.write(app("c.c"), to: "conf/C.yml")
      try directory.write(app("a.a"), to: "conf/a.yml")
      try directory.write("not: [yaml", to: "conf/.hidden.yaml")
      try directory.write("not: [yaml", to: "conf/notes.txt")
      try directory.write("not: [yaml", to: "conf/b.yaml.bak")
      try directory.write(app("d.d"), to: "conf/sub/d.yaml")
      let (state, rendered) = read(directory, "conf")
      #expect(rendered.isEmpty)
      #expect(state?.apps.map(\.key.text) == ["c.c", "a.a", "b.b"])
      #expect(state?.files.map(\.path) == ["C.yml", "a.yml", "b.yaml"].map { directory.file("conf/\($0)") })
      #expect(read(directory, "conf/").state?.apps.count == 3)
    }
  }

  @Test func filesComeInTheOrderGiven() throws {
    try TemporaryDirectory.with { directory in
      try directory.write(app("a.a"), to: "a.yaml")
      try directory.write(app("b.b"), to: "b.yaml")
      #expect(read(directory, "b.yaml", "a.yaml").state?.apps.map(\.key.text) == ["b.b", "a.a"])
    }
  }

  @Test func aFileNamedTwiceIsReadOnce() throws {
    try TemporaryDirectory.with { directory in
      try directory.write(app("a.a"), to: "conf/a.yaml")
      let (state, rendered) = read(directory, "conf/a.yaml", "conf", "conf/../conf/./a.yaml")
      #expect(rendered.isEmpty)
      #expect(state?.files.count == 1)
    }
  }

  @Test func filesShareTemplatesGroupsAndPolicy() throws {
    try TemporaryDirectory.with { directory in
      try directory.write(
        "version: 1\napps: { a.a: { use: [bot] } }\neventGroups: { mine: [BUILD_*] }\n", to: "1.yaml")
      try directory.write(
        """
        version: 1
        templates: { bot: { url: https://a.example.com, events: [mine], secret: { file: s } } }
        policy: { prune: false }
        """, to: "sub/2.yaml")
      let (state, rendered) = read(directory, "1.yaml", "sub")
      #expect(rendered.isEmpty)
      let app = try #require(state?.apps.first)
      #expect(app.prune == .never)
      #expect(app.webhooks.first?.events == [Event.beta, Event.build])
      #expect(app.webhooks.first?.secret == .file(path: "s", directory: directory.file("sub/")))
    }
  }

  @Test func whatIsInTwoFilesIsAnErrorThatShowsBothPlaces() throws {
    try TemporaryDirectory.with { directory in
      let text = """
        version: 1
        templates:
          bot: { url: https://a.example.com, events: [mine], secret: { env: S } }
        eventGroups:
          mine: [BUILD_*]
        policy:
          prune: false
        apps:
          com.example.a: {}
          "12": {}

        """
      try directory.write(text, to: "1.yaml")
      try directory.write("# shifts the lines\n" + text, to: "2.yaml")
      let (state, rendered) = read(directory, "1.yaml", "2.yaml")
      #expect(state == nil)
      try Golden.check(rendered, named: "two-files.txt")
    }
  }

  @Test func allFilesAreCheckedInOneRun() throws {
    try TemporaryDirectory.with { directory in
      try directory.write("version: 2\napps: {}\n", to: "1.yaml")
      try directory.write("version: 1\napp: {}\n", to: "2.yaml")
      #expect(
        read(directory, "2.yaml", "1.yaml").rendered == """
          DIR/2.yaml:2:1: error: unknown key 'app' in the desired-state file; did you mean 'apps'?
          app: {}
          ^~~
          DIR/1.yaml:1:10: error: version 2 is not supported; write 'version: 1', the only version that this release reads
          version: 2
                   ^

          """)
    }
  }

  @Test func appsMustBeInOneFileAtLeast() throws {
    try TemporaryDirectory.with { directory in
      try directory.write("version: 1\npolicy: { prune: false }\n", to: "1.yaml")
      try directory.write("version: 1\ntemplates: {}\n", to: "2.yaml")
      let (state, rendered) = read(directory, "1.yaml", "2.yaml")
      #expect(state == nil)
      #expect(rendered.hasPrefix("DIR/1.yaml:1:1: error: 'apps' is missing"))
      #expect(rendered.components(of: "'apps' is missing") == 1)
    }
  }

  @Test func whatCannotBeReadIsSaid() throws {
    try TemporaryDirectory.with { directory in
      try directory.write("", to: "empty/readme.md")
      #expect(symlink("loop.yaml", directory.file("loop.yaml")) == 0)
      try directory.write("x", to: "folder/trap.yaml/x")
      let (state, rendered) = read(directory, "none.yaml", "empty", "folder", "loop.yaml")
      #expect(state == nil)
      #expect(
        rendered == """
          error: 'DIR/none.yaml' doesn't exist; name your file with --file, or start one with 'storehooks init' or 'storehooks import'
          error: the directory 'DIR/empty' has no *.yaml or *.yml file
          error: 'DIR/loop.yaml' doesn't exist; name your file with --file, or start one with 'storehooks init' or 'storehooks import'
          error: can't read 'DIR/folder/trap.yaml': it can't be opened

          """)
    }
  }

  /// A device without an end, and a file with holes that claims more bytes than any memory has.
  @Test func noMoreIsReadThanIsTaken() {
    let result = DesiredStateReader().read(paths: ["/dev/zero"])
    #expect(result.diagnostics.map(\.message) == ["the file has more than 67,108,864 bytes"])
  }

  @Test(.enabled(if: geteuid() != 0, "root may read and write anything")) func aFileWithoutPermissionIsSaid()
    throws
  {
    try TemporaryDirectory.with { directory in
      try directory.write(app("a.a"), to: "locked.yaml")
      #expect(chmod(directory.file("locked.yaml"), 0) == 0)
      #expect(
        read(directory, "locked.yaml").rendered == "error: can't read 'DIR/locked.yaml': permission denied\n")
    }
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
