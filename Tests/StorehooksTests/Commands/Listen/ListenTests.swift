@testable import Reports
import Cryptography
import Dispatch
import TestSupport
import Testing

/// `storehooks listen`, as users run it.
@Suite struct ListenTests {
  private static let build = """
    {"data":{"type":"buildUploadStateUpdated","id":"n-1","version":1,"attributes":{"oldState":"PROCESSING",\
    "newState":"COMPLETE"},"relationships":{"instance":{"data":{"type":"buildUploads","id":"b-1"}}}}}
    """
  private static let ping = #"{"data":{"type":"webhookPingCreated","id":"p-1"}}"#

  /// The lines of an output without their times, whose form is checked.
  private func lines(_ output: String) -> [String] {
    output.split(separator: "\n").map { line in
      line.firstMatch(of: #/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC  (.*)$/#).map { "TIME  \($0.1)" } ?? "\(line)"
    }
  }

  @Test(arguments: [SIGINT, SIGTERM]) func printsALineForEachEvent(signal: Int32) async throws {
    let listener = try await ListenProcess.start()
    #expect(try listener.deliver(Self.build).status == 200)
    #expect(try listener.deliver(Self.ping).status == 200)
    let wrong = try listener.deliver(
      Self.build, signature: ListenProcess.signature(Array(Self.ping.utf8)))
    #expect(wrong.status == 401)
    #expect(wrong.text == "the signature belongs to another secret or another body\n")
    #expect(try listener.deliver("[]").status == 400)
    let result = try await listener.stop(signal)
    #expect(result.exitCode == 0)
    #expect(result.errorOutput.isEmpty)
    #expect(
      lines(result.output).dropFirst() == [
        "TIME  BUILD_UPLOAD_STATE_UPDATED  buildUploads b-1  PROCESSING → COMPLETE  verified (LISTEN_SECRET)  "
          + "\(Self.build.utf8.count) bytes",
        "TIME  WEBHOOK_PING_CREATED  test event  verified (LISTEN_SECRET)  \(Self.ping.utf8.count) bytes",
        "TIME  BUILD_UPLOAD_STATE_UPDATED  buildUploads b-1  PROCESSING → COMPLETE  refused: "
          + "the signature belongs to another secret or another body  \(Self.build.utf8.count) bytes  answered 401",
        "TIME  not a notification  verified (LISTEN_SECRET)  2 bytes  answered 400",
        "Stopped: 2 accepted, 1 refused, 1 malformed.",
      ])
  }

  @Test func acceptsTheOldAndTheNewSecretAndSaysWhich() async throws {
    let listener = try await ListenProcess.start(
      ["--secret-env", "OLD_SECRET", "--format", "json"], environment: ["OLD_SECRET": "an-older-one"])
    try listener.deliver(
      Self.ping, signature: ListenProcess.signature(Array(Self.ping.utf8), secret: "an-older-one"))
    try listener.deliver(Self.ping)
    let output = try await listener.stop().output
    #expect(output.contains(#""secret":"OLD_SECRET","signature":"verified""#))
    #expect(output.contains(#""secret":"LISTEN_SECRET","signature":"verified""#))
    #expect(!output.contains("an-older-one") && !output.contains(ListenProcess.secret))
  }

  @Test func saysUnverifiedEachTimeWithoutASecret() async throws {
    let listener = try await ListenProcess.start(verifying: false)
    for _ in 0..<2 { #expect(try listener.deliver(Self.ping, signature: "anything").status == 200) }
    let result = try await listener.stop()
    #expect(result.errorOutput == "note: no --secret-env: signatures are not checked\n")
    #expect(result.output.split(separator: "  ").count { $0 == "unverified" } == 2)
  }

  @Test func answersWhatItIsToldTo() async throws {
    let listener = try await ListenProcess.start(["--respond", "503"])
    #expect(try listener.deliver(Self.ping).status == 503)
    #expect(try listener.deliver(Self.ping, signature: "0").status == 401)
    #expect(try await listener.stop().output.contains("bytes  answered 503\n"))
  }

  @Test func turnsOtherMethodsAndTooLargeBodiesAway() async throws {
    let listener = try await ListenProcess.start(["--format", "json"])
    let connection = try RawConnection(port: listener.port)
    connection.send("GET /\u{9B}31m HTTP/1.1\r\nHost: x\r\n\r\n")
    let refusal = try connection.response()
    let first = try RawConnection(port: listener.port)
    first.send("PUT /a HTTP/1.1\r\nHost: x\r\n\r\n")
    let answer = try first.response()
    #expect(answer.status == 405)
    #expect(answer.headers["allow"] == "POST")
    let second = try RawConnection(port: listener.port)
    second.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n")
    #expect(try second.response().status == 413)
    let third = try RawConnection(port: listener.port)
    third.send("POST / HTTP/1.1\r\nHost: x\r\nA: \(String(repeating: "a", count: 40_000))\r\n\r\n")
    #expect(try third.response().status == 431)
    let result = try await listener.stop()
    #expect(refusal.status == 400 && !result.errorOutput.contains("\u{9B}"))
    #expect(result.errorOutput == "warning: answered 405 to PUT /a: deliveries are POSTs\n")
    #expect(
      result.output.hasSuffix(
        #"{"accepted":0,"commands":{"failed":0,"run":0},"failed":0,"kind":"summary","malformed":0,"overflowed":0,"refused":0}"#
          + "\n"))
  }

  @Test func savesEveryBodyUnderANameOfItsOwn() async throws {
    try await TemporaryDirectory.with { directory in
      let listener = try await ListenProcess.start(["--dir", directory.file("events/")])
      let bodies = [Self.ping, Self.ping, #"{"data":{"type":"../../x","id":"a/../b\u0000"}}"#]
      for body in bodies { #expect(try listener.deliver(body).status == 200) }
      _ = try await listener.stop()
      let events = directory.folder("events")
      let names = try events.contents()
      #expect(names.count == 3)
      #expect(names.allSatisfy { $0.wholeMatch(of: #/\d{8}T\d{6}\.\d{3}Z-[A-Za-z0-9_-]+\.json/#) != nil })
      #expect(try names.map(events.read).sorted() == bodies.sorted())
      #expect(names.contains { $0.hasSuffix("-______x-a____b_.json") })
      #expect(try directory.contents() == ["events"])
    }
  }

  @Test func runsACommandForEachEventInOrder() async throws {
    try await TemporaryDirectory.with { directory in
      let log = directory.file("log")
      let script = """
        { cat; echo "|$STOREHOOKS_EVENT_TYPE|$STOREHOOKS_EVENT_ID|$STOREHOOKS_OLD_VALUE|$STOREHOOKS_NEW_VALUE|\
        $STOREHOOKS_SIGNATURE|${LISTEN_SECRET-hidden}"; } >> '\(log)'; echo said; \
        [ "$STOREHOOKS_EVENT_ID" = n-1 ]
        """
      let listener = try await ListenProcess.start(["--exec", script])
      for body in [Self.build, Self.ping] { #expect(try listener.deliver(body).status == 200) }
      let result = try await listener.stop()
      #expect(
        try directory.read("log") == """
          \(Self.build)|BUILD_UPLOAD_STATE_UPDATED|n-1|PROCESSING|COMPLETE|verified|hidden
          \(Self.ping)|WEBHOOK_PING_CREATED|p-1|||verified|hidden

          """)
      #expect(result.errorOutput.split(separator: "\n").count { $0 == "said" } == 2)
      #expect(!result.output.contains("said"))
      #expect(result.output.contains("command for n-1 exited with 0  "))
      #expect(result.output.contains("command for p-1 exited with 1  "))
      #expect(result.output.hasSuffix("Stopped: 2 accepted, 0 refused; 2 commands, 1 of them failed.\n"))
      #expect(result.exitCode == 0)
    }
  }

  @Test func tellsACommandAllThatAnEventSays() async throws {
    let samples = try EventSample.all()
    let types = ["ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED", "WEBHOOK_PING_CREATED"]
    try await TemporaryDirectory.with { directory in
      let log = directory.file("log")
      let listener = try await ListenProcess.start(["--exec", "env | grep ^STOREHOOKS_ | sort >> '\(log)'"])
      for sample in samples where types.contains(sample.eventType) {
        #expect(try listener.deliver(String(decoding: sample.body, as: UTF8.self)).status == 200)
      }
      let output = try await listener.stop().output
      #expect(
        output.contains("  app 6400000011  available in AUT, BEL, DEU, FRA  marketplace 6400000077  verified")
      )
      #expect(
        try directory.read("log") == """
          STOREHOOKS_APP_ID=6400000011
          STOREHOOKS_AVAILABLE=true
          STOREHOOKS_EVENT_ID=0d3c5b1e-7a42-4c1f-9e60-00000000000b
          STOREHOOKS_EVENT_TIMESTAMP=2026-03-04T09:15:27.418233Z
          STOREHOOKS_EVENT_TYPE=ALTERNATIVE_DISTRIBUTION_PACKAGE_AVAILABLE_UPDATED
          STOREHOOKS_INSTANCE_ID=0d3c5b1e-7a42-4c1f-9e60-00000000006f
          STOREHOOKS_INSTANCE_LINK=https://api-appstoreconnect.itunes.apple.com/v1/alternativeDistributionPackages/\
          0d3c5b1e-7a42-4c1f-9e60-00000000006f
          STOREHOOKS_INSTANCE_TYPE=alternativeDistributionPackages
          STOREHOOKS_IS_TEST=false
          STOREHOOKS_MARKETPLACE_APP_ID=6400000077
          STOREHOOKS_SIGNATURE=verified
          STOREHOOKS_TERRITORIES=AUT,BEL,DEU,FRA
          STOREHOOKS_EVENT_ID=0d3c5b1e-7a42-4c1f-9e60-00000000000d
          STOREHOOKS_EVENT_TIMESTAMP=2026-03-04T09:15:27.418233917Z
          STOREHOOKS_EVENT_TYPE=WEBHOOK_PING_CREATED
          STOREHOOKS_IS_TEST=true
          STOREHOOKS_SIGNATURE=verified

          """)
    }
  }

  @Test func killsACommandThatTakesTooLong() async throws {
    let listener = try await ListenProcess.start(
      ["--exec", "sleep 86400", "--exec-timeout", "50ms", "--format", "json"])
    try listener.deliver(Self.ping)
    let output = try await listener.stop().output
    #expect(output.contains(#""kind":"command""#) && output.contains(#""result":"timedOut""#))
  }

  @Test func aSecondInterruptDoesNotWaitForTheCommand() async throws {
    let listener = try await ListenProcess.start(["--exec", "echo begun >&2; sleep 86400"])
    try listener.deliver(Self.ping)
    try await listener.running.waitForErrorOutput(containing: "begun")
    listener.running.send(signal: SIGINT)
    try await listener.running.waitForErrorOutput(containing: "press Ctrl-C again")
    let result = try await listener.stop()
    #expect(result.exitCode == 128 + SIGINT)
  }

  /// A command gets more than a pipe holds, and doesn't read it.
  @Test func aCommandNeedNotReadItsInput() async throws {
    let listener = try await ListenProcess.start(["--exec", "exec true"])
    let body =
      #"{"data":{"type":"x","id":"1","attributes":{"a":"\#(String(repeating: "a", count: 500_000))"}}}"#
    #expect(try listener.deliver(body).status == 200)
    #expect(try await listener.stop().output.contains("exited with 0"))
  }

  @Test func losesNothingUnderLoad() async throws {
    let listener = try await ListenProcess.start(["--format", "json"])
    let load = DeliveryLoad(
      port: listener.port, count: 1_000, connections: 8, signature: { ListenProcess.signature($0) })
    let outcome = await Self.onThread { load.run() }
    let result = try await listener.stop()
    let printed = result.output.matches(of: #/"file":null,"id":"(event-\d+)"/#).map { String($0.1) }
    #expect(outcome.count(200) == 1_000)
    #expect(printed.count == 1_000)
    #expect(Set(printed) == outcome.events[200])
  }

  @Test func answers503WhereTooManyAreUnderWay() async throws {
    try await TemporaryDirectory.with { directory in
      let wait = "until [ -e '\(directory.file("go"))' ]; do sleep 0.01; done"
      let listener = try await ListenProcess.start(["--queue", "3", "--exec", wait])
      let load = DeliveryLoad(
        port: listener.port, count: 40, connections: 8, signature: { ListenProcess.signature($0) })
      let outcome = await Self.onThread { load.run() }
      try directory.write("", to: "go")
      let result = try await listener.stop()
      #expect(outcome.count(200) == 3 && outcome.count(503) == 37)
      #expect(
        result.output.hasSuffix(
          "Stopped: 3 accepted, 0 refused, 37 turned away with 503; 3 commands, 0 of them failed.\n"))
      #expect(
        result.errorOutput.hasPrefix(
          """
          warning: 3 events under way, the limit of --queue; more are answered with 503

          """))
    }
  }

  /// Blocking work, off the tests' threads.
  private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "load").async { continuation.resume(returning: body()) }
    }
  }

  @Test func stopsWhenNobodyReadsTheOutput() async throws {
    let program = try BuiltProduct.path(named: "storehooks")
    // `head` takes the first line and goes; the next line can't be printed.
    let script = #"""
      "$0" listen --quiet 2>err | { read -r line; echo "${line##*:}" >port; }
      """#
    try await TemporaryDirectory.with { directory in
      let pipeline = try Command(
        "/bin/bash", ["-c", "set -o pipefail; " + script, program],
        environment: ["PATH": "/usr/bin:/bin"], workingDirectory: directory.path
      ).start()
      var port: UInt16?
      try await waitUntil {
        let line = (try? directory.read("port")) ?? ""
        port = line.hasSuffix("\n") ? UInt16(line.filter(\.isNumber)) : nil
        return port != nil
      }
      let connection = try RawConnection(port: try #require(port))
      connection.send(
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(Self.ping.utf8.count)\r\n\r\n\(Self.ping)")
      #expect(try connection.response().status == 500)
      #expect(try await pipeline.wait().exitCode == 1)
    }
  }

  @Test(arguments: [
    (["--host", "0.0.0.0"], 64, "other machines could connect; add --allow-remote"),
    (["--host", "example.com"], 1, "'example.com' is not an IP address"),
    (["--respond", "100"], 64, "'100' is out of range"),
    (["--secret-env", "NO_SUCH_NAME"], 1, "the environment variable NO_SUCH_NAME is not set"),
    (["--secret-env", "a-value-by-mistake"], 1, "and none has this name"),
    (["--dir", "/dev/null/x"], 1, "--dir: can't write to '/dev/null/x': Not a directory"),
    (["--prot", "1"], 64, "did you mean '--port'?"),
  ]) func refusesWhatCannotWork(options: [String], exitCode: Int32, message: String) async throws {
    let result = try await Command(BuiltProduct.path(named: "storehooks"), ["listen"] + options).run()
    #expect(result.exitCode == exitCode)
    #expect(result.output.isEmpty)
    #expect(result.errorOutput.contains(message))
    #expect(!result.errorOutput.contains("a-value-by-mistake"))
  }
}
