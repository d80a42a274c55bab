@testable import Reports
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Compares the schema of what `doctor` prints with what it does print.
@Suite struct DoctorSchemaTests {
  private static func schema() throws -> AnyJSON {
    try JSONDecoder().decode(AnyJSON.self, from: Data(DoctorSchema.text.utf8))
  }

  @Test func isAGolden() throws { try Golden.check(DoctorSchema.text, named: "schema-doctor.json") }

  @Test func everyKeyHasADescription() throws { #expect(try Self.schema().undescribedKeys() == []) }

  @Test func theCommandPrintsIt() async throws {
    try await Workspace.with { workspace in
      let run = await workspace.run("schema", "--doctor")
      #expect(run == .init(exitCode: 0, output: DoctorSchema.text, messages: ""))
    }
  }

  /// Checks that pass, remarks, failures, and a run that checks nothing.
  @Test func acceptsAndDescribesEveryDocument() async throws {
    let validator = SchemaValidator(try Self.schema(), isStrict: true)
    try await Workspace.with { workspace in
      var documents: [AnyJSON] = []
      var codes: [Int32] = []
      func examine(_ options: [String]) async throws {
        let run = await workspace.run(["doctor", "--format", "json"] + options)
        documents.append(try run.decoded(as: AnyJSON.self))
        codes.append(run.exitCode)
      }
      let fleet = workspace.directory.file("fleet.json")
      try await examine(["--simulate", fleet])
      workspace.environment["CI_SECRET"] = nil
      try await examine(["--simulate", fleet])
      try await examine(["--simulate", workspace.directory.file("none.json")])
      try await examine(["--api-url", "https://storehooks.invalid"])
      try await examine(["--var", "none=x"])
      #expect(codes == [0, 0, 1, 1, 64])
      for document in documents {
        #expect(try validator.problem(with: document) == nil, "\(document.json)")
        let keys = try #require(document.entries)
        for key in ["formatVersion", "checks", "errors", "requests"] {
          var broken = keys
          broken[key] = nil
          #expect(try validator.problem(with: .object(broken)) != nil, "without \(key)")
        }
      }
      if PythonValidator.isInstalled {
        let verdicts = try await PythonValidator.verdicts(schema: try Self.schema(), instances: documents)
        #expect(!verdicts.contains(false))
      }
    }
  }
}
