import CommandLine
import Diagnostics
import Reports
import Reconciler

extension DriftCommand {
  /// Tests every enabled webhook of the file, with `--ping`; `nil` without.
  func ping(_ planned: PlannedRun) async -> [PingResult]? {
    guard session[.ping] else { return nil }
    let client = planned.connection.client
    return await session.ping(
      planned.plan.enabledWebhooksOfFile(readings: planned.readings), client,
      session.follower(client, isStopped: { false }))
  }

  /// What came of it, as a part of the report on what differs.
  func section(of pings: [PingResult]) -> MarkdownReport.Section {
    PingMarkdown.section(pings, heading: "Tested: \(PingText.tally(pings))")
  }

  /// Shows what came of it, after what differs.
  func show(_ pings: [PingResult]) throws {
    try session.show(pings, heading: "Test events passed:", failedHeading: "Test events failed:")
  }
}
