import Simulator
import TestSupport
import Testing

@testable import storehooks

/// A saved plan with rules of `defaults`: only what happens to its own apps makes it stale.
@Suite struct DefaultsSavedPlanTests {
  private func apply(
    after change: (inout FleetBench) throws -> Void
  ) async throws -> (run: Workspace.Run, tasks: [String]) {
    var result: (Workspace.Run, [String])?
    try await FleetBench.with { bench in
      let plan = bench.workspace.directory.file("plan.json")
      #expect(await bench.run("plan", "--out", plan).exitCode == 0)
      try change(&bench)
      let run = await bench.run("apply", plan, "--yes")
      result = (run, try bench.webhooks("com.example.tasks"))
    }
    return try #require(result)
  }

  @Test func itIsAppliedAsItWasMade() async throws {
    let (run, tasks) = try await apply { _ in }
    #expect(run.exitCode == 0 && tasks == ["Vendor", "Bot"], "\(run)")
    #expect(run.output.contains("2 of 2 calls made") && run.output.contains("5 requests made"), "\(run)")
  }

  @Test func anAppThatAppearedIsANote() async throws {
    let (run, tasks) = try await apply { bench in
      try bench.change { fleet in
        fleet.apps.append(FleetBench.app("5", "com.example.weather"))
        fleet.apps.append(FleetBench.app("6", "net.other"))
      }
    }
    #expect(run.exitCode == 0 && tasks == ["Vendor", "Bot"], "\(run)")
    #expect(
      run.messages
        == "note: com.example.weather matches 'defaults' and wasn't there when the plan was made: plan again to cover it\n",
      "\(run)")
  }

  @Test(arguments: ["left", "changed", "stopped matching", "renamed"])
  func whatHappensToItsAppsMakesItStale(kind: String) async throws {
    let (run, tasks) = try await apply { bench in
      try bench.change { fleet in
        switch kind {
        case "left": fleet.apps.removeFirst()
        case "renamed": fleet.apps[0].bundleId = "com.example.renamed"
        case "changed": fleet.apps[0].webhooks = FleetBench.app("1", "", "New").webhooks
        default: fleet.apps[0].bundleId = "net.notes"
        }
      }
    }
    #expect(run.exitCode == 3 && tasks == ["Vendor"], "\(run)")
    let reason =
      switch kind {
      case "left": "com.example.notes: the API key no longer sees this app"
      case "changed": "com.example.notes: "
      case "renamed": "com.example.notes: its bundle ID is com.example.renamed now"
      default: "com.example.notes: no rule of 'defaults' matches it any more"
      }
    #expect(run.messages.contains("the saved plan is stale: \(reason)"), "\(run)")
  }

  @Test func anAppThatItDoesNotTouchMayGo() async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes", "--app", "com.example.notes").exitCode == 0)
      let plan = bench.workspace.directory.file("plan.json")
      #expect(await bench.run("plan", "--out", plan).exitCode == 0)
      try bench.change { $0.apps.removeFirst() }
      #expect(await bench.run("apply", plan, "--yes").exitCode == 0)
    }
  }

  private static let zap = """
    version: 1
    \(FleetBench.account)variables: { zap: { sensitive: true } }
    templates:
      Bot: { url: "{zap}", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
    defaults:
      - apps: ["com.example.*"]
        use: [Bot]
    apps: {}

    """

  private static func withZap(_ body: (inout FleetBench, String) async throws -> Void) async throws {
    try await FleetBench.with { bench in
      bench.workspace.environment["STOREHOOKS_VAR_ZAP"] = Workspace.capability
      try bench.workspace.directory.write(zap, to: "webhooks.yaml")
      let plan = bench.workspace.directory.file("plan.json")
      #expect(await bench.run("plan", "--out", plan).exitCode == 0)
      try await body(&bench, plan)
    }
  }

  @Test func aVariableThatItsRulesNeedIsMissedBeforeTheFirstRequest() async throws {
    try await Self.withZap { bench, plan in
      bench.workspace.environment["STOREHOOKS_VAR_ZAP"] = nil
      let run = await bench.run("apply", plan, "--yes", "--format", "json")
      #expect(run.exitCode == 1, "\(run)")
      #expect(
        run.messages.hasPrefix(
          "webhooks.yaml:5:15: error: variable 'zap' has no value; set STOREHOOKS_VAR_ZAP\n"), "\(run)")
      let made = try run.document().requests.made
      #expect(made == 0)
    }
  }

  @Test func anotherValueOfAVariableIsSaidToBeOne() async throws {
    try await Self.withZap { bench, plan in
      let before = try bench.workspace.directory.read("fleet.json")
      for value in [
        "https://hooks.zap.example.com/catch/another-canary-4711/y", "https://other.example.com/canary-x",
      ] {
        bench.workspace.environment["STOREHOOKS_VAR_ZAP"] = value
        let run = await bench.run("apply", plan, "--yes", "--format", "json")
        #expect(run.exitCode == 3, "\(run)")
        #expect(
          run.messages == """
            error: the saved plan is stale: the URL of webhook 'Bot' of com.example.internal, webhook 'Bot' of \
            com.example.notes and webhook 'Bot' of com.example.tasks isn't the one that the plan was made with, \
            because STOREHOOKS_VAR_ZAP has another value
            Nothing was changed.

            """, "\(run)")
        #expect(try run.document().requests.made == 4, "those that found it out count")
      }
      #expect(try bench.workspace.directory.read("fleet.json") == before)
    }
  }
}
