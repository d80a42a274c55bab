import TestSupport
import Testing

@testable import storehooks

/// Event types that this version doesn't know, on webhooks that the file lists.
@Suite struct UnknownEventsCommandTests {
  private static let file = """
    version: 1
    apps:
      com.example.notes:
        webhooks:
          Bot: { url: "https://bot.example.com/", events: [BUILD_UPLOAD_STATE_UPDATED], secret: { env: BOT } }
    """

  private static let fleet = """
    {"apps":[{"id":"1","bundleId":"com.example.notes","name":"Notes","webhooks":[{"id":"w1","name":"Bot",
    "url":"https://bot.example.com/","enabled":false,"eventTypes":["BUILD_UPLOAD_STATE_UPDATED","LATER_CREATED"],
    "secret":"x"}]}]}
    """

  @Test func everyFormatAgreesThatTheyStay() async throws {
    try await TemporaryDirectory.with { directory in
      var workspace = Workspace(directory: directory)
      workspace.environment = ["BOT": "not-a-secret-of-the-bot"]
      try directory.write(Self.file, to: "webhooks.yaml")
      try directory.write(Self.fleet, to: "fleet.json")
      let note =
        "note: 1 webhook keeps event types that this version doesn't know: LATER_CREATED; set "
        + "'allowUnknownEvents: true' to let the file decide\n"
      let planned = await workspace.recorded("plan")
      #expect(planned.output.contains("enabled  false → true"))
      #expect(!planned.output.contains("events "))
      #expect(planned.output.contains("keeps LATER_CREATED, which this version doesn't know"))
      #expect(planned.messages.contains(note), "\(planned.messages)")
      let markdown = await workspace.recorded("plan", "--format", "markdown")
      #expect(
        markdown.output.contains("keeps LATER") && !markdown.output.contains("events"), "\(markdown.output)")
      let applied = await workspace.recorded("apply", "--yes")
      #expect(applied.exitCode == 0)
      #expect(applied.messages.contains(note))
      #expect(try directory.read("fleet.json").contains("LATER_CREATED"))
      for command in [["plan", "--detailed-exitcode"], ["drift"]] {
        let again = await workspace.recorded(command)
        #expect(again.exitCode == 0)
        #expect(again.messages.contains(note))
      }
      let json = await workspace.recorded("plan", "--format", "json")
      #expect(
        json.output.contains(#""reason" : "keeps LATER_CREATED, which this version doesn't know""#),
        "\(json.output)")
      try directory.write(Self.file + "\nallowUnknownEvents: true\n", to: "webhooks.yaml")
      #expect(await workspace.recorded("plan").output.contains("events   - LATER_CREATED"))
      #expect(await workspace.recorded("drift").exitCode == 2)
    }
  }
}
