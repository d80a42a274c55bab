@testable import Reports
import Cryptography
import Events
import TestSupport
import Testing
import WebhookReceiver

@testable import CommandLine
@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `storehooks trigger`, as users run it, with `storehooks listen` at the other end.
@Suite struct TriggerTests {
  private func trigger(_ arguments: [String], secret: String = ListenProcess.secret) async throws
    -> Command.Result
  {
    try await Command(
      BuiltProduct.path(named: "storehooks"), ["trigger"] + arguments,
      environment: ["LISTEN_SECRET": secret, "TZ": "UTC"]
    ).run()
  }

  private func options(_ listener: ListenProcess) -> [String] {
    ["--to", "http://127.0.0.1:\(listener.port)/asc", "--secret-env", "LISTEN_SECRET"]
  }

  private func results(_ run: Command.Result) throws -> [JSONValue] {
    let document = try JSONDecoder().decode(JSONValue.self, from: Data(run.output.utf8))
    if case .array(let results)? = document["results"] { return results }
    return []
  }

  /// Like the sample, except for the event's own ID and time.
  private func isLike(_ sample: JSONValue, _ value: JSONValue, ignoring name: String = "") -> Bool {
    switch (sample, value) {
    case (.object(let left), .object(let right)):
      left.keys == right.keys && left.allSatisfy { isLike($1, right[$0] ?? .null, ignoring: $0) }
    case (.string(let left), .string(let right)) where name == "timestamp":
      left.utf8.count == right.utf8.count
    default: sample == value
    }
  }

  @Test func sendsEverySampleToListen() async throws {
    let listener = try await ListenProcess.start(["--format", "json"])
    for event in EventCatalogue.all {
      let result = try await trigger([event.type] + options(listener))
      #expect(result.exitCode == 0 && result.errorOutput.isEmpty)
      #expect(result.output.hasPrefix("\(event.type)  answered 200  "))
    }
    let output = try await listener.stop().output
    let events = try output.split(separator: "\n").map { line in
      try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
    }.filter { $0["kind"]?.string == "event" }
    #expect(events.count == EventCatalogue.all.count)
    #expect(Set(events.map { $0["id"] }).count == events.count)
    for (event, description) in zip(events, EventCatalogue.all) {
      let sample = try JSONDecoder().decode(JSONValue.self, from: Data(description.payload.utf8))
      #expect(event["eventType"]?.string == description.type)
      #expect(event["signature"]?.string == "verified")
      let (left, right) = (sample["data"]?.members ?? [:], event["payload"]?["data"]?.members ?? [:])
      #expect(left.keys == right.keys)
      for (name, value) in left where name != "id" {
        #expect(isLike(value, right[name] ?? .null), "\(description.type): \(name)")
      }
    }
  }

  @Test func setsAttributes() async throws {
    let listener = try await ListenProcess.start()
    let type = "ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED"
    let sets = ["available=false", "territories=AUT,CHE", "newValue=A=B", "timestamp=2026-01-01T00:00:00Z"]
    let result = try await trigger([type] + options(listener) + sets.flatMap { ["--set", $0] })
    #expect(result.exitCode == 0)
    let ping = try await trigger(["buildUploadStateUpdated", "--set", "ping=true"] + options(listener))
    #expect(ping.exitCode == 0)
    let output = try await listener.stop().output
    #expect(
      output.contains("  → A=B  app 6400000011  not available in AUT, CHE  marketplace 6400000077  verified"))
    #expect(output.contains("  BUILD_UPLOAD_STATE_UPDATED  test event  buildUploads "))
  }

  @Test func tellsOfRefusals() async throws {
    let listener = try await ListenProcess.start(["--format", "json"])
    let result = try await trigger(
      ["BUILD_UPLOAD_STATE_UPDATED"] + options(listener), secret: "one-that-does-not-fit")
    #expect(result.exitCode == 1)
    #expect(result.output.hasPrefix("BUILD_UPLOAD_STATE_UPDATED  answered 401  "))
    #expect(result.output.hasSuffix("  the signature belongs to another secret or another body\n"))
    let unsigned = try await trigger(["WEBHOOK_PING_CREATED"] + options(listener).prefix(2))
    #expect(unsigned.exitCode == 1 && unsigned.output.hasSuffix("  the request has no signature\n"))
    #expect(unsigned.errorOutput == "note: no --secret-env: the event isn't signed\n")
    _ = try await listener.stop()
    let nobody = try await trigger(["WEBHOOK_PING_CREATED", "--format", "json"] + options(listener))
    #expect(nobody.exitCode == 1)
    let results = try self.results(nobody)
    #expect(results.count == 1 && results[0]["status"] == .null && results[0]["error"]?.string != nil)
  }

  @Test func sendsSeveral() async throws {
    let listener = try await ListenProcess.start()
    let text = try await trigger(["WEBHOOK_PING_CREATED", "--count", "3"] + options(listener))
    #expect(text.output.hasSuffix("\nSent 3 events: 3 accepted, 0 not.\n"))
    let json = try await trigger(
      ["WEBHOOK_PING_CREATED", "--count", "2", "--format", "json"] + options(listener))
    let results = try self.results(json)
    #expect(results.map { $0["status"] } == [.integer(200), .integer(200)])
    #expect(results.allSatisfy { $0["url"]?.string == "http://127.0.0.1:\(listener.port)/asc" })
    #expect(results.allSatisfy { $0["error"] == .null && $0["milliseconds"] != nil })
    #expect(try await listener.stop().output.hasSuffix("Stopped: 5 accepted, 0 refused.\n"))
  }

  @Test(
    arguments: [
      (["BUILD_UPLOAD_STATE_UPDATED"], 64, "trigger needs --to, the receiver's URL"),
      (
        ["BUILD_UPLOAD_STATE_UPDATED", "--to", "https://hooks.example.com/"], 64,
        "add --allow-remote if that is all right"
      ),
      (["BUILD_UPLOAD_STATE_UPDATED", "--to", "http://hooks.example.com/", "--allow-remote"], 64, "--to: "),
      (["BUILD_UPLOAD_STATE_UPDATED", "--to", "http://127.0.0.1.example.com/"], 64, "--to: "),
      (
        ["NO_SUCH", "--to", "http://127.0.0.1:1/"], 64,
        "unknown event type 'NO_SUCH'; 'storehooks events' lists them"
      ),
      (["WEBHOOK_PING_CREATED", "--to", "http://127.0.0.1:1/", "--set", "x"], 64, "--set needs NAME=VALUE"),
      (
        [
          "ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED", "--to", "http://[::1]:1/", "--set",
          "available=no",
        ], 64,
        "'available' must be true or false, not 'no'"
      ),
      (["WEBHOOK_PING_CREATED", "--to", "http://127.0.0.1:1/", "--count", "0"], 64, "out of range"),
      (
        ["WEBHOOK_PING_CREATED", "--to", "http://127.0.0.1:1/", "--secret-env", "NONE"], 1, "NONE is not set"
      ),
      ([], 64, "needs an argument: TYPE"),
    ] as [([String], Int32, String)])
  func refusesWhatCanNotWork(arguments: [String], exitCode: Int32, message: String) async throws {
    let result = try await trigger(arguments)
    #expect(result.exitCode == exitCode && result.output.isEmpty)
    #expect(result.errorOutput.contains(message), "\(result.errorOutput)")
  }

  @Test func anAnswerThatRepeatsTheSecretIsWithheld() async throws {
    let secret = "an-example-of-a-secret"
    let server = try ScriptedServer { connection in
      _ = connection.readRequest()
      connection.respond(500, body: "I was told \(secret)\n")
    }
    defer { server.stop() }
    let result = try await trigger(
      ["WEBHOOK_PING_CREATED", "--to", server.url(), "--secret-env", "LISTEN_SECRET"],
      secret: secret)
    #expect(result.exitCode == 1)
    #expect(!(result.output + result.errorOutput).contains(secret) && result.output.contains("(withheld"))
  }
}
