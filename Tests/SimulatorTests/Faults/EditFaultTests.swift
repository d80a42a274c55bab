import AppStoreConnect
import Cryptography
import HTTPTransport
import Testing

@testable import Simulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Changes that somebody else makes.
@Suite struct EditFaultTests {
  private func names(_ response: HTTPResponse) throws -> [String] {
    try JSONDecoder().decode(WebhooksResponse.self, from: Data(response.body)).data
      .compactMap(\.attributes?.name)
  }

  @Test(arguments: Way.allCases) func editsBeforeOrAfterARead(way: Way) async throws {
    let edit = FleetEdit.delete(app: "com.example.notes", webhook: "Old")
    let before = try FaultBench(way, .edit(edit))
    #expect(try await names(before.get()) == ["Release bot"])
    let after = try FaultBench(way, .edit(edit, .afterApplying))
    #expect(try await names(after.get()) == ["Release bot", "Old"])
    #expect(after.names == ["Release bot"])
  }

  @Test(arguments: Way.allCases) func deletesWhatIsBeingChanged(way: Way) async throws {
    let bench = try FaultBench(way, rules: [.at(request: 1, .edit(.delete(app: "1001", webhook: "hook-2")))])
    let response = try await bench.send(
      .patch, "/v1/webhooks/hook-2", Body.update("hook-2", #"{"name":"N"}"#))
    #expect(response.status == 404)
    #expect(bench.names == ["Release bot"])
  }

  @Test(arguments: Way.allCases) func takesTheTenthPlace(way: Way) async throws {
    let rules = (1...8).map { number in
      FaultRule.at(
        request: number,
        .edit(.create(app: "1001", name: "Theirs \(number)", url: "https://x.example", eventTypes: [])))
    }
    let bench = try FaultBench(way, rules: rules)
    for _ in 1...7 { #expect(try await bench.get().status == 200) }
    #expect(try await bench.create().status == 409)
    #expect(bench.names.count == APILimits.webhooksPerApp)
    #expect(Set(bench.simulator.fleet.apps[0].webhooks.map(\.id)).count == APILimits.webhooksPerApp)
  }

  private static let edits: [(FleetEdit, @Sendable (inout Fleet) -> Void)] = [
    (.rename(app: "1001", webhook: "Old", to: "Older"), { $0.apps[0].webhooks[1].name = "Older" }),
    (
      .change(app: "1001", webhook: "hook-1", .init(enabled: false)),
      { $0.apps[0].webhooks[0].enabled = false }
    ),
    (.delete(app: "1001", webhook: "Release bot"), { $0.apps[0].webhooks.remove(at: 0) }),
    (
      .change(
        app: "1001", webhook: "Old",
        .init(
          name: "N", url: "https://n.example", enabled: true, eventTypes: [EventType(rawValue: "NEW")],
          secret: Secret("other-not-real"))),
      { fleet in
        fleet.apps[0].webhooks[1] = .init(
          id: "hook-2", name: "N", url: "https://n.example", enabled: true,
          eventTypes: [EventType(rawValue: "NEW")], secret: Secret("other-not-real"))
      }
    ),
    (
      FleetEdit(app: "1002", .create(.init(id: "mine", name: "M", url: "u", enabled: false, eventTypes: []))),
      { $0.apps[1].webhooks = [.init(id: "mine", name: "M", url: "u", enabled: false, eventTypes: [])] }
    ),
  ]

  @Test(arguments: edits.indices) func makesTheChange(index: Int) throws {
    let (edit, change) = Self.edits[index]
    let folder = LockedFleet()
    let simulator = AppStoreConnectSimulator(
      fleet: .example, configuration: .init(onChange: { folder.set($0) }))
    var expected = Fleet.example
    change(&expected)
    #expect(simulator.perform(edit))
    #expect(simulator.fleet == expected)
    #expect(folder.value == expected)
  }

  @Test func givesIDsThatAreFree() {
    let simulator = AppStoreConnectSimulator(fleet: .example)
    let taken = FleetEdit(app: "1002", .create(.init(id: "hook-1", name: "M", url: "u", eventTypes: [])))
    #expect(simulator.perform(taken))
    #expect(simulator.perform(taken))
    #expect(Set(simulator.fleet.apps[1].webhooks.map(\.id)).union(["hook-1"]).count == 3)
  }

  @Test(arguments: [
    FleetEdit.delete(app: "none", webhook: "Old"), .delete(app: "1001", webhook: "none"),
    // The webhook is another app's.
    .delete(app: "1002", webhook: "hook-1"), .rename(app: "1002", webhook: "Old", to: "N"),
  ])
  func changesNothingThatIsNotThere(edit: FleetEdit) throws {
    let saved = LockedFleet()
    let simulator = AppStoreConnectSimulator(
      fleet: .example, configuration: .init(onChange: { saved.set($0) }))
    #expect(!simulator.perform(edit))
    #expect(simulator.fleet == .example)
    #expect(saved.value == nil)
  }

  @Test func changesNothingThatCanNotBeSaved() {
    struct Full: Error {}
    let simulator = AppStoreConnectSimulator(
      fleet: .example, configuration: .init(onChange: { _ in throw Full() }))
    #expect(!simulator.perform(.delete(app: "1001", webhook: "Old")))
    #expect(simulator.fleet == .example)
  }
}
