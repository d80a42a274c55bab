@testable import Reports
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// Rules of `defaults`, from the command line.
@Suite struct DefaultsCommandTests {
  @Test func appsOfTheAccountGetTheirWebhooks() async throws {
    try await FleetBench.with { bench in
      let plan = await bench.run("plan")
      #expect(
        plan
          == .init(
            exitCode: 0,
            output: """
              com.example.notes  (1001, App 1)  (by defaults)
                + create  Bot                  webhooks.yaml:8
                    url      https://bot.example.com/com.example.notes
                    events   + BUILD_UPLOAD_STATE_UPDATED
                    secret   set from env S

              com.example.tasks  (1002, App 2)  (by defaults)
                + create  Bot                  webhooks.yaml:8
                    url      https://bot.example.com/com.example.tasks
                    events   + BUILD_UPLOAD_STATE_UPDATED
                    secret   set from env S
                . unmanaged  Vendor               not in webhooks.yaml, and not created by Storehooks (prune: managed)

              Plan: 2 to create, 0 to modify, 0 to delete; 0 unchanged, 1 unmanaged. 2 calls; 3 requests made, 3 597 left this hour.

              """, messages: ""))
      let json = try await bench.run("plan", "--format", "json").decoded(as: [String: AnyJSON].self)
      #expect(
        json["apps"]?.items?.map { $0.entries?["coveredBy"] } == [.text("defaults"), .text("defaults")])
      let markdown = await bench.run("plan", "--format", "markdown").output
      #expect(markdown.contains("`com.example.notes` · App 1  (by defaults)"))
      let applied = await bench.run("apply", "--yes", "--verbose")
      #expect(
        applied.output.contains("com.example.notes  (1001, App 1)  (by defaults)\n  done"), "\(applied)")
      for command in [["plan", "--detailed-exitcode"], ["drift"]] {
        #expect(await bench.workspace.recorded(command).exitCode == 0)
      }
      #expect(try bench.webhooks("com.example.internal").isEmpty)
      #expect(try bench.webhooks("net.vault").isEmpty)
    }
  }

  @Test func anAppUnderTwoKeysIsOneError() async throws {
    try await FleetBench.with { bench in
      try bench.edit("apps: {}", #"apps: { com.example.notes: {}, "1001": {} }"#)
      let run = await bench.run("plan")
      #expect(run.exitCode == 1 && run.messages.occurrences(of: "error: ") == 1, "\(run)")
      #expect(run.messages.contains("error: '1001' is the same app as 'com.example.notes'; keep one of them"))
    }
  }

  @Test func aPlanWarnsThatNothingSaysWhichAccountIsMeant() async throws {
    try await FleetBench.with { bench in
      try bench.edit(FleetBench.account, "")
      let problem = "nothing says which account 'defaults' is for"
      let plan = await bench.run("plan")
      #expect(plan.exitCode == 0)
      #expect(plan.messages.contains("warning: apply will refuse this: \(problem)"), "\(plan)")
      #expect(await bench.run("plan", "--format", "json").output.contains(problem))
      let apply = await bench.run("apply", "--yes")
      #expect(apply.exitCode == 65 && apply.messages.contains("error: \(problem)"), "\(apply)")
    }
  }

  @Test func aNewAppShowsInTheNextPlanAndDrift() async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      try bench.change { $0.apps.append(FleetBench.app("5", "com.example.weather")) }
      #expect(
        await bench.run("plan").output.contains(
          "com.example.weather  (1005, App 5)  (by defaults)\n  + create"))
      let drift = await bench.run("drift")
      #expect(drift.exitCode == 2)
      #expect(
        drift.output.contains("com.example.weather  (1005, App 5)  (by defaults)\n  missing"), "\(drift)")
      let json = try await bench.run("drift", "--format", "json").decoded(as: [String: AnyJSON].self)
      let app = json["drift"]?.entries?["apps"]?.items?.first
      #expect(app?.entries?["standing"] == .text("listed") && app?.entries?["coveredBy"] == .text("defaults"))
      #expect(app?.entries?["covered"] == .flag(true))
      #expect(await bench.run("apply", "--yes").output.contains("1 of 1 call made"))
      #expect(try bench.webhooks("com.example.weather") == ["Bot"])
    }
  }

  @Test func applyMustKnowWhoseAccountItIs() async throws {
    try await FleetBench.with { bench in
      try bench.edit(FleetBench.account, "")
      let before = try bench.workspace.directory.read("fleet.json")
      for options in [[], ["--no-state"]] {
        let run = await bench.workspace.recorded(["apply", "--yes"] + options)
        #expect(run.exitCode == 65)
        #expect(
          run.messages == """
            webhooks.yaml:5:5: error: nothing says which account 'defaults' is for, and it changes every app there \
            that it matches; add 'account: { issuerId: ... }', or name the account's state file
              - apps: ["com.example.*"]
                ^~~~~~~~~~~~~~~~~~~~~~~

            """, "\(run)")
      }
      #expect(try bench.workspace.directory.read("fleet.json") == before)
      #expect(await bench.run("plan").exitCode == 0)
      // A state file names the account, and is refused for another one.
      try bench.edit("defaults:", "#defaults:\n#")
      try bench.workspace.directory.write(
        "version: 1\napps: { com.example.internal: {} }\n", to: "webhooks.yaml")
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      try bench.workspace.directory.write(
        FleetBench.file.replacing(FleetBench.account, with: ""), to: "webhooks.yaml")
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      #expect(await bench.run("apply", "--yes", "--no-state").exitCode == 65)
    }
  }

  @Test func anAppThatTheKeyNoLongerSeesGetsNoCalls() async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      let whole = try bench.workspace.fleet
      let state = try bench.workspace.directory.read("webhooks.state.json")
      try bench.change { $0.apps.removeFirst() }
      for command in [["plan", "--detailed-exitcode"], ["apply", "--yes"]] {
        let run = await bench.workspace.recorded(command)
        #expect(run.exitCode == 0, "\(run)")
        #expect(
          run.messages
            == "note: com.example.notes matches 'defaults', but the API key doesn't see it any more: nothing is changed there; to drop its record, name it under 'forget'\n"
        )
        #expect(run.output.contains("2 requests made"), "\(run)")
      }
      let drift = await bench.run("drift")
      #expect(drift.exitCode == 2)
      #expect(
        drift.output.contains(
          """
          com.example.notes  (1001)  (by defaults)
            gone          the API key no longer sees this app, in which Storehooks manages 1 webhook  webhooks.yaml:6
          """), "\(drift)")
      #expect(try bench.workspace.directory.read("webhooks.state.json") == state)
      try FleetFile(path: bench.workspace.directory.file("fleet.json")).save(whole)
      #expect(await bench.run("plan", "--detailed-exitcode").exitCode == 0, "it is back")
    }
  }

  @Test func anAppThatNoRuleMatchesAnyMoreHasLeft() async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      try bench.edit("except: [\"*.internal\"]", "except: [\"*.internal\", \"*.tasks\"]")
      let plan = await bench.run("plan")
      #expect(plan.output.contains("- delete  Bot                  app left the file"), "\(plan)")
      #expect(plan.output.contains("1 to delete"))
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      #expect(try bench.webhooks("com.example.tasks") == ["Vendor"])
      let state = try bench.workspace.directory.read("webhooks.state.json")
      #expect(!state.contains("com.example.tasks"))
      #expect(await bench.run("plan", "--detailed-exitcode").exitCode == 0)
    }
  }

  @Test func anAppHandedOverIsMatchedByNoRule() async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      try bench.edit("apps: {}", "apps: {}\nforget: [com.example.tasks]")
      let plan = await bench.run("plan", "--detailed-exitcode")
      #expect(plan.exitCode == 2 && !plan.output.contains("delete  "), "\(plan)")
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      #expect(try bench.webhooks("com.example.tasks") == ["Vendor", "Bot"])
      #expect(await bench.run("plan", "--detailed-exitcode").exitCode == 0)
    }
  }

  @Test func aSelectionReadsNoOtherApps() async throws {
    try await FleetBench.with { bench in
      for (pattern, requests) in [("com.example.notes", 2), ("1001", 2), ("*.notes", 2), ("com.*", 3)] {
        let run = await bench.run("plan", "--app", pattern)
        #expect(run.output.contains("com.example.notes  (1001, App 1)"))
        #expect(run.output.contains("\(requests) requests made"), "\(run)")
        #expect(run.output.contains("com.example.tasks") == (requests == 3))
      }
      for pattern in ["net.vault", "com.example.note", "*.internal"] {
        let run = await bench.run("plan", "--app", pattern)
        #expect(run.exitCode == 64 && run.messages.contains("matches no app"), "\(run)")
      }
      #expect(await bench.run("apply", "--yes", "--app", "com.example.notes").exitCode == 0)
      let others = try bench.webhooks("com.example.tasks")
      #expect(others == ["Vendor"])
    }
  }

  @Test func otherCommandsKnowTheApps() async throws {
    try await FleetBench.with { bench in
      let valid = await bench.workspace.run("validate")
      #expect(valid.output == "webhooks.yaml: valid, 0 apps with 0 webhooks, and 1 default.\n")
      #expect(await bench.workspace.run("validate", "--app", "com.example.notes").exitCode == 0)
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      let list = await bench.run("list")
      #expect(list.exitCode == 0 && list.output.contains("Vendor") && !list.output.contains("net.vault"))
      #expect(list.output.contains("com.example.notes"))
      let ping = await bench.run("ping", "--wait", "0s", "--format", "json")
      #expect(ping.output.contains("\"Vendor\"") && ping.output.contains("\"Bot\""), "\(ping)")
      #expect(await bench.run("deliveries", "--webhook", "Bot").exitCode == 0)
    }
  }

  @Test func anOwnWebhookAndOptingOut() async throws {
    try await FleetBench.with { bench in
      try bench.edit(
        "apps: {}",
        """
        apps:
          com.example.notes: { webhooks: { Bot: { template: Bot, url: "https://own.example.com/" } } }
          "1002": { defaults: false, prune: true }
        """)
      let plan = await bench.run("plan", "--format", "json")
      let json = try plan.decoded(as: [String: AnyJSON].self)
      #expect(json["apps"]?.items?.map { $0.entries?["coveredBy"] } == [.text("listed"), .text("listed")])
      #expect(plan.output.contains("https://own.example.com/"))
      #expect(!plan.output.contains("https://bot.example.com/"))
      #expect(json["summary"]?.entries?["delete"] == .number(1), "'prune: true' is its own")
    }
  }
}
