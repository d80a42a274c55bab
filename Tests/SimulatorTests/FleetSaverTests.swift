import AppStoreConnect
import Cryptography
import HTTPTransport
import TestSupport
import Testing

@testable import Simulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct FleetSaverTests {
  private static func fleet(apps: Int, _ random: inout SeededGenerator) -> Fleet {
    let webhooks = (0..<apps).map { app in
      (0..<Int.random(in: 0...3, using: &random)).map { number in
        Fleet.Webhook(
          id: "w\(app)-\(number)", name: "Büro \"\(number)\"\n/", url: "https://h.example/\(number)",
          eventTypes: number == 0 ? [] : [EventType(rawValue: "A"), EventType(rawValue: "B")],
          secret: Bool.random(using: &random) ? Secret("only-an-example") : nil)
      }
    }
    return Fleet(
      apps: webhooks.enumerated().map { app, webhooks in
        Fleet.App(id: "\(app + 1)", bundleId: "com.example.a\(app)", name: "A\(app)", webhooks: webhooks)
      })
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func whatIsKeptFromBeforeMakesNoDifference(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let whole = JSONEncoder()
    whole.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var encoder = FleetEncoder()
    var fleet = Self.fleet(apps: Int(seed) * 3, &random)
    for round in 0..<30 {
      #expect(
        try encoder.encode(fleet) == Array(whole.encode(fleet)) + [0x0A], "seed \(seed), round \(round)")
      guard let app = fleet.apps.indices.randomElement(using: &random) else { return }
      switch Int.random(in: 0..<4, using: &random) {
      case 0: fleet.apps[app].webhooks = []
      case 1: fleet.apps[app].name += "!"
      case 2: fleet.apps.swapAt(app, 0)
      default:
        fleet.apps[app].webhooks.append(
          .init(id: "r\(round)", name: "n", url: "u", enabled: false, eventTypes: [], secret: Secret("s")))
      }
    }
  }

  private func create(_ name: String, app: String) -> HTTPRequest {
    let body = """
      {"data":{"type":"webhooks","attributes":{"name":"\(name)","url":"https://h.example/","secret":"only-an-example",
      "enabled":true,"eventTypes":["BUILD_UPLOAD_STATE_UPDATED"]},
      "relationships":{"app":{"data":{"type":"apps","id":"\(app)"}}}}}
      """
    return HTTPRequest(
      .post, "https://api.example/v1/webhooks", headers: ["Content-Type": "application/json"],
      body: Array(body.utf8))
  }

  private func bench(_ folder: TemporaryDirectory) -> (
    SimulatorTransport, AppStoreConnectSimulator, FleetFile
  ) {
    let file = FleetFile(path: folder.file("fleet.json"))
    var configuration = AppStoreConnectSimulator.Configuration()
    configuration.saver = FleetSaver(file)
    let apps = (1...40).map { Fleet.App(id: "\($0)", bundleId: "com.example.a\($0)", name: "A") }
    let simulator = AppStoreConnectSimulator(fleet: Fleet(apps: apps), configuration: configuration)
    return (SimulatorTransport(simulator), simulator, file)
  }

  @Test func whatIsAnsweredIsSaved() async throws {
    try await TemporaryDirectory.with { folder in
      let (transport, simulator, file) = bench(folder)
      try folder.write("half", to: ".fleet.json.0123456789abc.tmp")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for app in 1...40 {
          group.addTask {
            for number in 0..<3 {
              let answer = try await transport.send(create("n\(number)", app: "\(app)"))
              #expect(answer.status == 201)
              let saved = try file.load().apps[app - 1].webhooks.map(\.name)
              #expect(saved == (0...number).map { "n\($0)" })
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try file.load() == simulator.fleet)
      #expect(try folder.contents() == ["fleet.json"])
    }
  }

  @Test func whatCanNotBeSavedIsAnError() async throws {
    try await TemporaryDirectory.with { folder in
      let (transport, simulator, file) = bench(folder)
      try folder.write("", to: "fleet.json/in-the-way")
      #expect(try await transport.send(create("one", app: "1")).status == 500)
      try FileManager.default.removeItem(atPath: file.path)
      #expect(try await transport.send(create("two", app: "1")).status == 201)
      #expect(try file.load() == simulator.fleet)
      #expect(simulator.fleet.apps[0].webhooks.count == 2, "the first one comes with the second")
    }
  }
}
