import DesiredState
import Diagnostics
@testable import Reports
import TestSupport
import Testing
import YAML

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Compares the schema of the desired-state file with its reader, in both directions.
@Suite struct DesiredStateSchemaTests {
  /// What only the reader can see: templates and groups in other files, replaced placeholders, and YAML itself.
  private static let beyondASchema: Set = [
    "a rule with two templates of one name", "a rule's webhook that an ignore rule covers",
    "rules and an app that give eleven webhooks",
    "two rules that give an app different webhooks of one name",
    "a host too long once its placeholders are replaced", "a template and a webhook of one name",
    "a sign alone", "a variable that is a key", "an app that is listed, and forgotten twice", "apps missing",
    "eleven webhooks, one of them from a template", "event group misspelt", "event type in lower case",
    "former names of one app",
    "ignore rule of the policy that covers a webhook by its url",
    "ignore rule that covers a webhook of the file",
    "pattern without a match", "template name with an unknown placeholder", "template of a webhook unknown",
    "three unknown events, each at its place",
    "two templates with one name after their placeholders", "unknown event type",
    "unknown event type although unknown ones are allowed", "unknown event type that is no name",
    "unknown event type, near nothing", "unknown placeholder", "unknown placeholder, near nothing",
    "use of an incomplete template", "use of an unknown template",
    "use without templates", "variables in the wrong places",
  ]

  private static func schema() throws -> AnyJSON {
    try JSONDecoder().decode(AnyJSON.self, from: Data(DesiredStateSchema.text.utf8))
  }

  private static func isAccepted(_ text: String) -> Bool {
    DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)]).state != nil
  }

  /// A text's document as JSON; `nil` if the YAML itself is wrong.
  private static func instance(_ text: String) -> AnyJSON? {
    let (root, diagnostics) = YAMLReader.read(SourceFile(path: "webhooks.yaml", text: text))
    return diagnostics.isEmpty ? root.map(json(of:)) : nil
  }

  private static func json(of node: Node) -> AnyJSON {
    switch node.kind {
    case .null: return .null
    case .boolean: return .flag(node.boolean ?? false)
    case .integer: return .number(node.integer.map(Double.init) ?? .infinity)
    case .float: return .number(Double(node.text) ?? .infinity)
    case .string: return .text(node.text)
    case .sequence: return .list(node.items.map(json(of:)))
    case .mapping:
      return .object(Dictionary(node.pairs.map { ($0.key.text, json(of: $0.value)) }) { first, _ in first })
    }
  }

  private static func read(_ path: String) throws -> String {
    try String(contentsOfFile: Workspace.root + "/" + path, encoding: .utf8)
  }

  /// The table of invalid files, each with its name.
  private static func invalidFiles() throws -> [(name: String, text: String)] {
    let table = try read("Tests/Goldens/DesiredStateTests/invalid-files.txt")
    return table.split(separator: "=== ").map { entry in
      let name = entry.prefix { $0 != "\n" }
      let body = entry.dropFirst(name.count)
      let input = body.firstRange(of: "\n>>>\n").map { body[..<$0.lowerBound].dropFirst() } ?? ""
      return (String(name), input + "\n")
    }
  }

  /// Files that are valid alone.
  private static func validFiles() throws -> [String] {
    try [
      "webhooks.yaml", "examples/desired-state/fleet/webhooks.yaml",
      "Tests/Goldens/ReconcilerTests/import/templates.yaml",
    ].map(read(_:)) + [
      StarterFile.text
    ]
      + odd
  }

  /// The files of `examples`; some are only valid together.
  private static func examples() throws -> [String] {
    let folder = "examples/desired-state"
    return try FileManager.default.subpathsOfDirectory(atPath: Workspace.root + "/" + folder)
      .filter { $0.hasSuffix(".yaml") }.map { try read(folder + "/" + $0) }
  }

  /// What the reader surprisingly accepts.
  private static let odd = [
    "version: 0x1\napps: {}\n",
    "version: 1\nallowUnknownEvents: true\neventGroups: { true: [NEW_EVENT], 5: ['*'] }\napps: {}\n",
    """
    version: 1
    templates:
      5: { url: 'HTTP://{appId}27.0.0.1:80{appId}/a%{appId}0?{appName}', events: [BUILD_*], secret: { env: true } }
      Empty: {}
    apps:
      1e3:
        use: [5]
        prune: FALSE
        webhooks:
          null: { template: 5, secret: { file: 1.5 } }
          e_1: { url: 'https://{webhookName}.EXAMPLE.com.', events: [1, x], secret: { command: [op, true, 1, ''] } }
        ignore: [{ name: 1 }, { url: true, name: x }]
    eventGroups: { 1: [BUILD_*], x: [BUILD_UPLOAD_STATE_UPDATED] }
    policy: { maxDeletes: 0o7, ignore: [] }

    """,
    "version: 1\napps:\n  com.example.a: { webhooks: { a: { url: 'http://[::1]:8080/x', events: ['*'], secret: { env: S } } } }\n",
  ]

  /// What editors show: Markdown for an event, a sentence for a pattern that doesn't match.
  @Test func editorsHaveWords() throws {
    let definitions = try #require(try Self.schema().entries?["$defs"]?.entries)
    let events = try #require(definitions["eventType"]?.entries?["anyOf"]?.items)
    #expect(
      events.allSatisfy { event in
        let words = event.entries?["markdownDescription"]?.string ?? ""
        return words.hasPrefix("**") && words.contains("\n- `")
      })
    func unspoken(_ schema: AnyJSON) -> [String] {
      let entries = schema.entries ?? [:]
      let isSilent = entries["patternErrorMessage"]?.string == nil
      let own = entries["pattern"]?.string.map { isSilent ? [$0] : [] } ?? []
      // What must not match has no words.
      return own + entries.filter { $0.key != "not" }.values.flatMap(unspoken)
        + (schema.items ?? []).flatMap(unspoken)
    }
    #expect(unspoken(try Self.schema()) == [])
    for name in ["webhook", "template", "secret", "defaultRule"] {
      let snippets = try #require(definitions[name]?.entries?["defaultSnippets"]?.items)
      #expect(snippets.allSatisfy { $0.entries?["label"] != nil && $0.entries?["body"] != nil })
    }
  }

  @Test func isAGolden() throws { try Golden.check(DesiredStateSchema.text, named: "schema.json") }

  @Test func acceptsWhatTheReaderAccepts() throws {
    let validator = SchemaValidator(try Self.schema())
    let files = try Self.validFiles()
    for text in files {
      #expect(Self.isAccepted(text), "\(text)")
      let instance = try #require(Self.instance(text))
      #expect(try validator.problem(with: instance) == nil, "\(text)")
    }
    let examples = try Self.examples()
    #expect(examples.count >= 7)
    for text in examples {
      #expect(try validator.problem(with: try #require(Self.instance(text))) == nil, "\(text)")
    }
  }

  @Test func refusesWhatASchemaCanCatch() throws {
    let validator = SchemaValidator(try Self.schema())
    var accepted: Set<String> = []
    for (name, text) in try Self.invalidFiles() {
      guard let instance = Self.instance(text) else { continue }
      if try validator.problem(with: instance) == nil { accepted.insert(name) }
    }
    #expect(accepted == Self.beyondASchema, "\(accepted.symmetricDifference(Self.beyondASchema).sorted())")
  }

  /// Valid files with random changes: those that the reader accepts, the schema accepts, too.
  @Test func acceptsWhatTheReaderAcceptsOfRandomFiles() throws {
    let validator = SchemaValidator(try Self.schema())
    let seed = RandomCases.seed()
    var mutations = Mutations(generator: SeededGenerator(seed: seed))
    let bases = try Self.validFiles().compactMap(Self.instance)
    var accepted = 0
    for round in 0..<RandomCases.count(700) {
      let value = mutations.change(bases[round % bases.count], times: 1 + round / 350 % 2)
      guard Self.isAccepted(value.json) else { continue }
      accepted += 1
      let instance = try #require(Self.instance(value.json))
      let problem = try validator.problem(with: instance)
      #expect(problem == nil, "seed \(seed), round \(round): \(value.json)")
      if problem != nil { return }
    }
    #expect(accepted > 7, "seed \(seed): \(accepted) of the files are valid")
  }

  @Test(.enabled(if: PythonValidator.isInstalled, "python3 has no jsonschema"))
  func anIndependentValidatorAgrees() async throws {
    let schema = try Self.schema()
    let validator = SchemaValidator(schema)
    let texts = try Self.validFiles() + Self.examples() + Self.invalidFiles().map(\.text)
    var instances = texts.compactMap(Self.instance)
    var mutations = Mutations(generator: SeededGenerator(seed: 7))
    instances += instances.map { mutations.change($0, times: 2) }
    let verdicts = try instances.map { try validator.problem(with: $0) == nil }
    let theirs = try await PythonValidator.verdicts(schema: schema, instances: instances)
    let disputed = zip(instances, zip(verdicts, theirs)).filter { $1.0 != $1.1 }
    #expect(theirs.count == verdicts.count)
    #expect(disputed.isEmpty, "\(disputed.map { "\($0.json): \($1.0 ? "taken" : "refused") here" })")
  }
}
