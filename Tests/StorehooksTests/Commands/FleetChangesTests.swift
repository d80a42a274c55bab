@testable import Reports
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// What many apps have in common is shown once, in every command that shows changes.
@Suite struct FleetChangesTests {
  private func lines(_ text: String) -> Int {
    text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
  }

  @Test func aHostMovesInThirtyEightApps() async throws {
    try await WideFleet.with(.moving(38)) { workspace in
      let plan = await workspace.simulated("plan")
      try Golden.check(plan.transcript, named: "fleet/move-plan.txt")
      #expect(lines(plan.output) <= 15)
      #expect(plan.output.contains("url      host hooks.example.com → events.example.com\n"))
      #expect(
        plan.output.contains("com.example.notes, com.example.tasks, com.example.weather and 35 others\n"))
      let comment = await workspace.simulated("plan", "--format", "markdown")
      try Golden.check(comment.transcript, named: "fleet/move-plan.md")
      #expect(lines(comment.output) <= 30)
      for index in 0..<38 { #expect(comment.output.contains("`\(WideFleet.bundleId(index))`")) }
      let drift = await workspace.simulated("drift")
      try Golden.check(drift.transcript, named: "fleet/move-drift.txt")
      #expect(drift.exitCode == 2 && lines(drift.output) <= 15)
      let nightly = await workspace.simulated("drift", "--format", "markdown")
      try Golden.check(nightly.transcript, named: "fleet/move-drift.md")
      #expect(lines(nightly.output) <= 30)
      let whole = await workspace.simulated("plan", "--verbose")
      #expect(whole.output.matches(of: #/~ modify  Release bot/#).count == 38)
      #expect(whole.output.matches(of: #/\+ https://events.example.com/#).count == 38)
      let document = try await workspace.simulated("plan", "--format", "json").document()
      #expect(document.apps.count == 38 && document.steps.map(\.step) == Array(1...38))
    }
  }

  @Test func applyShowsItsPlanOnce() async throws {
    try await WideFleet.with(.moving(38)) { workspace in
      let before = try workspace.fleet
      let run = await workspace.simulated("apply", "--yes")
      try Golden.check(run.transcript, named: "fleet/move-apply.txt")
      #expect(run.exitCode == 0 && lines(run.output) <= 15)
      try FleetFile(path: workspace.directory.file("fleet.json")).save(before)
      let summary = await workspace.simulated("apply", "--yes", "--format", "markdown")
      try Golden.check(summary.transcript, named: "fleet/move-apply.md")
      #expect(summary.exitCode == 0 && lines(summary.output) <= 30)
      try FleetFile(path: workspace.directory.file("fleet.json")).save(before)
      let whole = await workspace.simulated("apply", "--yes", "--verbose")
      #expect(whole.output.matches(of: #/done     modify  Release bot/#).count == 38)
    }
  }

  /// Creates and exceptions come first; deletes name every app.
  @Test(arguments: ["80", "120"]) func fortyAppsOfAllKinds(_ columns: String) async throws {
    try await WideFleet.with(.mixed(40)) { workspace in
      workspace.environment["COLUMNS"] = columns
      // Run in its folder, because the length of paths decides where lines break.
      let options = ["-f", "webhooks.yaml", "--simulate", "fleet.json", "--no-state", "--concurrency", "1"]
      let plan = try await workspace.runBuilt(["plan"] + options)
      try Golden.check(plan.transcript, named: "fleet/mixed-plan-\(columns).txt")
      for index in stride(from: 2, to: 40, by: 5) {
        #expect(plan.output.contains(WideFleet.bundleId(index)), "its webhook goes")
      }
      let drift = try await workspace.runBuilt(["drift"] + options)
      try Golden.check(drift.transcript, named: "fleet/mixed-drift-\(columns).txt")
      let longest =
        (plan.output + drift.output).split(separator: "\n").filter {
          !$0.hasPrefix("Plan:") && !$0.hasPrefix("Drift:")
        }
        .map(\.count).max() ?? 0
      #expect(longest <= Int(columns) ?? 0)
    }
  }

  @Test func fortyAppsInAComment() async throws {
    try await WideFleet.with(.mixed(40)) { workspace in
      let plan = await workspace.simulated("plan", "--format", "markdown")
      try Golden.check(plan.transcript, named: "fleet/mixed-plan.md")
      let drift = await workspace.simulated("drift", "--format", "markdown")
      try Golden.check(drift.transcript, named: "fleet/mixed-drift.md")
    }
  }

  @Test func fourHundredAppsFitIntoAComment() async throws {
    for wide in [WideFleet.moving(400), .mixed(400)] {
      try await WideFleet.with(wide) { workspace in
        for command in ["plan", "drift"] {
          let run = await workspace.simulated(command, "--format", "markdown")
          #expect(run.output.unicodeScalars.count < 60_000)
          #expect(!run.output.contains("Left out"))
          #expect(run.output.contains(WideFleet.bundleId(399)))
        }
      }
    }
  }
}
