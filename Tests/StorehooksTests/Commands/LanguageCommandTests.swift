import Cryptography
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `account`, `forget` and `policy.maxChanges` from the command line.
@Suite struct LanguageCommandTests {
  private struct Forgotten: Decodable {
    struct App: Decodable, Equatable {
      var bundleId: String?
      var appId: String
      var webhooks: Int
    }
    var summary: [String: Int]
    var forget: [App]?
  }

  @Test func aKeyOfAnotherAccountMakesNoRequest() async throws {
    try await Workspace.withLanguage { workspace in
      try workspace.edit("webhooks.yaml") {
        $0.replacing(
          "version: 1\n", with: "version: 1\naccount: { issuerId: 57246542-96fe-1a63-e053-0824d011072a }\n")
      }
      let key = try P256SigningKey.generate()
      workspace.environment["ASC_KEY_ID"] = "ABC123DEFG"
      workspace.environment["ASC_ISSUER_ID"] = "00000000-0000-0000-0000-000000000000"
      workspace.environment["ASC_PRIVATE_KEY"] = key.exportPEM().exposedText
      let message =
        "'webhooks.yaml' is for issuer 57246542-96fe-1a63-e053-0824d011072a, but the API key ABC123DEFG belongs to"
        + " issuer 00000000-0000-0000-0000-000000000000; use a key of that account, or change 'account'; no request"
        + " was made"
      for arguments in [
        ["plan"], ["apply", "--yes"], ["drift"], ["list"], ["ping"], ["deliveries"], ["list", "--all-apps"],
        ["list", "--app", "com.*"], ["import", "--all-apps"], ["import", "--app", "com.example.notes"],
        ["ping", "--app", "com.*"], ["redeliver", "d1", "--wait", "0s"], ["report"], ["adopt", "--all-apps"],
      ] {
        // Nobody answers there, so a request would be reported.
        let run = await workspace.run(arguments + ["--api-url", "http://127.0.0.1:9", "--no-state"])
        #expect(run.exitCode == 1, "\(arguments)")
        #expect(run.messages.contains(message), "\(arguments): \(run.messages)")
        #expect(!run.messages.contains("connect"), "\(arguments): \(run.messages)")
      }
      workspace.environment["ASC_ISSUER_ID"] = "57246542-96FE-1A63-E053-0824D011072A"
      let right = await workspace.run("plan", "--api-url", "http://127.0.0.1:9", "--no-state")
      #expect(right.messages.contains("connect") && !right.messages.contains("is for issuer"))
      // The simulator has no account.
      #expect(await workspace.recorded("plan").exitCode == 0)
    }
  }

  @Test func anAppThatWasHandedOverKeepsItsWebhooks() async throws {
    try await Workspace.withLanguage { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      try workspace.edit("webhooks.yaml") { text in
        text.replacing(
          "  com.example.tasks:\n    use: [Release bot]\n", with: "forget: [com.example.tasks]\n")
      }
      workspace.environment["GITHUB_ACTIONS"] = "true"
      workspace.environment["GITHUB_OUTPUT"] = workspace.directory.file("output.txt")
      let text = await workspace.recorded("plan", "--detailed-exitcode")
      #expect(text.exitCode == 2)
      #expect(
        text.output.contains(
          "\ncom.example.tasks  (2)\n  x forget  no longer managed; its webhook stays\n\nPlan: "),
        "\(text.output)")
      #expect(text.output.contains("3 unchanged, 1 unmanaged. 1 app to forget."), "\(text.output)")
      let outputs = try workspace.directory.read("output.txt")
      #expect(outputs.contains("has-changes=true\n") && outputs.contains("forget=1\n"))
      let json = try await workspace.recorded("plan", "--format", "json").decoded(as: Forgotten.self)
      #expect(json.summary["forget"] == 1)
      #expect(json.forget == [.init(bundleId: "com.example.tasks", appId: "2", webhooks: 1)])
      for options in [[], ["--all-apps"]] {
        let drift = await workspace.recorded(["drift"] + options)
        #expect(drift.exitCode == 2)
        #expect(
          drift.output.components(separatedBy: "com.example.tasks").count == 2, "once: \(drift.output)")
        #expect(drift.output.contains("\nDrift: ") && drift.output.contains("1 app to forget"))
      }

      let path = workspace.directory.file("plan.json")
      #expect(await workspace.recorded("plan", "--out", path).exitCode == 0)
      let before = try workspace.directory.read("fleet.json")
      let declined = await workspace.recorded(["apply"], answer: "no")
      #expect(
        declined.messages.contains("Forget com.example.tasks? The webhooks stay."), "\(declined.messages)")
      let applied = await workspace.recorded("apply", path, "--yes")
      #expect(applied.exitCode == 0, "\(applied.messages)")
      #expect(
        applied.output.contains("Applied: 0 of 0 calls made, 1 app no longer managed."), "\(applied.output)")
      #expect(try workspace.directory.read("fleet.json") == before)
      #expect(try !workspace.directory.read("webhooks.state.json").contains("com.example.tasks"))
      #expect(await workspace.recorded("plan", "--detailed-exitcode").exitCode == 0)
      let stale = await workspace.recorded("apply", path, "--yes")
      #expect(stale.exitCode == 3)
      #expect(
        stale.messages == """
          error: the saved plan is stale: the state file has other apps to forget
          ::error::the saved plan is stale: the state file has other apps to forget
          Nothing was changed.

          """)
    }
  }

  @Test func anAppThatIsListedUnderItsOtherIDCannotBeForgotten() async throws {
    try await Workspace.withLanguage { workspace in
      try workspace.edit("webhooks.yaml") { $0 + "forget: [2]\n" }
      let run = await workspace.recorded("plan")
      #expect(run.exitCode == 1)
      #expect(
        run.messages.contains("app 'com.example.tasks' is also under 'forget', as '2'"), "\(run.messages)")
    }
  }

  @Test func aPlanSaysThatApplyWillWantToBeToldOfItsDeletes() async throws {
    try await Workspace.withLanguage { workspace in
      try workspace.edit("webhooks.yaml") {
        $0.replacing("policy:\n  protect: [{ name: \"Audit*\" }]\n", with: "policy:\n  maxDeletes: 0\n")
      }
      let plan = await workspace.recorded("plan")
      #expect(plan.exitCode == 0)
      let note = "the plan deletes 1 webhook, more than policy.maxDeletes (0): apply needs --allow-deletes 1"
      #expect(plan.messages.contains("note: \(note)\n"), "\(plan)")
      #expect(await workspace.recorded("plan", "--format", "markdown").output.contains(note))
      #expect(await workspace.recorded("apply", "--yes", "--allow-deletes", "1").exitCode == 0)
      #expect(await !workspace.recorded("plan").messages.contains("maxDeletes"))
    }
  }

  @Test func anAppThatWasHandedOverIsAdoptedOnlyOnceItIsNotForgotten() async throws {
    try await Workspace.withLanguage { workspace in
      try workspace.edit("webhooks.yaml") { $0 + "forget: [com.example.vault]\n" }
      for app in ["com.example.vault", "3", "*.vault"] {
        let run = await workspace.recorded("adopt", "--app", app)
        #expect(run.exitCode == 64, "\(run)")
        #expect(
          run.messages.contains(
            "error: --app '\(app)' names an app that was handed over; take it out of 'forget' to manage it again\n"
          ),
          "\(run)")
      }
    }
  }

  @Test func aPlanWithMoreCallsThanUsualIsRefused() async throws {
    try await Workspace.withLanguage { workspace in
      try workspace.edit("webhooks.yaml") { $0.replacing("policy:\n", with: "policy:\n  maxChanges: 3\n") }
      let plan = await workspace.recorded("plan")
      #expect(plan.exitCode == 0)
      let calls = "4 calls (1 create, 3 modifies)"
      #expect(
        plan.messages.contains(
          "note: the plan makes \(calls), more than policy.maxChanges (3): apply needs --allow-changes 4"),
        "\(plan.messages)")
      let refused = try await workspace.refusedApply("--yes")
      #expect(refused.exitCode == 1)
      #expect(
        refused.messages.contains(
          "error: the plan makes \(calls), but only 3 are allowed; if that is intended, add --allow-changes 4"
        ))
      #expect(try await workspace.refusedApply("--yes", "--allow-changes", "3").exitCode == 1)
      #expect(await workspace.recorded("apply", "--yes", "--allow-changes", "4").exitCode == 0)
    }
  }
}
