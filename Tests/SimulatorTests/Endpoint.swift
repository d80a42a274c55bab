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

/// Where the requests of a test go.
protocol Endpoint: Sendable {
  func send(_ method: String, _ target: String, headers: [(String, String)], body: String) throws -> Reply
}

/// An answer, taken apart.
struct Reply {
  var status: Int
  var headers: HTTPHeaders
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  var json: JSONValue { get throws { try decode(JSONValue.self) } }

  func decode<Document: Decodable>(_ type: Document.Type) throws -> Document {
    try JSONDecoder().decode(type, from: Data(body))
  }

  /// The errors as `code pointer-or-parameter`, in their order.
  var errors: [String] {
    get throws {
      try (decode(ErrorResponse.self).errors ?? []).map { error in
        [error.code, error.source?.pointer ?? error.source?.parameter].compactMap(\.self)
          .joined(separator: " ")
      }
    }
  }
}

/// The simulator called directly.
struct InProcess: Endpoint {
  var simulator: AppStoreConnectSimulator

  func send(_ method: String, _ target: String, headers: [(String, String)], body: String) throws -> Reply {
    var fields = HTTPHeaders()
    for (name, value) in headers { fields.append(name: name, value: value) }
    let answer: HTTPResponse
    if let known = HTTPMethod(rawValue: method) {
      answer = simulator.respond(
        to: HTTPRequest(known, "https://api.example\(target)", headers: fields, body: Array(body.utf8)))
    } else {
      answer = simulator.respond(
        to: APICall(
          method: method, base: "https://api.example", target: target, headers: fields,
          body: Array(body.utf8)))
    }
    return Reply(status: answer.status, headers: answer.headers, body: answer.body)
  }
}

/// The simulator behind a socket.
final class OverHTTP: Endpoint {
  let server: SimulatorServer

  init(simulator: AppStoreConnectSimulator) throws {
    server = try SimulatorServer(simulator: simulator)
    server.start()
  }

  func send(_ method: String, _ target: String, headers: [(String, String)], body: String) throws -> Reply {
    let connection = try RawConnection(port: server.port)
    var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nConnection: close\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    connection.send("\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    let response = try connection.response()
    var fields = HTTPHeaders()
    for (name, value) in response.fields { fields.append(name: name, value: value) }
    return Reply(status: response.status, headers: fields, body: response.body)
  }
}

/// The ways to reach a simulator; the tests of its behaviour take both.
enum Way: CaseIterable, Sendable {
  case inProcess, overHTTP
}

/// A simulator, the clock that it looks at, and a way to reach it.
struct Bench: Sendable {
  let simulator: AppStoreConnectSimulator
  let endpoint: any Endpoint
  let clock: ManualClock
  private let log = LockedValue<[AnsweredRequest]>([])

  init(
    _ way: Way = .inProcess, fleet: Fleet = .example,
    _ configure: (inout AppStoreConnectSimulator.Configuration) -> Void = { _ in }
  ) throws {
    let clock = ManualClock()
    var configuration = AppStoreConnectSimulator.Configuration(now: { clock.now })
    let log = log
    configuration.onAnswer = { request in log.withLock { $0.append(request) } }
    configure(&configuration)
    self.clock = clock
    simulator = AppStoreConnectSimulator(fleet: fleet, configuration: configuration)
    endpoint =
      switch way {
      case .inProcess: InProcess(simulator: simulator)
      case .overHTTP: try OverHTTP(simulator: simulator)
      }
  }

  /// What the service answered so far.
  var requests: [AnsweredRequest] { log.withLock { $0 } }

  func get(_ target: String) throws -> Reply {
    try endpoint.send("GET", target, headers: [], body: "")
  }

  func send(_ method: String, _ target: String, _ body: String) throws -> Reply {
    try endpoint.send(method, target, headers: [("Content-Type", "application/json")], body: body)
  }

  func create(_ name: String, app: String = "1001", url: String = "https://hooks.example/a") throws -> Reply {
    try send("POST", "/v1/webhooks", Body.webhook(name: name, app: app, url: url))
  }

  /// Follows a link of an answer, which must lead to where the answer came from.
  func follow(_ link: String) throws -> Reply {
    let start = try #require(link.firstRange(of: "/v1/")).lowerBound
    return try get(String(link[start...]))
  }
}
