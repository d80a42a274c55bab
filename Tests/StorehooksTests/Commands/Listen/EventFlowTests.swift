import Events
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every event type on its way to `storehooks listen`, and everything said about it there: as text, as JSON, and in a
/// command's variables.
@Suite struct EventFlowTests {
  /// One receiver prints text; the other prints JSON and runs a command that notes its variables.
  private struct Receivers {
    let text: ListenProcess
    let json: ListenProcess
    let directory: TemporaryDirectory

    init(in directory: TemporaryDirectory) async throws {
      self.directory = directory
      text = try await ListenProcess.start()
      json = try await ListenProcess.start(
        ["--format", "json", "--exec", "env | grep ^STOREHOOKS_ | sort >\"$OUT/$STOREHOOKS_EVENT_TYPE\""],
        environment: ["OUT": directory.path])
    }

    var urls: [String] { [text, json].map { "http://127.0.0.1:\($0.port)/" } }

    func check(_ name: String) async throws {
      let lines = try await text.stop().output.split(separator: "\n").dropFirst()
      try Golden.check(Self.lasting(lines.map { $0 + "\n" }.joined()), named: "events/\(name).txt")
      let documents = try await json.stop().output.split(separator: "\n").filter {
        $0.contains(#""kind":"event""#)
      }
      try Golden.check(Self.lasting(documents.map { $0 + "\n" }.joined()), named: "events/\(name).jsonl")
      let blocks = try EventCatalogue.all.map { try "\(directory.read($0.type))" }
      try Golden.check(Self.lasting(blocks.joined(separator: "\n")), named: "events/\(name)-variables.txt")
    }

    /// Without what differs each time: dates (the digits of the fraction stay) and random IDs.
    private static func lasting(_ text: String) -> String {
      text.replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/#) { _ in "TIME" }
        .replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/#) { match in
          "DATE\(match.1.map { ".\(String(repeating: "0", count: $0.count - 1))" } ?? "")Z"
        }
        .replacing(#/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/#) { match in
          match.0.hasPrefix("0d3c5b1e-") ? String(match.0) : "UUID"
        }
    }
  }

  @Test func fromTrigger() async throws {
    try await TemporaryDirectory.with { directory in
      let receivers = try await Receivers(in: directory)
      for event in EventCatalogue.all {
        for url in receivers.urls {
          let result = try await Command(
            BuiltProduct.path(named: "storehooks"),
            ["trigger", event.type, "--to", url, "--secret-env", "LISTEN_SECRET"],
            environment: ["LISTEN_SECRET": ListenProcess.secret]
          ).run()
          #expect(result.exitCode == 0, "\(result)")
        }
      }
      try await receivers.check("trigger")
    }
  }

  @Test func fromTheSimulator() async throws {
    try await TemporaryDirectory.with { directory in
      let receivers = try await Receivers(in: directory)
      let types = EventCatalogue.types.map { "\"\($0.type)\"" }.joined(separator: ",")
      let webhooks = receivers.urls.enumerated().map { index, url in
        """
        {"id":"hook-\(index)","name":"Mine","url":"\(url)","eventTypes":[\(types)],"secret":"\(ListenProcess.secret)"}
        """
      }
      let fleet = try directory.write(
        """
        {"apps":[{"id":"6400000011","bundleId":"com.example.notes","name":"Notes",
        "webhooks":[\(webhooks.joined(separator: ","))]}]}
        """, to: "fleet.json")
      let simulation = try Command(
        BuiltProduct.path(named: "storehooks"), ["simulate", "--fleet", fleet, "--deliver"]
      ).start()
      let line = try await simulation.readLine()
      let port = try #require(line.split(separator: ":").last.flatMap { UInt16($0) })
      func post(_ path: String, _ body: String) throws {
        let connection = try RawConnection(port: port)
        connection.send(
          "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        let response = try connection.response()
        #expect(response.status == 201, "\(response.text)")
      }
      for event in EventCatalogue.all {
        if event.type == EventCatalogue.test.type {
          for index in receivers.urls.indices {
            let webhook = #"{"data":{"type":"webhooks","id":"hook-\#(index)"}}"#
            try post(
              "/v1/webhookPings",
              #"{"data":{"type":"webhookPings","attributes":{},"relationships":{"webhook":\#(webhook)}}}"#)
          }
        } else {
          try post("/simulator/events", #"{"app":"com.example.notes","eventType":"\#(event.type)"}"#)
        }
        // Deliveries have no order, so the next event waits for this one.
        _ = try await receivers.text.running.readLine()
        while try await !receivers.json.running.readLine().contains(#""kind":"event""#) {}
      }
      simulation.send(signal: SIGTERM)
      #expect(try await simulation.wait().exitCode == 0)
      try await receivers.check("simulator")
    }
  }
}
