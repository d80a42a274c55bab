import TestSupport
import Testing
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Runs steps of a GitHub workflow or a composite action, as far as the recipes need it: scripts for real, other
/// actions with folders as caches and artifacts. Any other action, condition or expression is a failure.
struct GitHubSteps {
  let bench: RecipeBench
  /// What `${{ … }}` and `if` stand for.
  var context: [String: String]
  /// What all steps get: the `env` of the step that uses the action.
  var environment: [String: String] = [:]
  var outcome = Outcome()
  private var ids: Set<String> = []

  /// The result of a job: the exit code of the first failed step, or 0, and everything written.
  struct Outcome {
    var exitCode: Int32 = 0
    var text = ""
    var outputs: [String: String] = [:]
  }

  init(bench: RecipeBench, context: [String: String]) {
    (self.bench, self.context) = (bench, context)
  }

  mutating func run(_ steps: Node) async throws {
    for step in steps.items {
      if let id = step["id"]?.text { ids.insert(id) }
      guard holds(step["if"]?.text) else { continue }
      var outputs: [String: String] = [:]
      if let action = step["uses"]?.text {
        outputs = try await use(action, step)
      } else {
        let result = try await run(script: try #require(step["run"]?.text), step)
        outcome.text += result.output + result.errorOutput
        if outcome.exitCode == 0 { outcome.exitCode = result.exitCode }
        outputs = Self.values(in: try bench.services.read("outputs"))
      }
      outcome.outputs.merge(outputs) { $1 }
      for (name, value) in outputs { context["steps.\(step["id"]?.text ?? "").outputs.\(name)"] = value }
    }
  }

  private func run(script: String, _ step: Node) async throws -> Command.Result {
    #expect(!script.contains("${{"), "what an expression stands for would be run")
    #expect(step["shell"] == nil || step["shell"]?.text == "bash")
    try bench.services.write("", to: "outputs")
    var variables = environment
    variables["PATH"] =
      (try bench.services.read("path")).split(separator: "\n").joined(separator: ":") + ":\(bench.searchPath)"
    for (name, value) in [
      "ACTIONS": "true", "ACTION_PATH": bench.services.file("action"),
      "EVENT_NAME": context["github.event_name"] ?? "push",
      "OUTPUT": bench.services.file("outputs"), "PATH": bench.services.file("path"), "REPOSITORY": "o/r",
      "RUN_ID": "9",
      "SERVER_URL": "https://github.example.com", "STEP_SUMMARY": bench.services.file("summary"),
    ] { variables["GITHUB_\(name)"] = value }
    for (name, value) in ["TEMP": bench.services.file("temp"), "OS": "Linux", "ARCH": "X64"] {
      variables["RUNNER_\(name)"] = value
    }
    for pair in step["env"].map({ Array($0.pairs) }) ?? [] {
      variables[pair.key.text] = resolved(pair.value.text)
    }
    let folder = step["working-directory"].map { resolved($0.text) } ?? "."
    return try await bench.bash("cd '\(folder)'\n\(script)", variables)
  }

  /// A step's outputs: `name=value` on a line, or lines up to a word after `name<<word`.
  private static func values(in text: String) -> [String: String] {
    var values: [String: String] = [:]
    var long: (name: String, end: Substring, lines: [Substring])?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let (name, end, lines) = long {
        long = line == end ? nil : (name, end, lines + [line])
        if line == end { values[name] = lines.joined(separator: "\n") }
      } else if let match = line.wholeMatch(of: #/([a-z-]+)<<(.+)/#) {
        long = (String(match.1), match.2, [])
      } else if let match = line.wholeMatch(of: #/([a-z-]+)=(.*)/#) {
        values[String(match.1)] = String(match.2)
      }
    }
    return values
  }

  // MARK: Expressions

  private func resolved(_ text: String) -> String {
    text.replacing(#/\$\{\{ ([^}]+) \}\}/#) { value(String($0.1)) }
  }

  private func value(_ name: String) -> String {
    if let value = context[name] { return value }
    // An output that a step didn't set is empty.
    let isOutput = name.wholeMatch(of: #/steps\.([a-z]+)\.outputs\.[a-z-]+/#).map {
      ids.contains(String($0.1))
    }
    if isOutput != true { Issue.record("nobody has said what '\(name)' is") }
    return ""
  }

  /// Without a status function, a step needs the ones before it to succeed.
  private func holds(_ condition: String?) -> Bool {
    guard let condition else { return outcome.exitCode == 0 }
    if condition == "always()" { return true }
    let terms = condition.split(separator: "&&").map { $0.trimmingPrefix { $0 == " " } }.map {
      $0.last == " " ? $0.dropLast() : $0
    }
    guard outcome.exitCode == 0 || terms.contains("!cancelled()") else { return false }
    return terms.allSatisfy { term in
      if term == "!cancelled()" { return true }
      guard let match = term.wholeMatch(of: #/([a-z._-]+) ([!=])= '(.*)'/#) else {
        Issue.record("nobody has said what '\(term)' means")
        return false
      }
      return (value(String(match.1)) == match.3) == (match.2 == "=")
    }
  }

  // MARK: Actions

  private mutating func use(_ action: String, _ step: Node) async throws -> [String: String] {
    #expect(action.contains(#/@[0-9a-f]{40}$/#), "pinned to a commit")
    func copy(_ file: String, from source: TemporaryDirectory, to target: TemporaryDirectory) throws {
      guard let data = FileManager.default.contents(atPath: source.file(file)) else { return }
      try target.write(String(decoding: data, as: UTF8.self), to: file)
    }
    let with = step["with"]
    let path = with?["path"].map { resolved($0.text) } ?? ""
    switch action.split(separator: "@").first {
    case "actions/checkout":
      #expect(with?["persist-credentials"]?.boolean == false)
      try await bench.checkOut(ref: with?["ref"].map { resolved($0.text) }, in: path)
    case "actions/cache":
      let cache = bench.services.file("caches/" + resolved(with?["key"]?.text ?? ""))
      let parent = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
      for folder in [cache, parent] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      try? FileManager.default.removeItem(atPath: path)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: cache)
    case "actions/cache/restore": try copy(path, from: bench.services.folder("cache"), to: bench.checkout)
    case "actions/cache/save": try copy(path, from: bench.checkout, to: bench.services.folder("cache"))
    case "actions/upload-artifact":
      try copy(path, from: bench.checkout, to: bench.services.folder("artifacts"))
    case "actions/download-artifact":
      for file in try bench.services.folder("artifacts").contents() {
        try copy(file, from: bench.services.folder("artifacts"), to: bench.checkout)
      }
    case "actions/upload-pages-artifact":
      let page = bench.checkout.folder(path)
      for file in try page.contents() { try copy(file, from: page, to: bench.services.folder("pages")) }
    case "actions/deploy-pages":
      #expect(FileManager.default.fileExists(atPath: bench.services.file("pages/index.html")))
    case "OWNER/storehooks": return try await useOwn(step)
    default: Issue.record("nobody has said what '\(action)' does")
    }
    return [:]
  }

  /// The project's own action, with the release that the bench has.
  private mutating func useOwn(_ step: Node) async throws -> [String: String] {
    let root = try RecipeBench.yaml("action.yml")
    var inner = GitHubSteps(bench: bench, context: context.filter { $0.key.hasPrefix("github.") })
    inner.environment = environment
    for pair in step["env"].map({ Array($0.pairs) }) ?? [] {
      inner.environment[pair.key.text] = resolved(pair.value.text)
    }
    let given = step["with"].map { Array($0.pairs) } ?? []
    let inputs = try #require(root["inputs"])
    for pair in given where inputs[pair.key.text] == nil {
      Issue.record("the action has no input '\(pair.key.text)'")
    }
    for input in inputs.pairs {
      let own = given.first { $0.key.text == input.key.text }
      inner.context["inputs.\(input.key.text)"] = resolved((own?.value ?? input.value["default"])?.text ?? "")
    }
    try await inner.run(try #require(root["runs"]?["steps"]))
    outcome.text += inner.outcome.text
    if outcome.exitCode == 0 { outcome.exitCode = inner.outcome.exitCode }
    return Dictionary(
      try #require(root["outputs"]).pairs.map { ($0.key.text, inner.resolved($0.value["value"]?.text ?? "")) }
    ) { $1 }
  }
}
