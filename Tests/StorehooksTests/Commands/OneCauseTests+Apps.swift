import AppStoreConnect
import Cryptography
import LoopbackServer
@testable import Reports
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension OneCauseTests {
  /// With two of forty, the others are planned, and the verdict says first what failed.
  @Test func someAppsAreNamed() async throws {
    try await Workspace.withLargeFleet { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        let isMeant = ["/v1/apps/1000000003/", "/v1/apps/1000000017/"].contains {
          request.target.hasPrefix($0)
        }
        return isMeant ? .refuse(Self.error(403, "FORBIDDEN_ERROR")) : .answer
      }
      defer { server.stop() }
      let outputs = try workspace.directory.write("", to: "outputs")
      workspace.environment["GITHUB_ACTIONS"] = "true"
      workspace.environment["GITHUB_OUTPUT"] = outputs
      let plan = await workspace.run("plan", "--api-url", server.url, "--no-state")
      #expect(plan.exitCode == 1)
      #expect(
        plan.messages.contains("error: 2 apps could not be read (com.example.app03 and com.example.app17): "))
      #expect(plan.messages.occurrences(of: "::error") == 1)
      #expect(
        plan.output.contains("\nPlan failed: 2 of 40 apps unread. 0 to create, 38 to modify, 0 to delete; "))
      let told = try workspace.directory.read("outputs")
      #expect(
        told.hasPrefix("result=failed\nhas-changes=true\ncreate=0\nmodify=38\n"), "what is known is told")
    }
  }

  /// Without a list, the first app's answer ends the run.
  @Test func theFirstAnswerEndsTheRun() async throws {
    try await Workspace.withLargeFleet(byAppleID: true) { workspace in
      let asked = LockedValue<[String]>([])
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        asked.withLock { $0.append(request.target) }
        return .refuse(Self.error(401, "NOT_AUTHORIZED"))
      }
      defer { server.stop() }
      for command in ["plan", "apply", "drift", "list", "ping"] {
        asked.withLock { $0 = [] }
        let yes = command == "apply" ? ["--yes"] : []
        let run = await workspace.run([command, "--api-url", server.url, "--no-state"] + yes)
        #expect(run.exitCode == 1)
        #expect(run.messages.occurrences(of: "error: ") == 1, "\(run.messages)")
        #expect(
          run.messages.hasPrefix("error: no app could be read: GET /v1/apps/…/webhooks: 401 "),
          "\(run.messages)")
        #expect(asked.withLock { Set($0).count } == 1, "\(command)")
      }
    }
  }

  /// That the plan isn't saved then is no second error.
  @Test(arguments: ["plan.json", "-"]) func anUnreadAccountSavesNoPlan(out: String) async throws {
    try await Workspace.withLargeFleet { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { _ in
        .refuse(Self.error(401, "NOT_AUTHORIZED"))
      }
      defer { server.stop() }
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let path = out == "-" ? out : workspace.directory.file(out)
      let run = await workspace.run("plan", "--out", path, "--api-url", server.url, "--no-state")
      #expect(run.exitCode == 1)
      #expect(run.messages.occurrences(of: "error: ") == 1 && run.messages.occurrences(of: "::error") == 1)
      #expect(
        run.messages.contains("note: the plan isn't saved, because not every app could be read\n"),
        "\(run.messages)")
      #expect(try !workspace.directory.contents().contains(out) && (out != "-" || run.output.isEmpty))
    }
  }

  /// A saved plan isn't stale just because nothing could be read.
  @Test func anUnreadAccountMakesNoPlanStale() async throws {
    try await Workspace.withLargeFleet { workspace in
      let isBroken = LockedValue(false)
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { _ in
        isBroken.withLock { $0 } ? .refuse(Self.error(401, "NOT_AUTHORIZED")) : .answer
      }
      defer { server.stop() }
      let options = ["--api-url", server.url, "--no-state"]
      let plan = workspace.directory.file("plan.json")
      #expect(await workspace.run(["plan", "--out", plan] + options).exitCode == 0)
      isBroken.withLock { $0 = true }
      let run = await workspace.run(["apply", plan, "--yes", "--api-url", server.url])
      #expect(run.exitCode == 1)
      #expect(run.messages.occurrences(of: "error: ") == 1, "\(run.messages)")
      #expect(run.messages.hasPrefix("error: no app could be read: "), "\(run.messages)")
    }
  }

  /// Calls that failed alike are one message, which names the apps.
  @Test func refusedCallsNameTheirApps() async throws {
    try await Workspace.withLargeFleet { workspace in
      let server = try GatedServer(fleet: workspace.directory.file("fleet.json")) { request in
        let isMeant =
          request.method == "PATCH" && ["w3", "w17"].contains { request.target.hasSuffix("/\($0)") }
        return isMeant ? .refuse(Self.error(409, "ENTITY_ERROR")) : .answer
      }
      defer { server.stop() }
      workspace.environment["GITHUB_ACTIONS"] = "true"
      let run = await workspace.run("apply", "--yes", "--quiet", "--api-url", server.url, "--no-state")
      #expect(run.exitCode == 1)
      #expect(
        run.messages.contains(
          "error: changing webhook 'Release bot' failed in 2 apps (com.example.app03 and com.example.app17): A title"
        ),
        "\(run.messages)")
      #expect(run.messages.occurrences(of: "::error") == 1)
      #expect(run.output.contains("Applied in part: 38 of 40 calls made, 2 failed."))
    }
  }

  @Test func anUnreachableHost() async throws {
    try await Workspace.withLargeFleet { workspace in
      let refusing = try ScriptedServer.RefusingPort()
      let plain = try ScriptedServer { $0.respond(200) }
      defer { plain.stop() }
      let urls = [
        ("http://127.0.0.1:\(refusing.port)", "no connection"),
        ("https://127.0.0.1:\(plain.port)", "TLS failed"),
      ]
      for (url, words) in urls {
        for command in Self.commands {
          let run = await workspace.run(command + ["--api-url", url, "--no-state"])
          #expect(run.exitCode == 1)
          #expect(run.messages.occurrences(of: "error: ") == 1, "\(command): \(run.messages)")
          #expect(run.messages.contains(words), "\(command): \(run.messages)")
        }
      }
      withExtendedLifetime(refusing) {}
    }
  }
}
