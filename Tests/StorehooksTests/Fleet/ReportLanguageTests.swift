import Simulator
import TestSupport
import Testing

@testable import storehooks

/// `report` on apps that rules bring in, that were handed over, or that needn't be covered.
@Suite struct ReportLanguageTests {
  private struct Document: Decodable {
    struct App: Decodable {
      var bundleId: String
      var coveredBy: String?
      var leftAloneBy: String?
    }
    struct Finding: Decodable, Equatable {
      var kind: String
      var app: String?
      var message: String
    }
    var apps: [App]
    var attention: [Finding]

    func uncovered() -> [String] { attention.filter { $0.kind == "uncovered" }.compactMap(\.app) }
    func app(_ bundleId: String) -> App? { apps.first { $0.bundleId == bundleId } }
  }

  private func report(_ bench: FleetBench) async throws -> Document {
    let run = await bench.run("report", "--format", "json")
    #expect(run.exitCode == 0, "\(run.messages)")
    return try run.decoded(as: Document.self)
  }

  @Test func aRuleCovers() async throws {
    try await FleetBench.with { bench in
      let report = try await report(bench)
      #expect(report.uncovered() == ["com.example.internal", "net.vault"])
      #expect(report.app("com.example.notes")?.coveredBy == "defaults")
      #expect(report.app("net.vault")?.coveredBy == nil && report.app("net.vault")?.leftAloneBy == nil)
      #expect(
        report.attention.contains {
          $0.message == "neither a file nor a default covers this app, which has no webhook"
        })
    }
  }

  @Test func whatIsLeftAloneIsNoFinding() async throws {
    try await FleetBench.with { bench in
      try bench.edit(
        "apps: {}",
        "apps: { com.example.tasks: { prune: false } }\npolicy: { ignoreApps: [\"net.*\"] }\nforget: [\"1003\"]"
      )
      let quiet = try await report(bench)
      #expect(quiet.uncovered().isEmpty, "\(quiet.attention)")
      #expect(quiet.app("com.example.tasks")?.coveredBy == "listed")
      #expect(quiet.app("com.example.internal")?.leftAloneBy == "forget")
      #expect(quiet.app("net.vault")?.leftAloneBy == "ignoreApps")
      let text = await bench.run("report", "--format", "text")
      #expect(
        text.output.contains("4 apps, ") && text.output.contains("; 2 apps left alone"), "\(text.output)")
      let page = await bench.run("report", "--format", "html")
      for remark in ["by defaults", "under forget", "under policy.ignoreApps"] {
        #expect(page.output.contains("<small>(\(remark))</small>"), "\(remark)")
      }
      // Apps that were handed over aren't our business, with or without webhooks; ignored ones show their webhooks.
      try bench.change { fleet in
        fleet.apps[2] = FleetBench.app("3", "com.example.internal", "Theirs")
        fleet.apps[3] = FleetBench.app("4", "net.vault", "By hand")
      }
      #expect(try await report(bench).uncovered() == ["net.vault"])
      let drift = await bench.run(
        "drift", "--all-apps", "--report", bench.workspace.directory.file("page.html"))
      #expect(drift.exitCode == 2)
      #expect(try bench.workspace.directory.read("page.html").contains("Apps that nothing covers"))
    }
  }
}
