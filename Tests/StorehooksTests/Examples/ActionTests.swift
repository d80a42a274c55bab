import Diagnostics
import TestSupport
import Testing
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The project's own GitHub Action: its steps, against the simulator.
@Suite(.enabled(if: RecipeBench.isOnLinux, "its scripts run on the runner's system, here on Linux"))
struct ActionTests {
  /// Runs a job with one step that uses the action.
  private func run(
    _ with: [String: String], on bench: RecipeBench, environment: [String: String] = [:],
    inPullRequest: Bool = true
  ) async throws -> GitHubSteps.Outcome {
    func block(_ values: [String: String]) -> String {
      values.isEmpty
        ? " {}\n"
        : "\n"
          + values.sorted { $0.key < $1.key }
          .map {
            "            \($0.key): |-\n"
              + $0.value.split(separator: "\n", omittingEmptySubsequences: false)
              .map { "              \($0)\n" }.joined()
          }.joined()
    }
    let text = """
      on: { \(inPullRequest ? "pull_request" : "push"): {} }
      jobs:
        job:
          steps:
            - id: storehooks
              uses: OWNER/storehooks@0000000000000000000000000000000000000000
              with:\(block(with))        env:\(block(environment))
      """
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "job.yml", bytes: Array(text.utf8)))
    try #require(diagnostics.isEmpty, "\(diagnostics)\n\(text)")
    return try await GitHubWorkflow(root: try #require(root), on: bench, secrets: [:]).run("job")
  }

  private func key(_ bench: RecipeBench) -> [String: String] {
    [
      "key-id": SimulatorProcess.keyID, "issuer-id": SimulatorProcess.issuerID,
      "private-key": bench.key.trimmingSuffix { $0.isNewline },
    ]
  }

  @Test func planSetsOutputsAndCommentsByDefault() async throws {
    try await RecipeBench.with { bench in
      let outcome = try await run(key(bench), on: bench)
      #expect(outcome.exitCode == 0, "\(outcome.text)")
      let outputs = outcome.outputs
      #expect(outputs["has-changes"] == "true" && outputs["exit-code"] == "0")
      #expect(outputs["create"] == "2" && outputs["modify"] == "1" && outputs["delete"] == "1")
      #expect(Set(["result", "forget", "markdown"]).isSubset(of: outputs.keys))
      #expect(outcome.text.contains("Plan: 2 to create, 1 to modify, 1 to delete"), "the log is text")
      let comment = try bench.services.read("comments/41")
      #expect(comment == "<!-- storehooks plan -->\n" + (try bench.services.read("summary")))
      #expect(
        comment == "<!-- storehooks plan -->\n"
          + (try String(contentsOfFile: outputs["markdown"] ?? "", encoding: .utf8)))
    }
  }

  @Test func theKeyCanComeFromTheEnvironment() async throws {
    try await RecipeBench.with { bench in
      let outcome = try await run(
        ["comment": "false"], on: bench,
        environment: bench.credentials.mapValues { $0.trimmingSuffix { $0.isNewline } })
      #expect(outcome.exitCode == 0, "\(outcome.text)")
      #expect(try bench.services.folder("comments").contents() == ["40"])
    }
  }

  /// Without review, a source of a secret could be any program.
  @Test func inAPullRequestNoSecretIsRead() async throws {
    try await RecipeBench.with { bench in
      bench.webhooks = try RecipeBench.read("examples/desired-state/one-app/webhooks.yaml")
        .replacing(
          "{ env: TRIAGE_SECRET }",
          with: #"{ command: [sh, -c, "touch \#(bench.services.file("ran")); echo a-secret"] }"#)
      for arguments in ["", "--no-secrets", "--quiet\n'--no-secrets'"] {
        let outcome = try await run(key(bench).merging(["arguments": arguments]) { $1 }, on: bench)
        #expect(outcome.exitCode == 0, "\(outcome.text)")
      }
      #expect(!FileManager.default.fileExists(atPath: bench.services.file("ran")))
    }
  }

  @Test func argumentsAreWordsAndNeverRun() async throws {
    try await RecipeBench.with { bench in
      let file = bench.checkout.file("a b.yaml")
      bench.copies = ["a b.yaml"]
      let quoted = try await run(
        ["command": "validate", "arguments": "--file 'a b.yaml'\n  --format \"json\""], on: bench)
      #expect(quoted.exitCode == 0 && quoted.text.contains(#""valid" : true"#), "\(quoted.text) \(file)")
      let evil = "$(touch ran) `touch ran` ; touch ran & | > ran ${IFS} *"
      let refused = try await run(["command": "validate", "arguments": evil], on: bench)
      #expect(refused.exitCode == 64 && refused.outputs["exit-code"] == "64", "\(refused.text)")
      let open = try await run(["command": "validate", "arguments": "--file 'a"], on: bench)
      #expect(open.exitCode == 1 && open.text.contains("a quote that isn't closed"), "\(open.text)")
      for command in ["validate; touch ran", "--version", "$(touch ran)", "validate\ntouch ran"] {
        let outcome = try await run(["command": command], on: bench)
        #expect(outcome.exitCode == 1 && outcome.text.contains("'command' should be a command of storehooks"))
      }
      let name = try await run(key(bench).merging(["comment": "$(touch ran)\"; touch ran"]) { $1 }, on: bench)
      #expect(name.exitCode == 0 && name.text.contains("::warning"), "\(name.text)")
      #expect(!FileManager.default.fileExists(atPath: bench.checkout.file("ran")))
    }
  }

  @Test func aFailureFailsTheStepAndIsCommented() async throws {
    try await RecipeBench.with { bench in
      bench.webhooks = "version: 1\napps: { com.example.notes: { use: [Nothing] } }\n"
      let outcome = try await run(key(bench), on: bench)
      #expect(outcome.exitCode == 65 && outcome.outputs["exit-code"] == "65")
      #expect(outcome.text.contains("::error file=webhooks.yaml,line=2"))
      #expect(try bench.services.read("comments/41").contains("Nothing"))
      let usage = try await run(key(bench).merging(["arguments": "--nosuch"]) { $1 }, on: bench)
      #expect(usage.exitCode == 64 && usage.outputs["result"] == "failed")
      #expect(try bench.services.read("comments/41").contains("unknown option"))
    }
  }

  @Test func aCommentThatCannotBeWrittenIsAWarning() async throws {
    try await RecipeBench.with { bench in
      let outcome = try await run(key(bench), on: bench, environment: ["GH_REFUSES": "1"])
      #expect(outcome.exitCode == 0)
      #expect(
        outcome.text.contains("::warning title=storehooks::the comment could not be written"),
        "\(outcome.text)")
      #expect(try bench.services.folder("comments").contents() == ["40"])
    }
  }

  @Test func severalPlansHaveCommentsOfTheirOwn() async throws {
    try await RecipeBench.with { bench in
      for name in ["true", "other apps", "true", "other apps"] {
        let outcome = try await run(key(bench).merging(["comment": name]) { $1 }, on: bench)
        #expect(outcome.exitCode == 0, "\(outcome.text)")
      }
      #expect(try bench.services.folder("comments").contents() == ["40", "41", "42"])
      #expect(try bench.services.read("comments/42").hasPrefix("<!-- storehooks plan other apps -->\n"))
    }
  }

  @Test func outsideOfPullRequestsNothingIsCommented() async throws {
    try await RecipeBench.with { bench in
      let outcome = try await run(key(bench), on: bench, inPullRequest: false)
      #expect(outcome.exitCode == 0, "\(outcome.text)")
      #expect(!FileManager.default.fileExists(atPath: bench.services.file("gh.log")))
    }
  }

  /// Another program in the cache is never run.
  @Test func theArchiveIsCachedAndCheckedEachTime() async throws {
    try await RecipeBench.with { bench in
      let install = ["command": ""]
      #expect(try await run(install, on: bench).exitCode == 0)
      #expect(try await bench.bash(#"mv "$SERVICES/releases" "$SERVICES/gone""#).exitCode == 0)
      let cached = try await run(["command": "validate"], on: bench)
      #expect(cached.exitCode == 0, "\(cached.text)")
      #expect(
        try await bench.bash(#"for kept in "$SERVICES"/caches/*/*; do echo >>"$kept"; done"#).exitCode == 0)
      let spoilt = try await run(["command": "validate"], on: bench)
      #expect(
        spoilt.exitCode == 1
          && spoilt.text.contains("::error title=storehooks::the release could not be installed"))
    }
  }

  @Test func anotherVersionNeedsItsChecksums() async throws {
    try await RecipeBench.with { bench in
      let lacking = try await run(["version": "1.2.4"], on: bench)
      #expect(lacking.exitCode == 1 && lacking.text.contains("'version' needs 'checksums'"))
      let wrong = try await run(["version": "latest", "checksums": bench.checksums], on: bench)
      #expect(wrong.exitCode == 1 && wrong.text.contains("'version' should be one like 1.2.3"))
      let other = try await run(
        [
          "command": "validate", "version": "1.2.3",
          "checksums": bench.checksums.trimmingSuffix { $0.isNewline },
        ], on: bench)
      #expect(other.exitCode == 0, "\(other.text)")
      _ = try await bench.bash(#"echo >"$SERVICES/action/scripts/action/pinned-release""#)
      let none = try await run(["command": "validate"], on: bench)
      #expect(none.exitCode == 1 && none.text.contains("names no release"))
    }
  }

  /// Each step's script is a file, so no input becomes part of one.
  @Test func noInputStandsInAScript() throws {
    let root = try RecipeBench.yaml("action.yml")
    for step in try #require(root["runs"]?["steps"]).items {
      guard let script = step["run"]?.text else { continue }
      #expect(
        script.wholeMatch(of: #/"\$GITHUB_ACTION_PATH\/scripts\/action\/[a-z]+"\n?/#) != nil, "\(script)")
    }
    #expect(try RecipeBench.read("scripts/action/pinned-release").isEmpty, "a release's workflow fills it in")
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
    var text = String(self)
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return text
  }
}
