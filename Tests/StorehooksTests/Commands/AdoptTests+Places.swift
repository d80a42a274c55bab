@testable import Reports
import AppStoreConnect
import Diagnostics
import Reconciler
import Simulator
import TestSupport
import Testing
import YAML

@testable import storehooks

extension AdoptTests {
  /// What is written has neither the name nor the URL.
  @Test func eventsAndStateOfAWebhookWithASensitiveURLAreAdopted() async throws {
    try await Workspace.withLanguage { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      try fleet(workspace) { fleet in
        let place = fleet.apps[0].webhooks.firstIndex { $0.name == "Zap" } ?? 0
        fleet.apps[0].webhooks[place].enabled = false
        fleet.apps[0].webhooks[place].eventTypes = [
          EventType(rawValue: "APP_STORE_VERSION_APP_VERSION_STATE_UPDATED")
        ]
      }
      let run = await workspace.recorded("adopt", "--write")
      #expect(run.exitCode == 0, "\(run)")
      #expect(!(run.output + run.messages).contains(Workspace.canary))
      let file = try workspace.directory.read("webhooks.yaml")
      #expect(file.contains("enabled: false") && file.contains("url: \"{zap}\""), "\(file)")
      #expect(await workspace.recorded("plan", "--detailed-exitcode").exitCode == 0)
    }
  }

  /// Host, path and query at once: what all users of the template have is found as an import would find it.
  @Test func aURLThatAllHaveChangesInTheTemplate() async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      try bench.change { fleet in
        for index in fleet.apps.indices {
          let url = "https://new.example.com/hook/\(fleet.apps[index].bundleId)?x=1"
          for place in fleet.apps[index].webhooks.indices
          where fleet.apps[index].webhooks[place].name == "Bot" {
            fleet.apps[index].webhooks[place].url = url
          }
        }
      }
      let run = await bench.run("adopt", "--write")
      #expect(run.exitCode == 0, "\(run)")
      let file = try bench.workspace.directory.read("webhooks.yaml")
      #expect(
        file
          == FleetBench.file.replacing(
            "https://bot.example.com/{bundleId}", with: "https://new.example.com/hook/{bundleId}?x=1"))
      #expect(await bench.run("plan", "--detailed-exitcode").exitCode == 0)
    }
  }

  /// It changes for the app that differs alone.
  @Test func aTemplateThatNewAppsHaveAsItIsStays() async throws {
    try await FleetBench.with { bench in
      try bench.workspace.directory.write(
        """
        version: 1
        templates:
          Bot: { url: "https://bot.example.com/{bundleId}", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: S } }
        apps:
          com.example.notes: { use: [Bot] }

        """, to: "webhooks.yaml")
      try bench.change { fleet in
        for index in fleet.apps.indices {
          fleet.apps[index].webhooks = FleetBench.app("\(index)", "", "Bot").webhooks
          fleet.apps[index].webhooks[0].url = "https://bot.example.com/\(fleet.apps[index].bundleId)"
          fleet.apps[index].webhooks[0].enabled = index != 0
        }
      }
      let run = await bench.run("adopt", "--all-apps", "--write")
      #expect(run.exitCode == 0, "\(run)")
      let file = try bench.workspace.directory.read("webhooks.yaml")
      #expect(
        file.contains("com.example.notes: { webhooks: { Bot: { template: Bot, enabled: false } } }"),
        "\(file)")
      #expect(file.matches(of: #/use: \[Bot\]/#).count == 3)
    }
  }

  /// `--write` changes what the link leads to, and so does the diff.
  @Test func theDiffNamesWhatALinkLeadsTo() async throws {
    try await Workspace.with { workspace in
      let folder = workspace.directory
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      try fleet(workspace) { $0.apps[0].webhooks[0].enabled.toggle() }
      try folder.write(try folder.read("webhooks.yaml"), to: "real/file.yaml")
      #expect(unlink(folder.file("webhooks.yaml")) == 0)
      #expect(symlink("real/file.yaml", folder.file("webhooks.yaml")) == 0)
      let run = try await workspace.runBuilt(["adopt", "--simulate", "fleet.json", "--no-state"])
      #expect(run.output.hasPrefix("--- a/real/file.yaml\n+++ b/real/file.yaml\n"), "\(run)")
      try folder.write(run.output, to: "adopt.diff")
      #expect(try await git(workspace, "apply", "adopt.diff") == 0)
      #expect(await workspace.recorded("adopt", "--no-state").output.isEmpty)
    }
  }

  @Test func theSecretsOfNewWebhooksAreOneNote() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      try fleet(workspace) { fleet in
        for host in ["one", "two"] {
          var hook = fleet.apps[0].webhooks[0]
          (hook.id, hook.name, hook.url) = (host, "Hook \(host)", "https://\(host).example.com/")
          fleet.apps[0].webhooks.append(hook)
        }
      }
      let run = await workspace.recorded("adopt")
      #expect(
        run.messages.hasSuffix(
          "note: the secrets of 2 webhooks come from HOOK_ONE_SECRET and HOOK_TWO_SECRET now; the live ones stay until"
            + " 'storehooks apply --write-secrets unknown' replaces them\n"), "\(run)")
    }
  }

  /// Each line of the file is one of the report, too.
  @Test func aFileWithOtherLineEndsIsShownLineByLine() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      try workspace.edit("webhooks.yaml") { $0.replacing("\n", with: "\r\n") }
      try fleet(workspace) { $0.apps[0].webhooks[0].enabled.toggle() }
      let markdown = await workspace.recorded("adopt", "--format", "markdown")
      #expect(markdown.output.contains("\n-        enabled: false"), "\(markdown)")
      #expect(markdown.output.contains("\n+        enabled: true"), "\(markdown)")
    }
  }

  @Test(arguments: [[], ["--accept-missing"]])
  func whatARuleGivesIsTakenAwayThere(options: [String]) async throws {
    try await FleetBench.with { bench in
      #expect(await bench.run("apply", "--yes").exitCode == 0)
      try bench.change { $0.apps[0].webhooks = [] }
      let run = await bench.workspace.recorded(["adopt"] + options)
      #expect(run.exitCode == 1 && run.output.isEmpty, "\(run)")
      #expect(
        run.messages.contains(
          "warning: the absence of webhook 'Bot' of app 'com.example.notes' isn't adopted: a rule of 'defaults' gives"
            + " it to the app; run 'apply' to restore it; to go without it, name the app in the rule's 'except', or write"
            + " 'defaults: false' in its entry\n"), "\(run)")
    }
  }
}
