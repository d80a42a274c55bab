import Diagnostics
import TestSupport
import Testing

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// Which recorded apps have left the files, and which are only in a file that wasn't given.
@Suite struct OwnershipTests {
  /// A folder in which `a.yaml` listed a.a, `b.yaml` b.b, and `p.yaml` held the policy.
  struct Bench {
    let folder: TemporaryDirectory
    var record: RecordedState

    init(_ folder: TemporaryDirectory) throws {
      self.folder = folder
      record = try StateRecordsTests.empty()
      for name in ["a", "b"] {
        try folder.write("version: 1\napps: { \(name).\(name): {} }\n", to: "conf/\(name).yaml")
        record.record(
          AppFiles(listed: "\(name).yaml", policy: ["p.yaml"]), ofApp: name, bundleId: "\(name).\(name)")
      }
      try folder.write("version: 1\npolicy: { prune: false }\n", to: "conf/p.yaml")
    }

    func ownership(
      _ names: String..., isNewSet: Bool = false, app: [String] = [], input: String? = nil
    ) throws -> Ownership {
      let reader = DesiredStateReader { _ in Array((input ?? "").utf8) }
      let result = reader.read(paths: names.map { $0 == "-" ? $0 : folder.file($0) })
      let state = try #require(result.state, "\(DiagnosticRenderer().render(result.diagnostics))")
      return Ownership(
        of: record, state, paths: RecordedPaths(beside: folder.file("conf/webhooks.state.json")),
        isNewSet: isNewSet, selection: AppSelection(patterns: app))
    }
  }

  private func bench(_ body: (inout Bench) throws -> Void) throws {
    try TemporaryDirectory.with { folder in
      var bench = try Bench(folder)
      try body(&bench)
    }
  }

  @Test func withAllFilesNothingIsAmiss() throws {
    try bench { (bench: inout Bench) throws in
      for names in [["conf"], ["conf/"], ["conf/a.yaml", "conf/b.yaml", "conf/p.yaml"]] {
        let ownership =
          try names.count == 1
          ? bench.ownership(names[0]) : bench.ownership(names[0], names[1], names[2])
        #expect(ownership.unlisted.isEmpty && ownership.conflicts.isEmpty)
      }
    }
  }

  @Test func anAppOfAFileThatIsNotGivenIsLeftAlone() throws {
    try bench { (bench: inout Bench) throws in
      let ownership = try bench.ownership("conf/a.yaml", "conf/p.yaml")
      #expect(ownership.left.isEmpty && ownership.conflicts.isEmpty)
      #expect(ownership.missing.map(\.file) == [bench.folder.file("conf/b.yaml")])
      #expect(ownership.missing.map(\.isList) == [true])
      #expect(ownership.leftAlone.map(\.appId) == ["b"])
      let isNewSet = try bench.ownership("conf/a.yaml", "conf/p.yaml", isNewSet: true)
      #expect(isNewSet.left.map(\.appId) == ["b"])
      #expect(isNewSet.leftAlone.isEmpty)
    }
  }

  @Test func aPolicyThatIsNotGivenIsAConflict() throws {
    try bench { (bench: inout Bench) throws in
      let ownership = try bench.ownership("conf/a.yaml", "conf/b.yaml")
      #expect(ownership.conflicts.map(\.file) == [bench.folder.file("conf/p.yaml")])
      #expect(ownership.conflicts.map(\.held) == [["policy"]])
      #expect(ownership.conflicts.first?.apps == ["a.a", "b.b"])
      #expect(try bench.ownership("conf/a.yaml", "conf/b.yaml", isNewSet: true).conflicts.isEmpty)
      #expect(try bench.ownership("conf/a.yaml", "conf/b.yaml", app: ["c.*"]).conflicts.isEmpty)
    }
  }

  @Test func anAppThatItsFileListsNoMoreHasLeft() throws {
    try bench { (bench: inout Bench) throws in
      try bench.folder.write("version: 1\napps: {}\n", to: "conf/b.yaml")
      #expect(try bench.ownership("conf").left.map(\.appId) == ["b"])
      #expect(try bench.ownership("conf", app: ["a.a"]).unlisted.isEmpty)
      // The missing policy may have kept its webhooks.
      let partly = try bench.ownership("conf/b.yaml")
      #expect(partly.left.isEmpty)
      #expect(partly.missing.map(\.isList) == [true, false], "a.yaml lists an app, p.yaml held the policy")
    }
  }

  @Test func aFileThatIsGoneFromAGivenFolderIsNotMissing() throws {
    try bench { (bench: inout Bench) throws in
      #expect(unlink(bench.folder.file("conf/b.yaml")) == 0)
      #expect(try bench.ownership("conf").left.map(\.appId) == ["b"])
      #expect(try bench.ownership("conf/a.yaml", "conf/p.yaml").left.isEmpty, "no folder is given")
      #expect(unlink(bench.folder.file("conf/p.yaml")) == 0)
      #expect(try bench.ownership("conf").conflicts.isEmpty)
    }
  }

  @Test(arguments: ["b.YAML", "old/b.yaml", ".b.yaml", "b.yaml.bak", "deep/er/b.Yml"])
  func aFileThatMayHaveBeenRenamedIsMissing(name: String) throws {
    try bench { (bench: inout Bench) throws in
      try bench.folder.write("", to: "conf/" + name)
      #expect(rename(bench.folder.file("conf/b.yaml"), bench.folder.file("conf/" + name)) == 0)
      let ownership = try bench.ownership("conf")
      #expect(ownership.left.isEmpty)
      #expect(ownership.leftAlone.map(\.appId) == ["b"])
    }
  }

  @Test func aLinkLeadsToTheFileThatIsMeant() throws {
    try bench { (bench: inout Bench) throws in
      #expect(symlink("b.yaml", bench.folder.file("conf/link.yaml")) == 0)
      #expect(symlink("conf", bench.folder.file("linked")) == 0)
      #expect(try bench.ownership("linked/a.yaml", "linked/link.yaml", "linked/p.yaml").unlisted.isEmpty)
    }
  }

  @Test func recordsWithoutFilesAreNeverTakenForLeft() throws {
    try bench { (bench: inout Bench) throws in
      bench.record.record(.init(appId: "9", bundleId: "old.app", webhookId: "w", name: "Bot"))
      for isNewSet in [false, true] {
        let ownership = try bench.ownership("conf", isNewSet: isNewSet)
        #expect(ownership.left.isEmpty)
        #expect(ownership.unfiled.map(\.title) == ["old.app"])
      }
    }
  }

  @Test func whatCameFromStandardInputIsNeverTakenForLeft() throws {
    try bench { (bench: inout Bench) throws in
      bench.record.record(
        AppFiles(listed: "-", policy: ["-"]), ofApp: "i", bundleId: "i.i")
      let input = "version: 1\napps: {}\n"
      #expect(try bench.ownership("-", "conf", input: input).unlistedInput.map(\.appId) == ["i"])
      #expect(try bench.ownership("conf", isNewSet: true).unlistedInput.map(\.appId) == ["i"])
      #expect(try bench.ownership("conf").missing.map(\.file) == ["standard input"])
      try bench.folder.write("version: 1\napps: { i.i: {} }\n", to: "conf/i.yaml")
      #expect(try bench.ownership("conf").conflicts.map(\.file) == ["standard input"])
      #expect(try bench.ownership("-", "conf", input: "version: 1\n").conflicts.isEmpty)
    }
  }

  @Test func rulesAndDefaultsCountLikeListsAndPolicy() throws {
    try bench { (bench: inout Bench) throws in
      bench.record.record(
        AppFiles(rules: [.init(file: "fleet.yaml", apps: ["c.*"])], defaults: ["fleet.yaml"]), ofApp: "c",
        bundleId: "c.c")
      try bench.folder.write("version: 1\n", to: "conf/fleet.yaml")
      #expect(try bench.ownership("conf").left.map(\.appId) == ["c"])
      let partly = try bench.ownership("conf/a.yaml", "conf/b.yaml", "conf/p.yaml")
      #expect(partly.missing.map(\.file) == [bench.folder.file("conf/fleet.yaml")])
      try bench.folder.write("version: 1\napps: { c.c: {} }\n", to: "conf/c.yaml")
      let listed = try bench.ownership("conf/c.yaml", "conf/p.yaml")
      #expect(listed.conflicts.map(\.held) == [["defaults"]])
    }
  }
}
