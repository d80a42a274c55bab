@testable import Reports
import Simulator
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Compares the schema of plans with what commands print: every document is accepted, and every key described.
@Suite struct PlanSchemaTests {
  private static func schema() throws -> AnyJSON {
    try JSONDecoder().decode(AnyJSON.self, from: Data(PlanSchema.text.utf8))
  }

  @Test func isAGolden() throws { try Golden.check(PlanSchema.text, named: "schema-plan.json") }

  @Test func theCommandPrintsEither() async throws {
    try await Workspace.with { workspace in
      let state = try await workspace.runBuilt("schema")
      #expect(state == .init(exitCode: 0, output: DesiredStateSchema.text, messages: ""))
      let plan = try await workspace.runBuilt("schema", "--plan")
      #expect(plan == .init(exitCode: 0, output: PlanSchema.text, messages: ""))
      let both = await workspace.run("schema", "--plan", "--doctor")
      #expect(both.exitCode == 64 && both.messages == "error: --plan can't be combined with --doctor\n")
    }
  }

  /// Documents of all kinds: success, drift, failures, saved plans, test events.
  private static func documents() async throws -> [AnyJSON] {
    var documents: [AnyJSON] = []
    try await RefusedCallTests.with { workspace in
      let run = await workspace.simulated("apply", "--yes", "--format", "json")
      documents.append(try run.decoded(as: AnyJSON.self))
    }
    return try await Workspace.with { workspace in
      func add(_ run: Workspace.Run) throws { documents.append(try run.decoded(as: AnyJSON.self)) }
      let json = ["--format", "json"]
      try add(await workspace.recorded(["plan", "--out", workspace.directory.file("plan.json")] + json))
      documents.append(
        try JSONDecoder().decode(AnyJSON.self, from: Data(workspace.directory.read("plan.json").utf8)))
      try add(await workspace.recorded(["drift", "--all-apps"] + json))
      try add(await workspace.recorded(["apply", "--yes", "--verify", "--canary", "1"] + json))
      try add(await workspace.recorded(["drift", "--ping"] + json))
      try add(await workspace.recorded(["apply", "--yes", workspace.directory.file("plan.json")] + json))
      var fleet = try workspace.fleet
      fleet.apps[0].webhooks.swapAt(0, 1)
      fleet.apps[0].webhooks[0].enabled.toggle()
      fleet.apps[1].webhooks.removeFirst()
      fleet.apps[4].webhooks = fleet.apps[0].webhooks
      fleet.apps.remove(at: 2)
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      try add(await workspace.recorded(["drift", "--all-apps"] + json))
      try add(await workspace.recorded(["apply", "--yes"] + json))
      try add(await workspace.recorded(["plan", "--app", "none"] + json))
      try workspace.directory.write("version: 2\n", to: "webhooks.yaml")
      for command in [["plan"], ["apply", "--yes"], ["drift"]] {
        try add(await workspace.recorded(command + json))
      }
      return documents
    }
  }

  /// Every key says by itself what it is.
  @Test func everyKeyHasADescription() throws {
    #expect(try Self.schema().undescribedKeys() == [])
  }

  @Test func acceptsAndDescribesEveryDocument() async throws {
    let validator = SchemaValidator(try Self.schema(), isStrict: true)
    let goldens = try ["sample/plan-json.txt", "sample/apply-json.txt", "drift/all-apps-json.txt"].map {
      name -> AnyJSON in
      let text = try String(
        contentsOfFile: Workspace.root + "/Tests/Goldens/StorehooksTests/" + name, encoding: .utf8)
      let start = try #require(text.firstRange(of: "--- standard output\n")).upperBound
      let end = try #require(text.firstRange(of: "--- standard error\n")).lowerBound
      return try JSONDecoder().decode(AnyJSON.self, from: Data(text[start..<end].utf8))
    }
    let documents = try await Self.documents() + goldens
    for document in documents {
      #expect(try validator.problem(with: document) == nil, "\(document.json)")
      // A required key that is missing or of the wrong type is noticed.
      let keys = try #require(document.entries)
      for key in ["formatVersion", "summary", "apps", "steps", "warnings", "errors", "requests"] {
        var broken = keys
        broken[key] = nil
        #expect(try validator.problem(with: .object(broken)) != nil, "without \(key)")
        broken[key] = .text("x")
        #expect(try validator.problem(with: .object(broken)) != nil, "with another \(key)")
      }
    }
    if PythonValidator.isInstalled {
      let verdicts = try await PythonValidator.verdicts(schema: try Self.schema(), instances: documents)
      #expect(!verdicts.contains(false))
    }
  }
}
