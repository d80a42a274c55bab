import AppStoreConnect
import Cryptography
import HTTPTransport
import Simulator

/// Requests to the simulated API: method and target on a line, then the length of the body that follows.
enum SimulatorTarget {
  static func run(_ input: [UInt8]) throws(Violation) {
    let simulator = AppStoreConnectSimulator(fleet: fleet)
    var reader = InputReader(input)
    while !reader.isAtEnd {
      let words = reader.line().split(separator: " ", maxSplits: 1).map(String.init)
      let body = Array(reader.bytes(upTo: 0))
      let request = HTTPRequest(
        HTTPMethod(rawValue: words.first ?? "") ?? .get, "https://api.example.com/" + (words.last ?? ""),
        headers: ["Content-Type": "application/json"], body: body)
      let response = simulator.respond(to: request)
      try Violation.unless((200...599).contains(response.status), "status \(response.status)")
      try Violation.unless(response.status != 500, "an error of its own")
      try Violation.unless(!response.body.contains(canary), "the answer holds a secret")
    }
    for app in simulator.fleet.apps {
      try Violation.unless(app.webhooks.count <= APILimits.webhooksPerApp, "\(app.webhooks.count) webhooks")
    }
  }

  private static let canary = Array("canary-secret".utf8)

  private static let fleet = Fleet(apps: [
    Fleet.App(
      id: "1", bundleId: "com.example.notes", name: "Notes",
      webhooks: (1...9).map { number in
        Fleet.Webhook(
          id: "w\(number)", name: "Hook \(number)", url: "https://hooks.example.com/\(number)",
          eventTypes: EventType.known, secret: Secret("canary-secret"))
      }),
    Fleet.App(id: "2", bundleId: "com.example.empty", name: "Empty"),
  ])
}
