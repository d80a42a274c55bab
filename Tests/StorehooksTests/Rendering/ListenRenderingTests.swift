@testable import Reports
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

/// What `listen` prints, in both formats.
@Suite struct ListenRenderingTests {
  private static let time = Date(timeIntervalSince1970: 1_800_000_000.25)

  private static func event(
    _ body: String, _ signature: ReceivedEvent.Signature, status: Int = 200, file: String? = nil
  ) -> ListenReport {
    let bytes = Array(body.utf8)
    return .event(
      ReceivedEvent(
        receivedAt: time, body: bytes, notification: try? WebhookNotification(body: bytes),
        signature: signature, status: status, file: file))
  }

  private static let reports: [ListenReport] = [
    .listening(url: "http://127.0.0.1:9000"),
    event(
      """
      {"data":{"type":"buildUploadStateUpdated","id":"n-1","version":1,"attributes":{"oldState":"A",\
      "newState":"B","timestamp":"2025-06-09T10:09:30.123Z","big":9007199254740993,"half":0.5},\
      "relationships":{"instance":{"data":{"type":"buildUploads","id":"b-1"},"links":{"self":"https://x/"}}}}}
      """, .verified(secret: "NAME"), file: "events/x.json"),
    event(#"{"data":{"type":"webhookPingCreated","id":"p"}}"#, .unverified, status: 503),
    event(
      #"{"data":{"type":"a\u001b[31m\u009b","id":"\u202e🔔","attributes":{"newValue":"x\ny"}}}"#,
      .refused(.mismatch), status: 401),
    event(
      #"{"data":{"type":"x","id":"n","attributes":{"oldValue":"\#(String(repeating: "long ", count: 40))"}}}"#,
      .unverified),
    event("\u{1B}c", .refused(.wrongLength(digits: 3)), status: 401),
    .command(CommandRun(endedAt: time, eventId: "n-1", ending: .exited(0), duration: .milliseconds(12))),
    .command(CommandRun(endedAt: time, eventId: "\u{1B}c", ending: .exited(3), duration: .seconds(2))),
    .command(CommandRun(endedAt: time, eventId: "n", ending: .killed(signal: 9), duration: .zero)),
    .command(
      CommandRun(endedAt: time, eventId: "n", ending: .timedOut(.seconds(30)), duration: .seconds(30))),
    .command(
      CommandRun(endedAt: time, eventId: "n", ending: .notStarted("Argument list too long"), duration: .zero)),
    .summary(ListenTally()),
    .summary(
      ListenTally(
        accepted: 1200, refused: 2, malformed: 3, overflowed: 4, failed: 5, commands: 6, failedCommands: 7)),
  ]

  @Test func text() throws {
    let text = ListenText(zone: .fixed(seconds: 3600, name: "CET"))
    let lines = Self.reports.map(text.line(of:))
    #expect(lines.allSatisfy { $0.hasSuffix("\n") && $0.count { $0 == "\n" } == 1 })
    try Golden.check(lines.joined(), named: "listen.txt")
    let styled = ListenText(style: Style(isOn: true), zone: .fixed(seconds: 0, name: "UTC"))
    #expect(styled.line(of: Self.reports[2]).contains("\u{1B}[33munverified\u{1B}[39m"))
  }

  @Test func json() throws {
    let lines = try Self.reports.map { try #require($0.json) }
    for line in lines {
      #expect(throws: Never.self) { try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8)) }
      // Nothing that a terminal would act on.
      let isHarmless = line.dropLast().unicodeScalars.allSatisfy {
        ![.control, .format, .lineSeparator].contains($0.properties.generalCategory)
      }
      #expect(isHarmless)
    }
    try Golden.check(lines.joined(), named: "listen.jsonl")
  }

  @Test func namesFilesSafely() {
    func name(_ type: String, _ id: String) -> String {
      EventFolder.name(
        of: WebhookNotification(type: NotificationType(rawValue: type), id: id), at: Self.time)
    }
    #expect(name("buildUploadStateUpdated", "a-1") == "20270115T080000.250Z-buildUploadStateUpdated-a-1")
    #expect(name("", "..") == "20270115T080000.250Z-_-__")
    #expect(name("é/\u{0}\n", " ~") == "20270115T080000.250Z-_____-__")
    #expect(name(String(repeating: "a", count: 300), String(repeating: "b", count: 300)).utf8.count == 150)
  }
}
