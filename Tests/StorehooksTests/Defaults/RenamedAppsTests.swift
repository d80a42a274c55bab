import TestSupport
import Testing

@testable import storehooks

/// A recorded app with a new bundle ID that no rule matches: it hasn't left, gets no calls, and every command says so.
@Suite struct RenamedAppsTests {
  private static let remedy = "list it under 'apps', let a rule match it, or hand it over: forget: [1001]"
  private static let note =
    "note: com.example.notes is now net.renamed.notes, which no rule of 'defaults' matches: nothing is changed there; "
    + remedy + "\n"

  private static func with(_ body: (inout FleetBench) async throws -> Void) async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      try bench.change { $0.apps[0].bundleId = "net.renamed.notes" }
      try await body(&bench)
    }
  }

  @Test func planAndApplyNoteItAndChangeNothing() async throws {
    try await Self.with { bench in
      let (fleet, state) = try (bench.workspace.fleet, bench.workspace.directory.read("webhooks.state.json"))
      for command in [["plan", "--detailed-exitcode"], ["apply", "--yes"]] {
        let run = await bench.workspace.recorded(command)
        #expect(run.exitCode == 0 && run.messages == Self.note, "\(run)")
        #expect(run.output.contains("No changes.") || run.output.contains("0 of 0 calls"), "\(run)")
      }
      for pattern in ["com.example.*", "com.example.notes", "1001"] {
        let run = await bench.run("plan", "--app", pattern)
        #expect(run.messages == Self.note, "\(pattern): \(run)")
      }
      #expect(try bench.workspace.fleet == fleet)
      #expect(try bench.workspace.directory.read("webhooks.state.json") == state)
    }
  }

  @Test func driftReportsIt() async throws {
    try await Self.with { bench in
      for options in [[], ["--all-apps"]] {
        let run = await bench.workspace.recorded(["drift"] + options)
        #expect(run.exitCode == 2, "\(run)")
        #expect(
          run.output.contains(
            """
            net.renamed.notes  (1001, App 1)  not in the file
              renamed       was com.example.notes, and no rule of 'defaults' matches the new bundle ID; Storehooks \
            manages 1 webhook there; \(Self.remedy)

            """), "\(run)")
        #expect(run.output.contains("1 app renamed"), "\(run)")
        #expect(!run.output.contains("no longer in the file"), "\(run)")
        for format in ["json", "markdown", "junit"] {
          let run = await bench.workspace.recorded(["drift", "--format", format] + options)
          #expect(run.exitCode == 2 && run.output.contains("com.example.notes"), "\(run)")
        }
      }
      let json = try await bench.run("drift", "--format", "json").decoded(as: [String: AnyJSON].self)
      let drift = json["drift"]?.entries
      #expect(drift?["differences"] == .number(1))
      #expect(drift?["apps"]?.items?.first?.entries?["renamedFrom"] == .text("com.example.notes"))
    }
  }

  @Test(arguments: ["listed", "matched", "forgotten"])
  func eachRemedyEndsIt(kind: String) async throws {
    try await Self.with { bench in
      switch kind {
      case "listed": try bench.edit("apps: {}", "apps: { net.renamed.notes: { use: [Bot] } }")
      case "matched": try bench.edit("[\"com.example.*\"]", "[\"com.example.*\", \"net.renamed.*\"]")
      default: try bench.edit("apps: {}", "apps: {}\nforget: ['1001']")
      }
      let applied = await bench.run("apply", "--yes")
      #expect(applied.exitCode == 0 && !applied.messages.contains("is now"), "\(applied)")
      #expect(try bench.webhooks("net.renamed.notes") == ["Bot"])
      #expect(await bench.run("drift").exitCode == 0)
      #expect(await bench.run("plan", "--detailed-exitcode").exitCode == 0)
    }
  }

  /// Handing an app over is a change until the next apply, for drift as for plan.
  @Test func anAppHandedOverIsADifferenceUntilItIsApplied() async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      try bench.edit("apps: {}", "apps: {}\nforget: [com.example.tasks]")
      #expect(await bench.run("plan", "--detailed-exitcode").exitCode == 2)
      let text = await bench.run("drift")
      #expect(text.exitCode == 2)
      #expect(
        text.output.hasPrefix(
          """
          com.example.tasks  (1002)
            x forget  no longer managed; its webhook stays

          Drift: 1 app to forget; 1 webhook matches the file
          """), "\(text)")
      let json = try await bench.run("drift", "--format", "json").decoded(as: [String: AnyJSON].self)
      #expect(json["drift"]?.entries?["differences"] == .number(1) && json["forget"]?.items?.count == 1)
      let markdown = await bench.run("drift", "--format", "markdown")
      #expect(markdown.output.contains("1 app no longer managed") && markdown.exitCode == 2)
      let junit = await bench.run("drift", "--format", "junit")
      #expect(junit.output.contains("message=\"forget: no longer managed; its webhook stays\""), "\(junit)")
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      #expect(await bench.run("drift").exitCode == 0)
    }
  }
}
