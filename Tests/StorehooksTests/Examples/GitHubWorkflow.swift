import TestSupport
import Testing
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Runs the jobs of a GitHub workflow step by step, as far as the recipes need it: their scripts for real, the
/// actions they use with folders in place of caches and artifacts. Any other action, condition or expression
/// is a failure.
struct GitHubWorkflow {
  let bench: RecipeBench
  let root: Node
  /// What `${{ … }}` and `if` stand for.
  var context: [String: String]

  init(_ file: String, on bench: RecipeBench, secrets: [String: String]) throws {
    self.bench = bench
    root = try RecipeBench.yaml("examples/ci/github/\(file)")
    // Without this GitHub runs `bash -e`, which lets failures before a pipe go by.
    #expect(root["defaults"]?["run"]?["shell"]?.text == "bash")
    context = ["github.token": "a-token", "github.event.number": "7", "inputs.write-secrets": ""]
    for (name, value) in secrets { context["secrets.\(name)"] = value }
  }

  /// What came of a job: the exit code of the first step that failed, else 0, and all that was written.
  struct Outcome {
    var exitCode: Int32 = 0
    var text = ""
    var outputs: [String: String] = [:]
  }

  mutating func run(_ job: String) async throws -> Outcome {
    let steps = try #require(root["jobs"]?[job]?["steps"])
    try bench.checkOut()
    try bench.services.write("", to: "summary")
    var outcome = Outcome()
    for step in steps.items {
      let always = step["if"]?.text == "always()"
      #expect(always || step["if"] == nil)
      guard outcome.exitCode == 0 || always else { continue }
      if let action = step["uses"]?.text {
        try use(action, step["with"])
      } else {
        let result = try await run(script: try #require(step["run"]?.text), step)
        outcome.text += result.output + result.errorOutput
        if outcome.exitCode == 0 { outcome.exitCode = result.exitCode }
        for line in try bench.services.read("outputs").split(separator: "\n") {
          let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
          outcome.outputs[parts[0]] = parts.last
          context["steps.\(step["id"]?.text ?? "").outputs.\(parts[0])"] = parts.last
        }
      }
    }
    return outcome
  }

  private func run(script: String, _ step: Node) async throws -> Command.Result {
    #expect(!script.contains("${{"), "what an expression stands for would be run")
    try bench.services.write("", to: "outputs")
    var environment = [
      "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r",
      "GITHUB_OUTPUT": bench.services.file("outputs"), "GITHUB_STEP_SUMMARY": bench.services.file("summary"),
    ]
    for pair in step["env"].map({ Array($0.pairs) }) ?? [] {
      environment[pair.key.text] = resolved(pair.value.text)
    }
    return try await bench.bash(script, environment)
  }

  private func resolved(_ text: String) -> String {
    text.replacing(#/\$\{\{ ([^}]+) \}\}/#) { match in
      if context[String(match.1)] == nil { Issue.record("nobody has said what '\(match.1)' is") }
      return context[String(match.1)] ?? ""
    }
  }

  private func use(_ action: String, _ with: Node?) throws {
    #expect(action.contains(#/@[0-9a-f]{40}$/#), "pinned to a commit")
    func copy(_ file: String, from source: TemporaryDirectory, to target: TemporaryDirectory) throws {
      guard let data = FileManager.default.contents(atPath: source.file(file)) else { return }
      try target.write(String(decoding: data, as: UTF8.self), to: file)
    }
    let path = with?["path"]?.text
    switch action.split(separator: "@").first {
    case "actions/checkout": #expect(with?["persist-credentials"]?.boolean == false)
    case "actions/cache/restore":
      try copy(path ?? "", from: bench.services.folder("cache"), to: bench.checkout)
    case "actions/cache/save": try copy(path ?? "", from: bench.checkout, to: bench.services.folder("cache"))
    case "actions/upload-artifact":
      try copy(path ?? "", from: bench.checkout, to: bench.services.folder("artifacts"))
    case "actions/download-artifact":
      try copy("plan.json", from: bench.services.folder("artifacts"), to: bench.checkout)
    default: Issue.record("nobody has said what '\(action)' does")
    }
  }
}
