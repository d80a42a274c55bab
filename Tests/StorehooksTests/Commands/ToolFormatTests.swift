@testable import Reports
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// `--format gitlab` and `--format junit`: reports that CI systems show in merge requests.
@Suite struct ToolFormatTests {
  private struct Issue: Decodable, Equatable {
    struct Place: Decodable, Equatable {
      var path: String
      var lines: [String: Int]
    }
    var description: String
    var fingerprint: String
    var severity: String
    var location: Place
  }

  private static let invalid = """
    version: 1
    apps:
      com.example.a:
        webhooks:
          A: { url: "http://a.example.com", events: [BUILD_UPLOD_STATE_UPDATED], secret: { env: A } }
          B: { url: "http://a.example.com", events: [BUILD_*], secret: { env: A } }

    """

  @Test func codeQuality() async throws {
    try await Workspace.with { workspace in
      workspace.environment["CI_PROJECT_DIR"] = workspace.directory.path
      let valid = await workspace.run("validate", "--format", "gitlab")
      #expect(valid == .init(exitCode: 0, output: "[\n\n]\n", messages: ""))
      try workspace.directory.write(Self.invalid, to: "webhooks.yaml")
      let run = await workspace.run("validate", "--format", "gitlab")
      #expect(run.exitCode == 65)
      #expect(run.messages == (await workspace.run("validate")).messages)
      try Golden.check(run.output, named: "formats/gitlab.json")
      let issues = try run.decoded(as: [Issue].self)
      #expect(issues.map(\.location.lines) == [["begin": 5], ["begin": 5], ["begin": 6]])
      #expect(Set(issues.map(\.fingerprint)).count == 3, "also where two have the same words")
      #expect(issues.allSatisfy { $0.fingerprint.count == 64 })

      try workspace.directory.write("# Moved down.\n\n" + Self.invalid, to: "webhooks.yaml")
      let moved = try await workspace.run("validate", "--format", "gitlab").decoded(as: [Issue].self)
      #expect(moved.map(\.fingerprint) == issues.map(\.fingerprint))
      #expect(moved.map(\.location.lines) == [["begin": 7], ["begin": 7], ["begin": 8]])
    }
  }

  @Test func codeQualityOfAFailure() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write("version: 1\napps: { com.example.a: {} }\n", to: "webhooks.yaml")
      let usage = await workspace.run("validate", "--format", "gitlab", "--app", "com.example.nots")
      #expect(usage.exitCode == 64)
      let issues = try usage.decoded(as: [Issue].self)
      #expect(issues.count == 1)
      #expect(issues.first?.location.lines == ["begin": 1])
      let missing = await workspace.run(
        "validate", "--format", "gitlab", "-f", workspace.directory.file("x.yaml"))
      #expect(missing.exitCode == 65)
      #expect(try missing.decoded(as: [Issue].self).first?.severity == "critical")
    }
  }

  @Test func junit() async throws {
    try await Workspace.with { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      let well = await workspace.recorded("drift", "--format", "junit")
      #expect(well.exitCode == 0)
      try Golden.check(well.output, named: "formats/junit-no-drift.xml")
      var fleet = try workspace.fleet
      fleet.apps[0].webhooks.removeAll { $0.name == "Release bot" }
      fleet.apps[0].webhooks[0].enabled.toggle()
      fleet.apps[1].webhooks[0].name = "<Bot> & \"co\" \u{1B}]]>\u{202E}\u{FFFF}\n"
      fleet.apps.remove(at: 2)
      fleet.apps[3].webhooks = fleet.apps[1].webhooks
      for index in fleet.apps[3].webhooks.indices { fleet.apps[3].webhooks[index].id = "other\(index)" }
      try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
      let run = await workspace.recorded("drift", "--all-apps", "--format", "junit")
      #expect(run.exitCode == 2)
      #expect(Self.xmlProblem(in: run.output) == nil)
      try Golden.check(run.output, named: "formats/junit-drift.xml")
      // The attributes in the schema of Jenkins' xUnit plugin (junit-10.xsd).
      let allowed: [String: Set] = [
        "testsuites": ["name", "tests", "failures", "errors", "time"],
        "testsuite": ["name", "tests", "failures", "errors", "skipped", "time"],
        "testcase": ["classname", "name", "time"], "failure": ["message", "type"],
        "error": ["message", "type"], "skipped": ["message", "type"],
      ]
      for tag in run.output.matches(of: #/<(\w+)((?: \w+="[^"]*")+)/#) {
        let names = tag.2.matches(of: #/ (\w+)="/#).map { String($0.1) }
        #expect(allowed[String(tag.1)]?.isSuperset(of: names) == true, "\(tag.0)")
      }
      let pinged = await workspace.recorded("drift", "--ping", "--format", "junit")
      #expect(pinged.output.contains("<testsuite name=\"test events\""))
    }
  }

  @Test func junitOfAFailure() async throws {
    try await Workspace.with { workspace in
      try workspace.directory.write(Self.invalid, to: "webhooks.yaml")
      let run = await workspace.simulated("drift", "--format", "junit")
      #expect(run.exitCode == 65)
      #expect(Self.xmlProblem(in: run.output) == nil)
      try Golden.check(run.output, named: "formats/junit-failure.xml")
    }
  }

  /// Why a text isn't well-formed, as far as our reports go: tags that don't match, characters that XML 1.0 doesn't
  /// allow, a bare `&` or `<`.
  private static func xmlProblem(in text: String) -> String? {
    let isAllowed = text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || (scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF)
    }
    guard isAllowed, text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") else {
      return "characters"
    }
    var open: [Substring] = []
    for tag in text.split(separator: "<").dropFirst() {
      guard let end = tag.firstIndex(of: ">") else { return "open tag: \(tag)" }
      let inside = tag[..<end]
      let name = inside.drop { $0 == "/" }.prefix { $0.isLetter }
      if inside.hasPrefix("/") {
        guard open.popLast() == name else { return "mismatch: \(name)" }
      } else if !inside.hasSuffix("/") {
        open.append(name)
      }
      let entities = tag.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
      let known = ["amp;", "lt;", "gt;", "quot;"]
      if let bare = entities.first(where: { entity in !known.contains { entity.hasPrefix($0) } }) {
        return "&\(bare)"
      }
    }
    return open.isEmpty ? nil : "open: \(open)"
  }
}
