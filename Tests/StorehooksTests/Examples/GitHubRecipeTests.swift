import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The recipes for GitHub Actions: their own steps, against the simulator.
@Suite(.enabled(if: RecipeBench.isOnLinux, "the release that recipes install is for Linux"))
struct GitHubRecipeTests {
  private static let files = ["webhooks-plan.yml", "webhooks-apply.yml", "webhooks-drift.yml"]

  /// A pull request from a fork has no secrets, so it can only validate.
  @Test func validateNeedsNoSecret() async throws {
    try await RecipeBench.with { bench in
      let workflow = try GitHubWorkflow("webhooks-plan.yml", on: bench, secrets: [:])
      #expect(try await workflow.run("validate").exitCode == 0)
    }
  }

  @Test func aPullRequestGetsOneCommentThatIsKeptUpToDate() async throws {
    try await RecipeBench.with { bench in
      let workflow = try GitHubWorkflow("webhooks-plan.yml", on: bench, secrets: bench.credentials)
      for _ in 0..<2 {
        let outcome = try await workflow.run("plan")
        #expect(outcome.exitCode == 0, "\(outcome.text)")
        let comment = try bench.services.read("comments/41")
        #expect(comment.hasPrefix("<!-- storehooks plan -->\n") && comment.contains("<details>"))
        #expect(comment.contains("Build status") && comment.contains("com.example.notes"))
      }
      #expect(try bench.services.folder("comments").contents() == ["40", "41"])
      #expect(try bench.services.read("comments/40").contains("Nothing to see here."), "it isn't ours")
      #expect(try bench.live == RecipeBench.beforeApply)
    }
  }

  @Test func aPlanThatFailsIsNotShownAsOne() async throws {
    try await RecipeBench.with { bench in
      var workflow = try GitHubWorkflow("webhooks-plan.yml", on: bench, secrets: bench.credentials)
      #expect(try await workflow.run("plan").exitCode == 0)
      workflow.context["secrets.ASC_KEY_ID"] = "SOMEBODYELSE"
      let outcome = try await workflow.run("plan")
      #expect(outcome.exitCode == 1)
      let comment = try bench.services.read("comments/41")
      #expect(comment.contains("could not be listed") && !comment.contains("Build status"), "\(comment)")
    }
  }

  @Test func aMergeAppliesWhatWasApproved() async throws {
    try await RecipeBench.with { bench in
      let secrets = bench.credentials.merging(RecipeBench.webhookSecrets) { $1 }
      var workflow = try GitHubWorkflow("webhooks-apply.yml", on: bench, secrets: secrets)
      workflow.context["inputs.write-secrets"] = ""
      let plan = try await workflow.run("plan")
      #expect(plan.exitCode == 0 && plan.outputs["has-changes"] == "true", "\(plan.text)")
      #expect(plan.text.contains("Build status"))
      #expect(try bench.live == RecipeBench.beforeApply)
      let apply = try await workflow.run("apply")
      #expect(apply.exitCode == 0, "\(apply.text)")
      #expect(try bench.live == RecipeBench.afterApply)
      #expect(try bench.services.read("cache/webhooks.state.json").contains("Release bot"))
      for secret in RecipeBench.webhookSecrets.values { #expect(!(plan.text + apply.text).contains(secret)) }

      let stale = try await workflow.run("apply")
      #expect(stale.exitCode == 3, "the plan has been applied already")
      #expect(try await workflow.run("plan").outputs["has-changes"] == "false")

      workflow.context["inputs.write-secrets"] = "Crash triage"
      workflow.context["secrets.TRIAGE_SECRET"] = "another-triage-secret-of-tests"
      #expect(try await workflow.run("plan").outputs["has-changes"] == "true")
      #expect(try await workflow.run("apply").exitCode == 0)
      let written = try bench.workspace.fleet.apps[0].webhooks.first { $0.name == "Crash triage" }
      #expect(written?.secret != nil)
    }
  }

  @Test func driftOpensOneIssueAndClosesIt() async throws {
    try await RecipeBench.with { bench in
      var workflow = try GitHubWorkflow("webhooks-drift.yml", on: bench, secrets: bench.credentials)
      for _ in 0..<2 {
        #expect(try await workflow.run("drift").exitCode == 2)
        #expect(try bench.services.read("issue").contains("Tunnel of last spring"))
      }
      #expect(try await workflow.run("page").exitCode == 0)
      #expect(try bench.services.read("pages/index.html").contains("Tunnel of last spring"))
      var calls = try bench.services.read("gh.log")
      #expect(calls.matches(of: #/issue create/#).count == 1 && calls.matches(of: #/issue edit/#).count == 1)

      let secrets = bench.credentials.merging(RecipeBench.webhookSecrets) { $1 }
      let applying = try GitHubWorkflow("webhooks-apply.yml", on: bench, secrets: secrets)
      #expect(try await applying.run("plan").exitCode == 0)
      #expect(try await applying.run("apply").exitCode == 0)
      #expect(try await workflow.run("drift").exitCode == 0)
      #expect(!FileManager.default.fileExists(atPath: bench.services.file("issue")))

      // A failure isn't a difference, so the issue stays as it is.
      workflow.context["secrets.ASC_KEY_ID"] = "SOMEBODYELSE"
      #expect(try await workflow.run("drift").exitCode == 1)
      calls = try bench.services.read("gh.log")
      #expect(calls.matches(of: #/issue (create|edit|close)/#).count == 3)
    }
  }

  @Test func aPullRequestIsToldOfTheAppsThatItChanges() async throws {
    try await RecipeBench.with { bench in
      bench.base = bench.webhooks
      let workflow = try GitHubWorkflow("webhooks-plan.yml", on: bench, secrets: bench.credentials)
      let outcome = try await workflow.run("plan")
      #expect(outcome.exitCode == 0, "\(outcome.text)")
      let comment = try bench.services.read("comments/41")
      #expect(comment.contains("1 app not compared") && !comment.contains("Build status"), "\(comment)")
    }
  }

  @Test func whatWasChangedByHandBecomesOnePullRequest() async throws {
    try await RecipeBench.with { bench in
      var workflow = try GitHubWorkflow("webhooks-drift.yml", on: bench, secrets: bench.credentials)
      func tip() async throws -> String {
        try await bench.bash("git --git-dir \"$SERVICES/repository.git\" rev-parse webhooks-drift").output
      }
      let before = bench.webhooks
      #expect(try await workflow.run("adopt").exitCode == 1, "what is missing is left")
      let first = try await tip()
      let file = try #require(try await bench.pushed("webhooks.yaml"))
      #expect(file.contains("Tunnel of last spring") && file.contains("Release bot"))
      #expect(try bench.services.read("pull").contains("+      Tunnel of last spring:"))
      // Nothing is new the next night.
      #expect(try await workflow.run("adopt").exitCode == 1)
      #expect(try await tip() == first)
      var calls = try bench.services.read("gh.log")
      #expect(calls.matches(of: #/pr create/#).count == 1 && calls.matches(of: #/pr edit/#).count == 1)

      // A failure says nothing about the webhooks.
      workflow.context["secrets.ASC_KEY_ID"] = "SOMEBODYELSE"
      #expect(try await workflow.run("adopt").exitCode == 1)
      #expect(try await tip() == first)
      workflow.context["secrets.ASC_KEY_ID"] = bench.credentials["ASC_KEY_ID"]

      // It was merged: what is still missing is nothing for a pull request, and keeps none open.
      bench.webhooks = file
      #expect(try await workflow.run("adopt").exitCode == 1)
      #expect(try await bench.pushed("webhooks.yaml") == nil)
      calls = try bench.services.read("gh.log")
      #expect(calls.matches(of: #/pr close/#).count == 1)
      let program = "\"$SERVICES/temp/storehooks/bin/storehooks\""
      let plan = try await bench.bash(program + " plan --no-secrets --no-state", bench.credentials)
      #expect(plan.output.contains("Plan: 2 to create, 0 to modify, 0 to delete; 2 unchanged"), "\(plan)")

      bench.webhooks = before
      #expect(try await workflow.run("adopt").exitCode == 1)
      #expect(try await bench.pushed("webhooks.yaml") != nil)
      let applying = try GitHubWorkflow(
        "webhooks-apply.yml", on: bench, secrets: bench.credentials.merging(RecipeBench.webhookSecrets) { $1 }
      )
      #expect(try await applying.run("plan").exitCode == 0)
      #expect(try await applying.run("apply").exitCode == 0)
      #expect(try await workflow.run("adopt").exitCode == 0)
      calls = try bench.services.read("gh.log")
      #expect(calls.matches(of: #/pr close/#).count == 2 && calls.matches(of: #/pr create/#).count == 2)
      #expect(try await bench.pushed("webhooks.yaml") == nil)
    }
  }

  @Test func workflowsHaveNoMoreRightsThanTheyNeed() throws {
    for file in Self.files {
      let root = try RecipeBench.yaml("examples/ci/github/\(file)")
      // None, or only read: a job that may write says so itself.
      #expect(try #require(root["permissions"]).pairs.allSatisfy { $0.value.text == "read" })
      #expect(root["on"]?["pull_request_target"] == nil)
      for job in try #require(root["jobs"]).pairs {
        #expect(job.value["timeout-minutes"]?.integer != nil)
        for right in job.value["permissions"].map({ Array($0.pairs) }) ?? [] {
          let mayWrite =
            [
              "plan": ["pull-requests"], "drift": ["issues"], "adopt": ["contents", "pull-requests"],
              "page": ["pages", "id-token"],
            ][job.key.text] ?? []
          #expect(
            right.key.text == "contents" && right.value.text == "read"
              || mayWrite.contains(right.key.text) && right.value.text == "write")
        }
        // Only one step of one job, in a protected environment, sees webhook secrets.
        for step in try #require(job.value["steps"]).items {
          let names = step["env"].map { $0.pairs.map(\.key.text) } ?? []
          guard !names.allSatisfy({ RecipeBench.webhookSecrets[$0] == nil }) else { continue }
          #expect(job.value["environment"] != nil && step["name"]?.text == "Apply")
        }
      }
    }
    let plan = try RecipeBench.yaml("examples/ci/github/webhooks-plan.yml")["jobs"]?["plan"]
    #expect(plan?["if"]?.text == "github.event.pull_request.head.repo.full_name == github.repository")
  }
}
