import Cryptography
import TestSupport
import Testing
import WebhookReceiver

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `examples/receiver`, which is built with the package.
@Suite struct ExampleTests {
  @Test func receivesAndVerifies() async throws {
    let secret = "only-for-this-test"
    let example = try Command(
      BuiltProduct.path(named: "receiver-example"), environment: ["WEBHOOK_SECRET": secret]
    ).start()
    let line = try await example.readLine()
    let port = try #require(line.firstMatch(of: #/127\.0\.0\.1:(\d+)/#)?.1)
    let connection = try RawConnection(port: try #require(UInt16(port)))
    func deliver(_ body: String, secret: String = secret) throws -> Int {
      let code = try HMACSHA256.authenticationCode(for: Array(body.utf8), key: Secret(secret))
      connection.send(
        "POST /asc HTTP/1.1\r\nHost: x\r\nX-Apple-Signature: hmacsha256=\(Hexadecimal.encode(code))\r\n"
          + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
      return try connection.response().status
    }
    let build = """
      {"data":{"type":"buildUploadStateUpdated","id":"1","attributes":{"newState":"COMPLETE"},
       "relationships":{"instance":{"data":{"type":"buildUploads","id":"b"}}}}}
      """
    #expect(try deliver(build) == 200)
    #expect(try deliver(build) == 200)
    #expect(try deliver(build, secret: "another") == 401)
    #expect(try deliver(#"{"data":{"type":"webhookPingCreated","id":"2"}}"#) == 200)
    #expect(try deliver(#"{"data":{"type":"somethingNew","id":"3","attributes":{"a":1}}}"#) == 200)
    #expect(try deliver("{}") == 400)
    example.send(signal: SIGTERM)
    let result = try await example.wait()
    #expect(
      result.output.split(separator: "\n").dropFirst() == [
        #""build upload b is now COMPLETE""#,
        #""refused: the signature belongs to another secret or another body""#, #""a test event""#,
        #""SOMETHING_NEW with [\"a\"]""#,
      ])
  }

  @Test func needsASecret() async throws {
    let result = try await Command(BuiltProduct.path(named: "receiver-example")).run()
    #expect(result == Command.Result(exitCode: 1, output: "\"WEBHOOK_SECRET is not set\"\n", errorOutput: ""))
  }
}
