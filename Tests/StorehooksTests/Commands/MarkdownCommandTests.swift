@testable import Reports
import TestSupport
import Testing

/// `--format markdown` of every command that has it.
@Suite struct MarkdownCommandTests {
  private func check(_ run: Workspace.Run, _ exitCode: Int32, _ name: String) throws {
    #expect(run.exitCode == exitCode)
    try Golden.check(run.transcript, named: "markdown/\(name).txt")
  }

  @Test func reconciling() async throws {
    try await Workspace.with { workspace in
      try check(await workspace.run("validate", "--format", "markdown"), 0, "validate")
      try check(await workspace.simulated("list", "--format", "markdown"), 0, "list")
      try check(await workspace.simulated("plan", "--format", "markdown"), 0, "plan")
      try check(await workspace.simulated("drift", "--all-apps", "--format", "markdown"), 2, "drift")
      try check(await workspace.simulated("apply", "--yes", "--format", "markdown"), 0, "apply")
      try check(await workspace.simulated("plan", "--format", "markdown"), 0, "plan-after-apply")
      try check(await workspace.simulated("drift", "--format", "markdown"), 0, "drift-after-apply")
    }
  }

  @Test func failures() async throws {
    try await Workspace.with { workspace in
      workspace.environment["RELEASE_BOT_SECRET"] = nil
      try check(await workspace.simulated("apply", "--yes", "--format", "markdown"), 1, "missing-secret")
      try workspace.edit("webhooks.yaml") {
        $0.replacing("BUILD_UPLOAD_STATE_UPDATED", with: "BUILD_<b>_`@x`|_UPDATED")
      }
      try check(await workspace.run("validate", "--format", "markdown"), 65, "invalid-validate")
      try check(await workspace.simulated("plan", "--format", "markdown"), 65, "invalid-plan")
    }
  }

  @Test func deliveries() async throws {
    try await Workspace.with { workspace in
      let redelivery = await workspace.simulated("redeliver", "--failed", "--format", "markdown")
      #expect(redelivery.output == "**Nothing to send again.**\n")
      let listing = await workspace.simulated("deliveries", "--format", "markdown")
      #expect(listing.exitCode == 0)
      #expect(listing.output.contains(#/^\*\*No deliveries\*\* since .* UTC to 7 webhooks\.\n$/#))
    }
  }
}
