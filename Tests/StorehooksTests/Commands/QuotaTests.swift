import TestSupport
import Testing

@testable import storehooks

/// What is said when the hour's quota won't do.
@Suite struct QuotaTests {
  @Test func aPlanThatNeedsMoreCallsThanAreLeftSaysSo() async throws {
    try await Workspace.with { workspace in
      let rules = """
        {"rules": [{"action": {"headers": {"X-Rate-Limit": "user-hour-lim:3600;user-hour-rem:4;"}}}]}
        """
      try workspace.directory.write(rules, to: "faults.json")
      let server = try await SimulatorProcess.start(in: workspace, options: ["--faults", "faults.json"])
      let plan = try await workspace.built(["plan", "--no-state"] + server.options).run()
      #expect(plan.exitCode == 0, "\(plan.errorOutput)")
      #expect(
        plan.errorOutput == """
          note: the plan needs 5 calls, but only 4 are left this hour: apply will wait, or stop after --max-wait

          """)
    }
  }
}
