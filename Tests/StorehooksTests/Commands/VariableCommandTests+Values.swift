import Cryptography
import Simulator
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension VariableCommandTests {
  @Test func itsURLShowsSchemeAndHost() async throws {
    try await Workspace.withLanguage { workspace in
      let plan = await workspace.recorded("plan")
      #expect(plan.exitCode == 0, "\(plan.messages)")
      #expect(
        plan.output.contains(
          "url      - https://hooks.zap.example.com/…\n               + https://hooks.zap.example.com/…\n"),
        "\(plan.output)")
      #expect(plan.output.contains("renamed from 'Old bot' (formerly)"))
      #expect(
        plan.output.contains(
          "- https://old.example.com/\n               + https://hooks.example.com/asc/com.example.notes\n"))
      #expect(plan.output.contains(". unmanaged  Audit log"))
      let list = await workspace.recorded("list", "--all-apps")
      #expect(list.output.contains("https://hooks.zap.example.com/…"))
      #expect(list.output.contains("https://audit.example.com/"))
      workspace.environment["STOREHOOKS_VAR_ZAP"] = nil
      let unknown = await workspace.recorded("list")
      #expect(unknown.output.contains("https://audit.example.com/…"))
      #expect(unknown.output.contains("https://old.example.com/…"), "no URL of the file has this host")
    }
  }

  @Test func withoutAValueTheAppIsLeftOutOfAPlanAndApplyMakesNoCall() async throws {
    try await Workspace.withLanguage { workspace in
      workspace.environment["STOREHOOKS_VAR_ZAP"] = ""
      #expect(await workspace.run("validate").exitCode == 0)
      let plan = await workspace.recorded("plan", "--format", "json")
      #expect(plan.exitCode == 1)
      let document = try plan.document()
      #expect(document.errors.map(\.message) == ["variable 'zap' has no value"])
      #expect(document.errors.first?.location?.line == 12)
      #expect(document.apps.map { $0.error == nil } == [false, true])
      #expect(document.steps.map(\.app) == ["com.example.tasks"])
      #expect(
        plan.messages == """
          webhooks.yaml:12:10: error: variable 'zap' has no value; set STOREHOOKS_VAR_ZAP
              url: "{zap}"
                   ^~~~~~~
          note: it is unknown whether 1 secret changed (not recorded: 1); '--write-secrets unknown' writes it

          """)
      let before = try workspace.directory.read("fleet.json")
      let applied = await workspace.recorded("apply", "--yes")
      #expect(applied.exitCode == 1)
      #expect(
        applied.messages == """
          webhooks.yaml:12:10: error: variable 'zap' has no value; set STOREHOOKS_VAR_ZAP
              url: "{zap}"
                   ^~~~~~~
          note: it is unknown whether 1 secret changed (not recorded: 1); '--write-secrets unknown' writes it
          Nothing was changed.

          """)
      #expect(try workspace.directory.read("fleet.json") == before)
      // A run limited to another app doesn't need it.
      #expect(await workspace.recorded("apply", "--yes", "--app", "com.example.tasks").exitCode == 0)
    }
  }

  @Test func theCommandLineSetsVariablesThatTheFileDeclares() async throws {
    try await Workspace.withLanguage { workspace in
      let set = await workspace.recorded(
        "plan", "--var", "host=first.example.com", "--var=host=h.example.com")
      #expect(set.output.contains("https://h.example.com/asc/com.example.notes"))
      let misspelt = await workspace.recorded("plan", "--var", "hots=canary-value")
      #expect(misspelt.exitCode == 64)
      #expect(
        misspelt.messages.contains(
          "--var 'hots': the desired-state file declares no such variable; did you mean 'host'?"))
      let sensitive = await workspace.recorded("plan", "--var", "zap=https://canary.example.com/")
      #expect(sensitive.exitCode == 64)
      #expect(
        sensitive.messages
          == "error: --var 'zap': the variable is sensitive, and other users of this machine can see command lines; set STOREHOOKS_VAR_ZAP instead\n"
      )
      let bare = await workspace.recorded("plan", "--var", "canary")
      #expect(bare.exitCode == 64)
      #expect(
        bare.messages == """
          error: option '--var' needs a name and a value; write it as NAME=VALUE
          Run 'storehooks help plan' for usage.

          """)
      for run in [misspelt, sensitive, bare] { try check(run, workspace, "usage") }
    }
  }

  @Test func aSavedPlanKeepsTheValuesThatItWasMadeWith() async throws {
    try await Workspace.withLanguage { workspace in
      let path = workspace.directory.file("plan.json")
      #expect(await workspace.recorded("plan", "--out", path, "--var", "host=h.example.com").exitCode == 0)
      let text = try workspace.directory.read("plan.json")
      #expect(text.contains("\"fingerprint\"") && text.contains("\"algorithm\" : \"PBKDF2-HMAC-SHA256\""))
      let contradiction = await workspace.recorded("apply", path, "--yes", "--var", "host=x.example.com")
      #expect(contradiction.exitCode == 64)
      #expect(
        contradiction.messages
          == "error: --var host contradicts the saved plan, which was made with another value; leave it out, or plan again\n"
      )

      workspace.environment["STOREHOOKS_VAR_ZAP"] = Workspace.capability + "2"
      let moved = await workspace.recorded("apply", path, "--yes")
      #expect(moved.exitCode == 3, "\(moved.messages)")
      workspace.environment["STOREHOOKS_VAR_ZAP"] = nil
      let missing = await workspace.recorded("apply", path, "--yes")
      #expect(missing.exitCode == 1)
      #expect(
        missing.messages == """
          webhooks.yaml:12:10: error: variable 'zap' has no value; set STOREHOOKS_VAR_ZAP
              url: "{zap}"
                   ^~~~~~~

          """)

      workspace.environment["STOREHOOKS_VAR_ZAP"] = Workspace.capability
      workspace.environment["STOREHOOKS_VAR_HOST"] = "other.example.com"
      try workspace.edit("fleet.json") { $0.replacing("-former/", with: "-changed/") }
      let stale = await workspace.recorded("apply", path, "--yes")
      #expect(stale.exitCode == 3)
      #expect(
        stale.messages == """
          error: the saved plan is stale: com.example.notes: the URL of webhook 'Zap' (w2) has changed
          Nothing was changed.

          """)
      try workspace.edit("fleet.json") { $0.replacing("-changed/", with: "-former/") }
      let applied = await workspace.recorded("apply", path, "--yes")
      #expect(applied.exitCode == 0, "\(applied.messages)")
      let urls = try workspace.fleet.apps[0].webhooks.map(\.url)
      #expect(urls.contains(Workspace.capability))
      #expect(urls.contains("https://h.example.com/asc/com.example.notes"))
      for run in [contradiction, moved, missing, stale, applied] { try check(run, workspace, "saved") }
    }
  }
}
