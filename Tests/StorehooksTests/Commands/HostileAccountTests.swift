import AppStoreConnect
import Platform
import Simulator
import TestSupport
import Testing

@testable import storehooks

/// What others have put into the account is shown, but names and URLs don't drive the terminal, and a password in a URL
/// isn't seen. Commands still do their work.
@Suite struct HostileAccountTests {
  private static let password = "canary-password"
  private static let name =
    "Evil\u{1B}[2J\u{1B}]0;title\u{07}\u{9B}31m\u{202E}txt.\u{2028}\r\n::error::x"
    + "a\u{3164}\u{115F}\u{1160}\u{FFA0}\u{34F}\u{200D}\u{FE0F}\u{FE00}\u{E0041}\u{E0100}\u{AD}\u{180E}\u{2062}\u{2800}\u{A0}z"

  private func prepare(_ workspace: inout Workspace) throws {
    var fleet = try workspace.fleet
    let events = [EventType.known[0], EventType(rawValue: "NEW\u{1B}[31m_TYPE\u{202E}")]
    for index in fleet.apps.indices {
      fleet.apps[index].name = "App \(Self.name)"
      guard fleet.apps[index].webhooks.count < 8 else { continue }
      fleet.apps[index].webhooks += [
        .init(
          id: "evil\(index)", name: Self.name,
          url: "https://user:\(Self.password)@evil.example.com/\u{1B}[0m",
          eventTypes: events),
        .init(
          id: "mark\(index)", name: "Mark",
          url: "https://u:\u{301}\(Self.password)@\u{301}evil.example.com/", eventTypes: [EventType.known[0]]),
        .init(
          id: "token\(index)", name: "Token \(index)", url: "https://\(Self.password)@evil.example.com/a@b",
          eventTypes: [EventType.known[0]]),
      ]
    }
    // A webhook that the file knows has such a URL, too, and gets another one.
    fleet.apps[0].webhooks[0].url = "https://bot:\(Self.password)@hooks.example.com/"
    try FleetFile(path: workspace.directory.file("fleet.json")).save(fleet)
  }

  private func check(_ run: Workspace.Run, _ what: [String]) {
    for text in [run.output, run.messages] {
      #expect(!text.contains(Self.password), "\(what): \(text)")
      let unsafe = text.unicodeScalars.filter { TerminalText.isHidden($0) && $0 != "\n" }
      #expect(unsafe.isEmpty, "\(what): \(text.debugDescription)")
      #expect(!text.contains("\n::error::x"), "\(what)")
    }
  }

  private static let invocations: [[String]] = [
    ["plan"], ["drift", "--all-apps"], ["list", "--all-apps"], ["import", "--all-apps"],
    ["deliveries", "--app", "*"], ["ping", "--app", "*"], ["plan", "--verbose"],
    ["apply", "--yes", "--allow-deletes", "100"],
  ]

  @Test func aTestReportShowsWhatCannotBeSeen() async throws {
    try await Workspace.with { workspace in
      try prepare(&workspace)
      check(await workspace.simulated("drift", "--all-apps", "--format", "junit"), ["junit"])
      try workspace.edit("webhooks.yaml") {
        $0.replacing("Crash triage:", with: "\"Crash\u{3164}\\u200dtriage\":")
      }
      try workspace.edit("webhooks.yaml") {
        $0.replacing("BUILD_UPLOAD_STATE_UPDATED", with: "BUILD\u{34F}UPLOAD")
      }
      for format in ["text", "gitlab", "markdown", "json"] {
        let run = await workspace.run("validate", "--format", format)
        #expect(run.exitCode == 65)
        check(run, ["validate", format])
      }
    }
  }

  @Test(arguments: ["text", "json", "markdown"])
  func nothingDrivesTheTerminalAndNoPasswordIsSeen(format: String) async throws {
    try await Workspace.with { workspace in
      try prepare(&workspace)
      // `import` has no Markdown.
      let invocations = Self.invocations.filter { format != "markdown" || $0[0] != "import" }
      for arguments in invocations {
        let run = await workspace.simulated(arguments + ["--format", format])
        #expect([0, 1, 2].contains(run.exitCode), "\(arguments): \(run.messages)")
        check(run, arguments)
      }
      // `apply` has done what the file says, whatever was shown.
      #expect(!(try workspace.fleet.apps[0].webhooks.contains { $0.url.contains(Self.password) }))
    }
  }

  @Test func theUserNameIsShown() async throws {
    try await Workspace.with { workspace in
      try prepare(&workspace)
      let list = await workspace.simulated("list", "--all-apps")
      #expect(list.output.contains(#"https://user:…@evil.example.com/\u{1B}[0m"#))
      #expect(list.output.contains("https://…@evil.example.com/a@b"))
      let plan = await workspace.simulated("plan", "--format", "json")
      #expect(plan.output.contains(#""before" : "https://bot:…@hooks.example.com/""#), "\(plan.output)")
    }
  }

  @Test func aSavedPlanHoldsNoPasswordAndIsApplied() async throws {
    try await Workspace.with { workspace in
      try prepare(&workspace)
      let path = workspace.directory.file("plan.json")
      let plan = await workspace.simulated("plan", "--out", path)
      #expect(plan.exitCode == 0, "\(plan.messages)")
      #expect(!(try workspace.directory.read("plan.json").contains(Self.password)))
      let apply = await workspace.simulated("apply", path, "--yes", "--allow-deletes", "100")
      #expect(apply.exitCode == 0, "\(apply.messages)")
      #expect(!(try workspace.fleet.apps[0].webhooks.contains { $0.url.contains(Self.password) }))
    }
  }
}
