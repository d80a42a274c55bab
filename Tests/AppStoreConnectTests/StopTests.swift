import Cryptography
import HTTPTransport
import TestSupport
import Testing

@testable import AppStoreConnect

/// A run that is told to stop ends its waits, and finishes what is in flight.
struct StopTests {
  private static let policy = RetryPolicy(backoff: Backoff(base: .seconds(600), cap: .seconds(600)))

  /// The errors of calls that began together and whose waits were ended after 100 ms.
  private static func errors(
    of calls: Int = 1, _ transport: ScriptedTransport, _ time: VirtualTime
  ) -> [ClientError?] {
    let client = Client(transport: transport, tokens: nil, retries: policy, concurrency: 1, clock: time.clock)
    time.at(.milliseconds(100)) { client.stopWaiting() }
    let errors = time.run {
      await withTaskGroup(of: ClientError?.self) { group in
        for id in 0..<calls {
          group.addTask {
            await failure { () async throws(ClientError) in _ = try await client.app(id: "\(id)") }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(client.sender.gate.load.waiting == 0 && client.sender.gate.load.inFlight == 0)
    return errors ?? []
  }

  @Test func waitsForARateLimitEnd() {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in RetryTests.status(429, [("Retry-After", "600")]) }
    let errors = Self.errors(of: 5, transport, time)
    #expect(errors.count == 5)
    for error in errors {
      guard case .stopped(.get, _, isOutcomeOpen: false)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(
        error?.description.hasSuffix("the run was interrupted while App Store Connect limited requests")
          == true)
    }
    #expect(time.now == .milliseconds(100) && transport.requests.count == 1)
  }

  @Test func waitsBeforeARepetitionEnd() {
    for answer in [RetryTests.status(500), RetryTests.transport(.connectionLost)] {
      let time = VirtualTime()
      let transport = ScriptedTransport { _, _ in answer }
      let errors = Self.errors(transport, time)
      #expect(errors.count == 1 && errors[0] != nil, "it fails as it did")
      if case .stopped? = errors.first ?? nil { Issue.record("the first failure says more") }
      #expect(time.now == .milliseconds(100) && transport.requests.count == 1)
    }
  }

  @Test func whatIsInFlightIsFinished() {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in
      try? await time.sleep(.seconds(1))
      return RetryTests.Call.get.success
    }
    #expect(Self.errors(of: 2, transport, time) == [nil, nil], "what waits for nothing but its turn goes on")
    #expect(time.now == .seconds(2))
  }

  /// Whether a webhook was made is still found out.
  @Test func aLostCreateIsSettled() {
    let time = VirtualTime()
    let transport = ScriptedTransport { request, _ in
      guard request.method == .get else { return RetryTests.transport(.connectionLost) }
      return .page(
        #"[{"type":"webhooks","id":"w1","attributes":{"name":"Bot","url":"https://b.example.com/","#
          + #""enabled":true,"eventTypes":["BUILD_UPLOAD_STATE_UPDATED"]},"links":{"self":"x"}}]"#)
    }
    let client = Client(transport: transport, tokens: nil, retries: Self.policy, clock: time.clock)
    time.at(.milliseconds(100)) { client.stopWaiting() }
    let id = time.run { () -> String? in
      try? await client.createWebhook(
        appId: "1",
        .init(
          enabled: true, eventTypes: [EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")], name: "Bot",
          secret: Secret("a-secret-that-is-none"), url: "https://b.example.com/"), known: []
      ).id
    }
    #expect(id == "w1")
    #expect(time.now == .milliseconds(100))
    #expect(transport.requests.map(\.method) == [.post, .get])
  }
}
