import Cryptography
import Simulator
import TestSupport
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Variables on the command line and in saved plans, and what is seen of sensitive ones.
@Suite struct VariableCommandTests {
  private static let invocations = [
    ["validate"], ["validate", "--format", "json"], ["validate", "--format", "gitlab"],
    ["plan", "--verbose"],
    ["plan", "--format", "json"], ["plan", "--format", "markdown"], ["apply"], ["apply", "--format", "json"],
    ["drift", "--all-apps"], ["drift", "--all-apps", "--format", "json"], ["drift", "--format", "markdown"],
    ["drift", "--all-apps", "--format", "junit"], ["drift", "--ping", "--verbose"], ["list"],
    ["list", "--all-apps", "--format", "json"], ["list", "--all-apps", "--format", "markdown"],
    ["list", "--app", "com.example.notes"], ["import", "--all-apps"],
    ["import", "--all-apps", "--format", "json"],
    ["ping", "--format", "json"], ["ping", "--app", "*"], ["deliveries", "--format", "json"],
    ["redeliver", "--failed", "--verbose"], ["report"], ["report", "--format", "json"],
    ["report", "--show-urls"], ["state", "--format", "json"], ["adopt"], ["adopt", "--all-apps"],
    ["adopt", "--format", "json"], ["adopt", "--format", "markdown"],
  ]

  /// Commands that read apps that no file names.
  private static func readsOthers(_ arguments: [String]) -> Bool {
    arguments.contains { ["--all-apps", "*", "--show-urls"].contains($0) }
  }

  func check(_ run: Workspace.Run, _ workspace: Workspace, _ what: Comment) throws {
    var texts = [run.output, run.messages]
    for name in ["summary.md", "output.txt", "webhooks.state.json", "plan.json", "imported.yaml"] {
      texts.append((try? workspace.directory.read(name)) ?? "")
    }
    for text in texts {
      let isSeen = text.contains("canary")
      #expect(!isSeen, what)
    }
  }

  @Test func aSensitiveValueIsSeenNowhere() async throws {
    for state in ["set", "unset", "another"] {
      try await Workspace.withLanguage { workspace in
        workspace.environment["GITHUB_ACTIONS"] = "true"
        workspace.environment["GITHUB_STEP_SUMMARY"] = workspace.directory.file("summary.md")
        workspace.environment["GITHUB_OUTPUT"] = workspace.directory.file("output.txt")
        if state == "unset" { workspace.environment["STOREHOOKS_VAR_ZAP"] = nil }
        if state == "another" {
          workspace.environment["STOREHOOKS_VAR_ZAP"] = "https://other.example.com/\(Workspace.canary)-2/"
        }
        for arguments in Self.invocations {
          let run = await workspace.recorded(arguments)
          // A webhook of an app that no file names can have a value that isn't known here.
          guard state != "another" || !Self.readsOthers(arguments) else {
            _ = try workspace.directory.write("", to: "summary.md")
            continue
          }
          try check(run, workspace, "\(state) \(arguments)")
        }
        _ = await workspace.recorded("plan", "--out", workspace.directory.file("plan.json"))
        let applied = await workspace.recorded("apply", "--yes", "--verify", "--verbose")
        #expect(applied.exitCode == (state == "unset" ? 1 : 0), "\(applied.messages)")
        try check(applied, workspace, "\(state) apply")
        for arguments in Self.invocations where state != "another" || !Self.readsOthers(arguments) {
          try check(await workspace.recorded(arguments), workspace, "\(state) \(arguments), later")
        }
        if state == "set" {
          let imported = workspace.directory.file("imported.yaml")
          let run = await workspace.recorded("import", "--all-apps", "--out", imported)
          try check(run, workspace, "import")
          #expect(run.exitCode == 0, "\(run.messages)")
          #expect(run.messages.contains("a sensitive variable stands for its URL"))
        }
      }
    }
  }

  /// A branch takes an app off the variable, which its job doesn't have; nothing is on record.
  @Test func whatMayHaveBeenMadeWithAnUnsetVariableIsHidden() async throws {
    try await Workspace.withLanguage { workspace in
      workspace.environment["STOREHOOKS_VAR_ZAP"] = nil
      try workspace.edit("webhooks.yaml") {
        $0.replacing("    use: [Release bot, Zap]\n", with: "    use: [Release bot]\n")
          + "  com.example.vault: { use: [Zap] }\n"
      }
      try workspace.edit("fleet.json") { $0.replacing("\"name\": \"Zap\"", with: "\"name\": \"By hand\"") }
      for arguments in Self.invocations where arguments[0] != "state" {
        try check(await workspace.recorded(arguments), workspace, "\(arguments)")
      }
      let plan = await workspace.recorded("plan", "--format", "json")
      #expect(plan.output.contains("https://hooks.zap.example.com/…"), "\(plan)")
      #expect(
        plan.output.contains("https://old.example.com/…\""), "no URL of the file has this host: \(plan)")
      try workspace.edit("webhooks.yaml") { $0.replacing("  com.example.vault: { use: [Zap] }\n", with: "") }
      let adopt = await workspace.recorded("adopt")
      #expect(
        adopt.messages.contains(
          "its URL may be the value of a sensitive variable, because STOREHOOKS_VAR_ZAP isn't set here; set it"
        ),
        "\(adopt)")
    }
  }

  /// Two hooks of one vendor, of which one is a variable: neither the other nor the file is altered.
  @Test func whatIsLikeASensitiveURLIsWrittenAsItIs() async throws {
    try await Workspace.withLanguage { workspace in
      let folder = workspace.directory
      let other = "https://hooks.zap.example.com/catch/another/x"
      try workspace.edit("fleet.json") {
        $0.replacing(
          "\"Release bot\", \"url\": \"https://old.example.com/\"",
          with: "\"Release bot\", \"url\": \"\(other)\"")
      }
      let imported = folder.file("imported.yaml")
      let run = await workspace.recorded("import", "--all-apps", "--out", imported)
      #expect(run.exitCode == 0, "\(run)")
      #expect(try folder.read("imported.yaml").contains("url: \(other)\n"), "\(run)")
      let plan = await workspace.recorded(["plan", "--detailed-exitcode", "-f", imported])
      #expect(plan.exitCode == 0, "\(plan)")
      // The file states in the clear what the variable keeps secret: there is no diff that could be shown.
      try folder.write(
        """
        version: 1
        variables: { zap: { sensitive: true } }
        apps:
          com.example.vault:
            webhooks: { By hand: { url: "\(Workspace.capability)", events: [BETA_*], secret: { env: S } } }
          com.example.tasks:
            webhooks: { Zap: { url: "{zap}", events: [BETA_*], secret: { env: S } } }
        """, to: "webhooks.yaml")
      let adopt = await workspace.recorded("adopt", "--app", "com.example.vault")
      #expect(adopt.exitCode == 1 && adopt.output.isEmpty, "\(adopt)")
      #expect(
        adopt.messages.contains("error: the diff would show something that must not be seen"), "\(adopt)")
      #expect(!(adopt.output + adopt.messages).contains("canary"))
      let written = await workspace.recorded("adopt", "--app", "com.example.vault", "--write")
      #expect(written.exitCode == 0 && !written.messages.contains("canary"), "\(written)")
      #expect(try folder.read("webhooks.yaml").contains("events: [BUILD_UPLOAD_STATE_UPDATED]"))
    }
  }

  /// A bundle ID, which everybody sees, in a sensitive URL and in a webhook's secret.
  @Test func whatAFileSaysInTheClearIsNoSecret() async throws {
    try await Workspace.withLanguage { workspace in
      let folder = workspace.directory
      workspace.environment["STOREHOOKS_VAR_ZAP"] =
        "https://flows.example.com/webhook/com.example.notes-\(Workspace.canary)"
      workspace.environment["S"] = "com.example.notes-\(Workspace.canary)-2026"
      let path = folder.file("plan.json")
      let plan = await workspace.recorded("plan", "--format", "json", "--out", path)
      #expect(plan.output.contains("\"bundleId\" : \"com.example.notes\""), "\(plan)")
      #expect(!plan.output.contains("withheld"))
      let applied = await workspace.recorded("apply", path, "--yes")
      #expect(applied.exitCode == 0, "\(applied)")
      try check(applied, workspace, "apply")
      var fleet = try workspace.fleet
      fleet.apps[1].webhooks[0].enabled.toggle()
      fleet.apps[0].webhooks[0].enabled.toggle()
      try FleetFile(path: folder.file("fleet.json")).save(fleet)
      let adopt = await workspace.recorded("adopt")
      #expect(adopt.exitCode == 0 && !adopt.output.contains("withheld"), "\(adopt)")
      try check(adopt, workspace, "adopt")
    }
  }

  /// The value is too short to be looked for, and what stands around it is not.
  @Test func aShortValueIsWithheldWithItsURL() async throws {
    try await Workspace.withLanguage { workspace in
      workspace.environment["STOREHOOKS_VAR_ZAP"] = "qw3"
      try workspace.edit("webhooks.yaml") {
        $0.replacing("\"{zap}\"", with: "\"https://short.example.com/{zap}/x\"")
      }
      let error =
        #"{"code": "X", "title": "bad", "detail": "https://short.example.com/qw3/x is not allowed"}"#
      let rule =
        #"{"match": {"method": "PATCH"}, "action": {"status": {"code": 409, "errors": [\#(error)]}}}"#
      try workspace.directory.write("{\"rules\": [\(rule)]}", to: "faults.json")
      let server = try await SimulatorProcess.start(in: workspace, options: ["--faults", "faults.json"])
      let run = try await workspace.built(["apply", "--yes", "--no-state"] + server.options).run()
      #expect(run.exitCode == 1 && run.errorOutput.contains("bad: (withheld: it repeats a secret)"), "\(run)")
      #expect(!(run.output + run.errorOutput).contains("qw3"), "\(run)")
    }
  }

  /// What a saved plan hides was decided when it was made.
  @Test func aVariableThatIsSetAfterThePlanChangesNothingOfIt() async throws {
    try await Workspace.withLanguage { workspace in
      try workspace.edit("webhooks.yaml") {
        $0.replacing("    use: [Release bot, Zap]\n", with: "    use: [Release bot]\n")
      }
      let path = workspace.directory.file("plan.json")
      for isSet in [false, true] {
        workspace.environment["STOREHOOKS_VAR_ZAP"] = isSet ? Workspace.capability : nil
        let plan = await workspace.recorded("plan", "--out", path, "--no-state")
        #expect(plan.exitCode == 0, "\(plan)")
        workspace.environment["STOREHOOKS_VAR_ZAP"] = isSet ? nil : Workspace.capability
        let asked = await workspace.recorded("apply", path, answer: "no")
        #expect(asked.exitCode != 3 && !asked.messages.contains("stale"), "\(asked)")
        try check(asked, workspace, "apply")
      }
    }
  }

  /// The file no longer names the webhook or the variable, and the value is unknown.
  @Test func whatIsOnRecordAsSensitiveStaysHidden() async throws {
    try await Workspace.withLanguage { workspace in
      #expect(await workspace.recorded("apply", "--yes").exitCode == 0)
      #expect(try workspace.directory.read("webhooks.state.json").contains("\"sensitiveURL\": true"))
      let before = try workspace.directory.read("webhooks.yaml")
      let base = try workspace.directory.write(before, to: "base.yaml")
      workspace.environment["STOREHOOKS_VAR_ZAP"] = nil
      let without = before.replacing("  zap: { sensitive: true }\n", with: "").replacing(", Zap]", with: "]")
        .replacing(#/  Zap:\n(    .*\n)+/#, with: "")
      #expect(!without.contains(#/[Zz]ap/#))
      try workspace.directory.write(without, to: "webhooks.yaml")
      for arguments in Self.invocations where !Self.readsOthers(arguments) {
        try check(await workspace.recorded(arguments), workspace, "\(arguments)")
      }
      let plan = await workspace.recorded("plan", "--no-secrets", "--base", base)
      #expect(plan.output.contains("- delete  Zap"), "\(plan.output)\(plan.messages)")
      // Without a record, the base tells.
      let fresh = await workspace.recorded("plan", "--no-state", "--base", base, "--format", "json")
      #expect(fresh.output.contains("https://hooks.zap.example.com/…"), "\(fresh.output)\(fresh.messages)")
      try check(fresh, workspace, "base")
    }
  }
}
