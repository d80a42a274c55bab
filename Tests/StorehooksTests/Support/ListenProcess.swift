@testable import Reports
import Cryptography
import TestSupport
import Testing

/// `storehooks listen` as a separate process.
struct ListenProcess {
  static let secret = "a-secret-for-tests-of-listen"

  let running: RunningCommand
  let port: UInt16

  /// Starts it with a secret in `LISTEN_SECRET` and waits until it listens.
  static func start(
    _ options: [String] = [], verifying: Bool = true, environment: [String: String] = [:]
  ) async throws -> ListenProcess {
    let variables = ["PATH": "/usr/bin:/bin", "TZ": "UTC", "LISTEN_SECRET": secret]
    let running = try Command(
      BuiltProduct.path(named: "storehooks"),
      ["listen"] + (verifying ? ["--secret-env", "LISTEN_SECRET"] : []) + options,
      environment: variables.merging(environment) { $1 }
    ).start()
    let line = try await running.readLine()
    let port = try #require(line.firstMatch(of: #/http://127\.0\.0\.1:(\d+)/#)?.1)
    return ListenProcess(running: running, port: try #require(UInt16(port)))
  }

  static func signature(_ body: [UInt8], secret: String = secret) -> String {
    let code = try? HMACSHA256.authenticationCode(for: body, key: Secret(secret))
    return "hmacsha256=" + Hexadecimal.encode(code ?? [])
  }

  /// Delivers a body and returns the answer; the signature is right unless another is given.
  @discardableResult
  func deliver(
    _ body: String, signature: String? = nil, host: String = "127.0.0.1", fields: [String] = []
  ) throws -> RawConnection.Response {
    let connection = try RawConnection(port: port)
    let signature = signature ?? Self.signature(Array(body.utf8))
    connection.send(
      "POST / HTTP/1.1\r\nHost: \(host)\r\nx-apple-signature: \(signature)\r\n"
        + fields.map { $0 + "\r\n" }.joined() + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    return try connection.response()
  }

  /// Interrupts it and returns everything it wrote, including the first line.
  func stop(_ signal: Int32 = SIGINT) async throws -> Command.Result {
    running.send(signal: signal)
    return try await running.wait()
  }
}
