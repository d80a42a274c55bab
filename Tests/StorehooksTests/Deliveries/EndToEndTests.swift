import HTTPTransport
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Built programs with real connections: the simulator delivers, `listen` receives, and other commands find out what
/// works.
@Suite struct EndToEndTests {
  private struct Happened: Decodable {
    var eventId: String
    var deliveryIds: [String]
  }

  private struct Deliveries: Decodable {
    struct Delivery: Decodable {
      var eventId: String?
      var state: String?
      var ping: Bool
      var redelivery: Bool
    }
    var deliveries: [Delivery]
  }

  private struct Redelivered: Decodable {
    struct Result: Decodable {
      var eventId: String?
      var status: String
      var times: Int
    }
    struct Skip: Decodable { var reason: String }
    var results: [Result]
    var skipped: [Skip]
  }

  private static let other = "an-older-secret-of-this-webhook"

  /// A fleet of one app without webhooks, and a file that wants one for it.
  private func prepare(_ workspace: inout Workspace, receiverPort: UInt16) throws {
    workspace.environment["LISTEN_SECRET"] = ListenProcess.secret
    try workspace.directory.write(
      #"{"apps":[{"id":"1000000001","bundleId":"com.example.notes","name":"Notes","webhooks":[]}]}"#,
      to: "fleet.json")
    try workspace.directory.write(
      """
      version: 1
      apps:
        com.example.notes:
          webhooks:
            Receiver:
              url: http://127.0.0.1:\(receiverPort)/hooks
              events: [BUILD_UPLOAD_STATE_UPDATED]
              secret: { env: LISTEN_SECRET }

      """, to: "webhooks.yaml")
  }

  private func happen(_ url: String) async throws -> Happened {
    let body = #"{"app":"com.example.notes","eventType":"BUILD_UPLOAD_STATE_UPDATED"}"#
    let answer = try await CurlTransport().send(
      HTTPRequest(
        .post, url + "/simulator/events", headers: ["Content-Type": "application/json"],
        body: Array(body.utf8)))
    return try JSONDecoder().decode(Happened.self, from: Data(answer.body))
  }

  /// Waits for so many failed deliveries, except test events, and returns their event IDs.
  private func failures(_ count: Int, _ workspace: Workspace, _ options: [String]) async throws -> [String?] {
    for _ in 0..<100 {
      let run = try await workspace.runBuilt(["deliveries", "--failed", "--format", "json"] + options)
      #expect(run.exitCode == 0, "\(run.messages)")
      let events = try run.decoded(as: Deliveries.self).deliveries.filter { !$0.ping }
      if events.count >= count { return events.map(\.eventId) }
    }
    return []
  }

  @Test func fromTheFileToTheReceiverAndBack() async throws {
    try await Workspace.with { workspace in
      var receiver = try await ListenProcess.start()
      let port = ["--port", "\(receiver.port)"]
      try prepare(&workspace, receiverPort: receiver.port)
      let server = try await SimulatorProcess.start(in: workspace, options: ["--deliver"])

      let apply = try await workspace.runBuilt(["apply", "--yes", "--verify"] + server.options)
      #expect(apply.exitCode == 0, "\(apply.output)\(apply.messages)")
      #expect(apply.output.contains("Verified: 1 of 1 webhook received the test event."))
      let proven = try await workspace.runBuilt(["drift", "--ping"] + server.options)
      #expect(proven.exitCode == 0, "\(proven.output)\(proven.messages)")
      let heard = try await receiver.stop().output
      #expect(heard.components(separatedBy: "verified (LISTEN_SECRET)").count == 3, "twice: \(heard)")

      // Somebody changes the receiver's secret.
      receiver = try await ListenProcess.start(port, environment: ["LISTEN_SECRET": Self.other])
      let drift = try await workspace.runBuilt(["drift", "--ping"] + server.options)
      #expect(drift.exitCode == 2, "\(drift.output)\(drift.messages)")
      #expect(drift.output.contains("the receiver refused the signature: its secret differs"))
      #expect(drift.output.contains("Test events failed: 0 of 1 webhook received the test event, 1 failed."))
      _ = try await receiver.stop()

      // The receiver is down for three events.
      var missed: [String] = []
      for _ in 0..<3 { missed.append(try await happen(server.url).eventId) }
      #expect(Set(try await failures(3, workspace, server.options)) == Set(missed))

      receiver = try await ListenProcess.start(port + ["--dir", workspace.directory.file("events")])
      let redeliver = ["redeliver", "--failed", "--format", "json"] + server.options
      let dry = try await workspace.runBuilt(redeliver + ["--dry-run"])
      let planned = try dry.decoded(as: Redelivered.self).results
      #expect(planned.map(\.status) == Array(repeating: "planned", count: 3))
      let run = try await workspace.runBuilt(redeliver)
      #expect(run.exitCode == 0, "\(run.output)\(run.messages)")
      let report = try run.decoded(as: Redelivered.self)
      #expect(report.results.map(\.eventId) == missed, "in their order")
      #expect(report.results.map(\.status) == Array(repeating: "succeeded", count: 3))
      #expect(report.results.map(\.times) == [1, 1, 1])
      #expect(report.skipped.map(\.reason) == ["it is a test event"])
      let again = try await workspace.runBuilt(redeliver)
      #expect(again.exitCode == 0)
      let nothing = try again.decoded(as: Redelivered.self)
      #expect(nothing.results.isEmpty && nothing.skipped.count == 4)

      let events = try TemporaryDirectoryContents.read(workspace.directory.file("events"))
      #expect(events.count == 3, "these and no others, once")
      for id in missed { #expect(events.count { $0.contains(id) } == 1) }
      let last = try await receiver.stop().output
      #expect(last.contains("Stopped: 3 accepted"), "\(last)")
      _ = try await server.stop()
    }
  }
}

/// The files of a folder.
private enum TemporaryDirectoryContents {
  static func read(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted().map { name in
      String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
    }
  }
}
