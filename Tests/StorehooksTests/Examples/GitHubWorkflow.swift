import TestSupport
import Testing
import YAML

/// A recipe for GitHub Actions, whose jobs can be run.
struct GitHubWorkflow {
  let bench: RecipeBench
  let root: Node
  /// What `${{ … }}` and `if` stand for.
  var context: [String: String]

  init(_ file: String, on bench: RecipeBench, secrets: [String: String]) throws {
    try self.init(
      root: RecipeBench.yaml("examples/ci/github/\(file)"), on: bench, secrets: secrets)
    // Otherwise GitHub runs `bash -e`, which ignores failures before a pipe.
    #expect(root["defaults"]?["run"]?["shell"]?.text == "bash")
  }

  init(root: Node, on bench: RecipeBench, secrets: [String: String]) {
    (self.bench, self.root) = (bench, root)
    let isPullRequest = root["on"]?["pull_request"] != nil
    context = [
      "github.token": "a-token", "inputs.write-secrets": "", "github.run_id": "9", "github.run_attempt": "1",
      "github.event_name": isPullRequest ? "pull_request" : "push",
      "github.event.pull_request.number": isPullRequest ? "7" : "",
      "github.event.pull_request.base.sha": "base",
    ]
    for (name, value) in secrets { context["secrets.\(name)"] = value }
  }

  func run(_ job: String) async throws -> GitHubSteps.Outcome {
    try bench.checkOut()
    for file in ["summary", "path"] { try bench.services.write("", to: file) }
    try bench.services.write("", to: "temp/.keep")
    var steps = GitHubSteps(bench: bench, context: context)
    try await steps.run(try #require(root["jobs"]?[job]?["steps"]))
    return steps.outcome
  }
}
