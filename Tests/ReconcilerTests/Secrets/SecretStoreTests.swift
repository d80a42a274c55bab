import AppStoreConnect
import DesiredState
import Diagnostics
import PlanningSupport
import Planning
import Reconciler
import TestSupport
import Testing

@Suite struct SecretStoreTests {
  private func file(_ secrets: [String]) -> String {
    var yaml = "version: 1\napps:\n"
    for (index, secret) in secrets.enumerated() {
      yaml += "  com.example.app\(index):\n    webhooks:\n"
      yaml += "      Hook \(index): { url: https://a.example.com, events: [BUILD_*], secret: \(secret) }\n"
    }
    return yaml
  }

  private func plan(_ yaml: String, _ apps: Int) async throws -> Plan {
    try await Pipeline((0..<apps).map { fleetApp($0) }).plan(yaml)
  }

  @Test func eachSourceIsReadOnce() async throws {
    try await TemporaryDirectory.with { directory in
      let log = directory.file("log")
      let command = #"{ command: [sh, -c, 'echo x >> "$0"; echo value', "\#(log)"] }"#
      let other = #"{ command: [sh, -c, 'echo y >> "$0"; exit 1', "\#(log)"] }"#
      let good = try await plan(file([command, command, command]), 3)
      let reader = SecretReader(environment: ["PATH": "/usr/bin:/bin"])
      let store = try SecretStore(for: good, reader: reader)
      #expect(try directory.read("log") == "x\n")
      let source = try #require(good.apps.first?.steps.first?.call.secret)
      #expect(store[source]?.exposedText == "value")
      let bad = try await plan(file([other, other]), 2)
      let missing = try #require(throws: SecretsMissing.self) { try SecretStore(for: bad, reader: reader) }
      #expect(missing.diagnostics.count == 2, "one for each webhook")
      #expect(try directory.read("log") == "x\ny\n")
    }
  }

  @Test func reportsEveryMissingSecretAtItsPlace() async throws {
    let yaml = file([
      "{ env: FIRST }", "{ env: PRESENT }", "{ file: none.txt }", "{ env: EMPTY }", "{ command: [false] }",
    ])
    let plan = try await plan(yaml, 5)
    let reader = SecretReader(environment: ["PRESENT": "canary-secret", "EMPTY": "", "PATH": "/usr/bin:/bin"])
    let missing = try #require(throws: SecretsMissing.self) { try SecretStore(for: plan, reader: reader) }
    try Golden.check(DiagnosticRenderer().render(missing.diagnostics), named: "missing-secrets.txt")
  }

  @Test func readsNothingThatNoCallNeeds() async throws {
    let pipeline = Pipeline([
      fleetApp(0, nil, [fleetWebhook("w0", "Hook 0", "https://a.example.com", [Event.build])])
    ])
    let plan = try await pipeline.plan(file(["{ env: NOWHERE }"]))
    #expect(plan.actions == ["modify Hook 0"])
    let store = try SecretStore(for: plan, reader: SecretReader(environment: [:]))
    #expect(store[.environment("NOWHERE")] == nil)
  }
}

extension Step.Call {
  /// The source of the secret that a create sends.
  fileprivate var secret: SecretSource? {
    if case .create(let target) = self { target.secret } else { nil }
  }
}
