import Platform
import Reconciler
import TestSupport
import Testing

/// How the state file names files.
@Suite struct RecordedPathsTests {
  @Test func namesAreRelativeToTheStateFileAndLinksAreResolved() throws {
    try TemporaryDirectory.with { folder in
      try folder.write("", to: "conf/teams/b.yaml")
      try folder.write("", to: "other/c.yaml")
      #expect(symlink("teams", folder.file("conf/link")) == 0)
      #expect(symlink("conf", folder.file("conf2")) == 0)
      for state in ["conf/webhooks.state.json", "conf2/webhooks.state.json", "conf/./teams/../s.json"] {
        let paths = RecordedPaths(beside: folder.file(state))
        #expect(paths.recorded(folder.file("conf/teams/b.yaml")) == "teams/b.yaml")
        #expect(paths.recorded(folder.file("conf2/link/b.yaml")) == "teams/b.yaml")
        #expect(paths.recorded(folder.file("conf/x/../teams/./b.yaml")) == "teams/b.yaml")
        #expect(paths.recorded(folder.file("other/c.yaml")) == "../other/c.yaml")
        #expect(paths.recorded(folder.file("conf/not-there/d.yaml")) == "not-there/d.yaml")
        #expect(paths.recorded(folder.file("conf/-")) == "./-")
        for name in ["teams/b.yaml", "../other/c.yaml", "./-"] {
          #expect(paths.recorded(paths.resolved(name).text) == name)
        }
      }
    }
  }

  @Test(arguments: [
    ("teams/webhooks.state.json", "b.yaml", "teams/b.yaml"), ("webhooks.state.json", "b.yaml", "b.yaml"),
    ("state/prod.json", "../teams/b.yaml", "teams/b.yaml"), ("../s.json", "a.yaml", "../a.yaml"),
    ("s.json", "../a.yaml", "../a.yaml"), ("./conf/s.json", "./-", "conf/-"),
    ("s.json", "-", "standard input"),
    ("/no/such/s.json", "x/../b.yaml", "/no/such/b.yaml"), ("s.json", "/etc/b.yaml", "/etc/b.yaml"),
  ])
  func areShownAsTheUserWouldWriteThem(state: String, recorded: String, shown: String) {
    #expect(RecordedPaths(beside: state).shown(recorded) == shown)
  }

  @Test(arguments: [
    ("/a/b/c.yaml", "/a/b", "c.yaml"), ("/a/c.yaml", "/a/b", "../c.yaml"), ("/c.yaml", "/", "c.yaml"),
    ("/x/y", "/a/b", "../../x/y"), ("/a/b", "/a/b", "."), ("/ab/c", "/a", "../ab/c"),
  ])
  func pathsFromFolders(path: String, folder: String, relative: String) {
    // None of these exists.
    #expect(ResolvedPath("/nowhere" + path).relative(to: ResolvedPath("/nowhere" + folder)) == relative)
  }
}
