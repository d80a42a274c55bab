import TestSupport
import Testing

/// Files with secrets, or with what nobody else needs to see, are for their owner alone.
@Suite struct FilePermissionsTests {
  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  @Test(arguments: [0o644, 0o666, 0o640, 0o604, 0o777] as [mode_t])
  func aFleetThatOthersCanReadGetsAWarningAndIsClosedOnceItIsWritten(old: mode_t) async throws {
    try await Workspace.with { workspace in
      let fleet = workspace.directory.file("fleet.json")
      chmod(fleet, old)
      let warning =
        "warning: the fleet file fleet.json is open to other users (mode \(String(old, radix: 8))): "
        + "run chmod 600 fleet.json\n"
      #expect(await workspace.simulated("plan").messages.contains(warning))
      #expect(mode(fleet) == old, "it was only read")
      let applied = await workspace.simulated("apply", "--yes")
      #expect(applied.exitCode == 0 && applied.messages.contains(warning))
      #expect(mode(fleet) == 0o600)
      #expect(!(await workspace.simulated("plan").messages.contains("warning")))
    }
  }

  @Test func aFleetWithoutSecretsGetsNone() async throws {
    try await Workspace.with { workspace in
      let fleet = workspace.directory.file("fleet.json")
      try workspace.edit("fleet.json") { $0.replacing(#/"secret" : "[^"]*"/#, with: #""secret" : """#) }
      chmod(fleet, 0o644)
      #expect(!(await workspace.simulated("list", "--all-apps").messages.contains("warning")))
    }
  }

  @Test func simulateWarnsToo() async throws {
    try await Workspace.with { workspace in
      chmod(workspace.directory.file("fleet.json"), 0o644)
      let simulator = try await SimulatorProcess.start(in: workspace)
      #expect(
        try await simulator.stop().errorOutput.contains(
          "warning: the fleet file fleet.json is open to other users"))
    }
  }

  @Test func anImportIsForItsOwnerAloneWhateverItReplaces() async throws {
    try await Workspace.with { workspace in
      let path = workspace.directory.file("imported.yaml")
      let first = await workspace.simulated("import", "--all-apps", "--out", path)
      #expect(first.exitCode == 0, "\(first.messages)")
      #expect(mode(path) == 0o600)
      chmod(path, 0o644)
      let second = await workspace.simulated("import", "--all-apps", "--out", path, "--force")
      #expect(second.exitCode == 0, "\(second.messages)")
      #expect(mode(path) == 0o600)
    }
  }
}
