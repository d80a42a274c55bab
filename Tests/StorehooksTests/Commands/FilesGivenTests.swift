import AppStoreConnect
import Simulator
import TestSupport
import Testing

/// What commands do with the files they are given, and with those they aren't.
@Suite struct FilesGivenTests {
  /// A folder `tt` whose files list three apps, each with a webhook; everything has been applied.
  private static func with(
    policy: String? = nil, _ body: (inout Workspace) async throws -> Void
  ) async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      workspace.environment = ["S": "0123456789abcdef-is-no-secret"]
      try directory.write(file("a"), to: "tt/a.yaml")
      try directory.write(file("b", "c"), to: "tt/b.yaml")
      if let policy { try directory.write("version: 1\npolicy: \(policy)\n", to: "tt/policy.yaml") }
      let apps = ["a", "b", "c"].enumerated().map { index, name in
        Fleet.App(
          id: "\(index + 1)", bundleId: "com.example.\(name)", name: name,
          webhooks: [
            Fleet.Webhook(
              id: "v-\(name)", name: "Vendor", url: "https://vendor.example/x", enabled: true,
              eventTypes: [EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")])
          ])
      }
      try FleetFile(path: directory.file("fleet.json")).save(Fleet(apps: apps))
      #expect(await workspace.recorded("apply", "--yes", "-f", directory.file("tt")).exitCode == 0)
      try await body(&workspace)
    }
  }

  private static func file(_ names: String...) -> String {
    names.reduce("version: 1\napps:\n") { text, name in
      text + """
          com.example.\(name):
            webhooks:
              Bot: { url: "https://bot.example.com/\(name)", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }

        """
    }
  }

  private static let vendorRule = #"{ ignore: [{ url: "https://vendor.example/*" }] }"#

  @Test func whatOnlyAnotherFileListsIsLeftAlone() async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      let file = workspace.directory.file("tt/a.yaml")
      for arguments in [["plan", "--detailed-exitcode"], ["drift"], ["apply", "--yes"]] {
        let run = await workspace.recorded(arguments + ["-f", file])
        #expect(run.exitCode == 0, "\(run)")
        #expect(
          run.messages.contains(
            "note: tt/b.yaml, which lists 2 managed apps, isn't given: they are left alone\n"))
      }
      let machine = try await workspace.recorded("plan", "--format", "json", "-f", file)
        .decoded(as: [String: AnyJSON].self)
      #expect(machine["notes"]?.text.contains("lists 2 managed apps") == true)
      #expect(await workspace.recorded("drift", "--all-apps", "-f", file).exitCode == 0, "it isn't unlisted")
      let meant = await workspace.recorded("plan", "-f", file, "--files-changed")
      #expect(meant.output.contains("2 to delete"), "\(meant)")
    }
  }

  @Test func filesOfOneFolderAreAppliedOneByOne() async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      for name in ["a", "b", "a", "b"] {
        try workspace.edit("tt/\(name).yaml") {
          $0.replacing("bot.example.com/", with: "bot.example.com/x", maxReplacements: 1)
        }
        let run = await workspace.recorded(
          "apply", "--yes", "-f", workspace.directory.file("tt/\(name).yaml"))
        #expect(run.output.contains("Applied: 1 of 1 call made."), "\(run)")
      }
      let whole = await workspace.recorded(
        "plan", "--detailed-exitcode", "-f", workspace.directory.file("tt"))
      #expect(whole.exitCode == 0, "\(whole)")
    }
  }

  @Test func aMissingPolicyIsAnError() async throws {
    try await Self.with(policy: Self.vendorRule) { (workspace: inout Workspace) async throws in
      let before = try workspace.directory.read("fleet.json")
      let file = workspace.directory.file("tt/b.yaml")
      for arguments in [["plan"], ["drift"], ["apply", "--yes"]] {
        let run = await workspace.recorded(arguments + ["-f", file])
        #expect(run.exitCode == 65)
        #expect(
          run.messages == """
            tt/b.yaml:3:3: error: com.example.b and com.example.c were last applied with the 'policy' of \
            tt/policy.yaml, which isn't given; name that file too, or use --files-changed if the new set of files is intended
              com.example.b:
              ^~~~~~~~~~~~~

            """)
      }
      let machine = try await workspace.recorded("plan", "--format", "json", "-f", file).document()
      #expect(machine.errors.map(\.location?.line) == [3])
      #expect(try workspace.directory.read("fleet.json") == before)
      let policy = workspace.directory.file("tt/policy.yaml")
      #expect(await workspace.recorded("plan", "--detailed-exitcode", "-f", file, "-f", policy).exitCode == 0)
      let meant = await workspace.recorded("plan", "-f", file, "--files-changed")
      #expect(meant.output.contains("- delete  Vendor"), "\(meant)")
    }
  }

  @Test func aPolicyHoldsForAppsWithoutWebhooksOfOurs() async throws {
    try await Self.with(policy: Self.vendorRule) { (workspace: inout Workspace) async throws in
      try workspace.directory.write("version: 1\napps: { com.example.a: {} }\n", to: "tt/a.yaml")
      #expect(await workspace.recorded("apply", "--yes", "-f", workspace.directory.file("tt")).exitCode == 0)
      #expect(await workspace.recorded("plan", "-f", workspace.directory.file("tt/a.yaml")).exitCode == 65)
    }
  }

  @Test(arguments: ["tt/b.YAML", "tt/old/b.yaml"])
  func whatIsSkippedIsNamedAndNothingIsDeleted(name: String) async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      let folder = workspace.directory
      try folder.write("", to: name)
      #expect(rename(folder.file("tt/b.yaml"), folder.file(name)) == 0)
      let planned = await workspace.recorded("plan", "--detailed-exitcode", "-f", folder.file("tt"))
      #expect(planned.exitCode == 0)
      let skipped = name.dropFirst("tt/".count)
      #expect(planned.messages.contains(": \(skipped); only its own *.yaml and *.yml files are read\n"))
      #expect(
        planned.messages.contains("tt/b.yaml, which lists 2 managed apps, isn't given: they are left alone"))
      #expect(unlink(folder.file(name)) == 0)
      if name.contains("old") { #expect(rmdir(folder.file("tt/old")) == 0) }
      let gone = await workspace.recorded("plan", "-f", folder.file("tt"))
      #expect(gone.output.contains("2 to delete"), "\(gone)")
    }
  }

  @Test func anAppThatLeftTheAccountIsForgotten() async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      try workspace.directory.write(Self.file("b"), to: "tt/b.yaml")
      var fleet = try workspace.fleet
      fleet.apps.removeAll { $0.bundleId == "com.example.c" }
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      let whole = ["-f", workspace.directory.file("tt")]
      let note = "note: com.example.c left the files and no longer exists in App Store Connect"
      let applied = await workspace.recorded(["apply", "--yes"] + whole)
      #expect(applied.exitCode == 0)
      #expect(applied.messages.contains(note), "\(applied)")
      #expect(!(try workspace.directory.read("webhooks.state.json").contains("com.example.c")))
      let planned = try await workspace.recorded(["plan", "--format", "json"] + whole).document()
      // One request for the two bundle IDs, and one for each app.
      #expect(planned.requests.made == 3)
    }
  }

  @Test(arguments: ["com.example.c", "3"]) func anAppThatLeftIsSelectedByItsID(pattern: String) async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      try workspace.directory.write(Self.file("b"), to: "tt/b.yaml")
      let whole = ["-f", workspace.directory.file("tt"), "--app"]
      let planned = await workspace.recorded(["plan"] + whole + [pattern])
      #expect(planned.output.contains("- delete  Bot"), "\(planned)")
      let typo = await workspace.recorded(["plan"] + whole + ["com.example.cc"])
      #expect(typo.exitCode == 64)
    }
  }

  @Test func aRecordOfTheOldFormatIsNamedAndNeverPruned() async throws {
    try await Self.with { (workspace: inout Workspace) async throws in
      let old = """
        {"api":"simulator","fingerprint":{"algorithm":"PBKDF2-HMAC-SHA256","iterations":1000,
        "salt":"07070707070707070707070707070707"},"formatVersion":1,"webhooks":[
        {"appId":"3","bundleId":"com.example.c","name":"Bot","webhookId":"w"}]}
        """
      try workspace.directory.write(old, to: "webhooks.state.json")
      let file = workspace.directory.file("tt/a.yaml")
      let note = """
        note: the state file doesn't say which files listed com.example.c, and no given file does: it is left \
        alone until an apply with a file that lists it

        """
      for arguments in [["plan"], ["plan", "--files-changed"], ["apply", "--yes"], ["plan"]] {
        let run = await workspace.recorded(arguments + ["-f", file])
        #expect(run.exitCode == 0)
        #expect(run.messages.contains(note), "\(run)")
        #expect(!run.output.contains("delete"))
      }
      let listing = workspace.directory.file("tt/b.yaml")
      #expect(await workspace.recorded("apply", "--yes", "-f", listing).exitCode == 0)
      let after = await workspace.recorded("plan", "-f", file)
      #expect(
        after.messages == """
          note: tt/b.yaml, which lists 2 managed apps, isn't given: they are left alone
          note: it is unknown whether 1 secret changed (not recorded: 1); '--write-secrets unknown' writes it

          """)
    }
  }
}
