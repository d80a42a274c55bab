import AppStoreConnect
import Platform
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

/// A process in a test, not one of the program's commands.
typealias Command = TestSupport.Command

/// A temporary folder with the repository's sample, and ways to run commands there.
struct Workspace {
  let directory: TemporaryDirectory
  /// The environment of commands: the sample's secrets, and a path to find programs.
  var environment = [
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "RELEASE_BOT_SECRET": "a-secret-that-is-none", "CI_SECRET": "another-secret-that-is-none",
  ]

  /// Standard input; `nil` for that of the tests.
  var input: String?

  /// How often requests are tried again.
  var retries = RetryPolicy.none

  /// The time of commands and servers in this process.
  let clock = StandingClock()

  /// The result of a command; paths in the folder are shown as if it were the current one.
  struct Run: Sendable, Equatable {
    var exitCode: Int32
    var output: String
    var messages: String
  }

  /// Lends a folder with `webhooks.yaml`, `fleet.json` and the sample's secret file.
  static func with<Result>(
    isolation: isolated (any Actor)? = #isolation, _ body: (inout Workspace) async throws -> Result
  ) async throws -> Result {
    try await TemporaryDirectory.with { directory in
      var workspace = try sample(in: directory)
      return try await body(&workspace)
    }
  }

  static let root = String(
    #filePath.prefix(#filePath.count - "/Tests/StorehooksTests/Support/Workspace.swift".count))

  /// Puts the sample into a folder.
  static func sample(in directory: TemporaryDirectory) throws -> Workspace {
    for (file, name) in [("webhooks.yaml", "webhooks.yaml"), ("examples/fleet.json", "fleet.json")] {
      let data = try Data(contentsOf: URL(filePath: root + "/" + file))
      try directory.write(String(decoding: data, as: UTF8.self), to: name)
    }
    try directory.write("a-third-secret-that-is-none\n", to: "secrets/triage.txt")
    return Workspace(directory: directory)
  }

  /// The fleet file as it is now.
  var fleet: Fleet {
    get throws { try FleetFile(path: directory.file("fleet.json")).load() }
  }

  /// Runs a command in this process, on the sample unless other files are named.
  ///
  /// - Parameter answer: what is typed at the prompt; `nil` for no terminal.
  func run(_ arguments: String..., answer: String? = nil) async -> Run {
    await run(arguments, answer: answer)
  }

  /// Runs a command in this process against the simulator, with one request at a time, so that new webhooks always get
  /// the same IDs and the last answer has the remaining quota.
  func simulated(_ arguments: String..., answer: String? = nil) async -> Run {
    await simulated(arguments, answer: answer)
  }

  func simulated(_ arguments: [String], answer: String? = nil) async -> Run {
    await recorded(arguments + ["--no-state"], answer: answer)
  }

  /// Runs a command like ``simulated(_:answer:)``, but with a state file.
  func recorded(_ arguments: String..., answer: String? = nil) async -> Run {
    await recorded(arguments, answer: answer)
  }

  func recorded(_ arguments: [String], answer: String? = nil) async -> Run {
    await run(
      arguments + ["--simulate", directory.file("fleet.json"), "--concurrency", "1"], answer: answer)
  }

  func run(_ arguments: [String], answer: String? = nil) async -> Run {
    let (results, messages) = (MemorySink(), MemorySink())
    let output = Output(results: results, messages: messages, environment: environment)
    let input = input.flatMap { open((try? directory.write($0, to: ".standard-input")) ?? "", O_RDONLY) }
    defer { if let input { close(input) } }
    let program = Program(
      environment: environment, output: output,
      prompt: Prompt(output: output, isTerminal: answer != nil, readLine: { answer }),
      input: input.map(OpenFile.init(descriptor:)) ?? .standardInput, retries: retries, clock: .instant,
      patience: .seconds(86_400), now: { [clock] in clock.now })
    let isFileGiven = arguments.contains("-f") || ["version", "simulate"].contains(arguments.first)
    let file = isFileGiven ? [] : ["-f", directory.file("webhooks.yaml")]
    let exitCode = await program.run(arguments + file)
    return Run(exitCode: exitCode, output: relative(results.text), messages: relative(messages.text))
  }

  /// Runs an `apply` that must change nothing.
  func refusedApply(_ arguments: String..., answer: String? = nil) async throws -> Run {
    let before = try directory.read("fleet.json")
    let run = await simulated(["apply"] + arguments, answer: answer)
    #expect(try directory.read("fleet.json") == before, "byte for byte")
    return run
  }

  func runBuilt(_ arguments: String...) async throws -> Run { try await runBuilt(arguments) }

  func runBuilt(_ arguments: [String]) async throws -> Run {
    let result = try await built(arguments).run()
    return Run(
      exitCode: result.exitCode, output: relative(result.output), messages: relative(result.errorOutput))
  }

  /// A shell command that lasts until its output can't be written.
  static let untilNobodyReads = "{ (trap '' PIPE; while echo; do sleep 0.01; done) 2>/dev/null; }"

  /// The built program, to be run in the folder.
  func built(_ arguments: [String]) throws -> Command {
    Command(
      try BuiltProduct.path(named: "storehooks"), arguments, environment: environment,
      workingDirectory: directory.path)
  }

  private func relative(_ text: String) -> String { text.replacing(directory.path + "/", with: "") }

  /// The first line of `webhooks.yaml`, from 1, with a text.
  func line(of text: String) throws -> Int {
    let lines = try directory.read("webhooks.yaml").split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.firstIndex { $0.contains(text) }) + 1
  }

  func edit(_ name: String, _ change: (String) -> String) throws {
    let before = try directory.read(name)
    let after = change(before)
    try #require(after != before, "the edit changes nothing in \(name)")
    try directory.write(after, to: name)
  }
}

extension Workspace.Run {
  /// Everything there is to see, for a golden file.
  var transcript: String {
    "exit code \(exitCode)\n--- standard output\n\(output)--- standard error\n\(messages)"
  }

  /// The output as JSON, which must be whole.
  func document() throws -> JSONDocument { try decoded(as: JSONDocument.self) }

  /// The output as some kind of JSON, which must be whole.
  func decoded<Document: Decodable>(as kind: Document.Type) throws -> Document {
    do {
      return try JSONDecoder().decode(kind, from: Data(output.utf8))
    } catch {
      Issue.record("not one JSON document: \(output)\n\(messages)")
      throw error
    }
  }
}

/// The documented keys that scripts rely on most.
struct JSONDocument: Decodable {
  struct Message: Decodable {
    struct Location: Decodable, Equatable {
      var file: String
      var line: Int
      var column: Int
    }
    var severity: String
    var message: String
    var location: Location?
  }
  struct App: Decodable {
    struct Webhook: Decodable {
      var action: String
      var name: String
    }
    var bundleId: String?
    var appId: String?
    var webhooks: [Webhook]
    var error: String?
  }
  struct Step: Decodable {
    var step: Int
    var app: String
    var action: String
    var webhook: String
  }
  struct Result: Decodable {
    var step: Int
    var status: String
    var webhookId: String?
    var error: String?
  }
  struct Requests: Decodable {
    var made: Int
    var remaining: Int?
  }
  var formatVersion: String
  var summary: [String: Int]
  var apps: [App]
  var steps: [Step]
  var errors: [Message]
  var requests: Requests
  var results: [Result]?
}
