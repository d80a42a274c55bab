import HTTPTransport
import Synchronization
import TestSupport
import Testing

@testable import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How long calls wait, in virtual time.
struct BackoffTests {
  private static let get = RetryTests.Call.get

  @Test func boundsDoubleUpToTheCap() {
    let backoff = Backoff()
    let seconds = [0.5, 1, 2, 4, 8, 16, 30, 30]
    #expect((1...8).map { backoff.bound(afterFailures: $0) } == seconds.map { .seconds($0) })
    #expect(backoff.bound(afterFailures: .max) == .seconds(30))
    #expect(backoff.delay(afterFailures: 3, random: 0) == .zero)
    #expect(backoff.delay(afterFailures: 3, random: 0.25) == .milliseconds(500))
    #expect(Backoff(base: .zero).bound(afterFailures: .max) == .zero)
    #expect(Backoff(base: .seconds(5), cap: .seconds(1)).bound(afterFailures: 1) == .seconds(1))
  }

  @Test func waitsAreDrawnFromTheWholeRange() throws {
    let longest: [Double] = [0.5, 1, 2, 4, 8]
    var all: [[Double]] = [[], [], [], [], []]
    for seed in 1...200 as ClosedRange<UInt64> {
      let time = VirtualTime(seed: seed)
      let waits = Mutex<[Duration]>([])
      let transport = ScriptedTransport { _, _ in RetryTests.status(503) }
      let client = Client(
        transport: transport, tokens: nil, clock: time.clock,
        onWait: { wait in waits.withLock { $0.append(wait.duration) } })
      _ = time.run {
        await failure { () async throws(ClientError) in _ = try await client.app(id: "1") }
      }
      let durations = waits.withLock { $0 }
      try #require(durations.count == 5)
      #expect(time.now == durations.reduce(.zero, +), "nothing else is waited for")
      for (index, duration) in durations.enumerated() { all[index].append(duration / .seconds(1)) }
    }
    for (bound, waits) in zip(longest, all) {
      #expect(waits.allSatisfy { (0..<bound).contains($0) })
      #expect(waits.contains { $0 < bound * 0.1 } && waits.contains { $0 > bound * 0.9 })
    }
  }

  static let headers: [(header: String, date: String?, seconds: Double?)] = [
    ("7", nil, 7.0), (" 7 ", nil, 7), ("0", nil, 0), ("99999999999999999999", nil, 365 * 86_400),
    ("400000000", nil, 365 * 86_400), ("-1", nil, nil), ("1.5", nil, nil), ("soon", nil, nil),
    ("", nil, nil), ("Mon, 09 Jun 2025 10:10:00 GMT", nil, 30),
    ("Mon, 09 Jun 2025 10:10:00 GMT", "Mon, 09 Jun 2025 10:08:00 GMT", 120),
    ("Mon, 09 Jun 2025 10:10:00 GMT", "yesterday", 30), ("Mon, 09 Jun 2025 10:09:00 GMT", nil, 0),
    ("Mon, 09 Jun 9999 10:09:00 GMT", nil, 365 * 86_400),
    ("Monday, 09-Jun-25 10:10:00 GMT", nil, nil),
  ]

  @Test(arguments: headers)
  func retryAfter(header: String, date: String?, seconds: Double?) {
    var headers: HTTPHeaders = ["retry-after": header]
    headers["Date"] = date
    #expect(RetryAfter.delay(in: headers, now: AnswerTests.now) == seconds.map { .seconds($0) })
    #expect(RetryAfter.delay(in: [:], now: AnswerTests.now) == nil)
  }

  @Test(arguments: [429, 503], ["40", "Mon, 09 Jun 2025 10:10:10 GMT"])
  func serversThatNameATimeGetIt(status: Int, header: String) {
    let time = VirtualTime()
    let waits = Mutex<[WaitEvent]>([])
    let transport = ScriptedTransport(
      RetryTests.status(status, [("Retry-After", header), ("Date", AnswerTests.nowAsHTTP)]),
      Self.get.success)
    let client = Client(
      transport: transport, tokens: nil, clock: time.clock,
      onWait: { wait in waits.withLock { $0.append(wait) } })
    let app = time.run { try? await client.app(id: "1") }
    #expect(app??.id == "1" && time.now == .seconds(40))
    #expect(waits.withLock { $0.map(\.reason) } == [.rateLimit])
    #expect(waits.withLock { $0.map(\.duration) } == [.seconds(40)])
  }

  @Test func aServerThatIsDownForTooLongIsNotWaitedFor() {
    let time = VirtualTime()
    let transport = ScriptedTransport(RetryTests.status(503, [("Retry-After", "901")]), Self.get.success)
    let client = Client(transport: transport, tokens: nil, clock: time.clock)
    let error = time.run {
      await failure { () async throws(ClientError) in _ = try await client.app(id: "1") }
    }
    #expect(error??.description.contains("503") == true)
    #expect(time.now == .zero && transport.requests.count == 1)
  }

  @Test func aDeadServiceEndsARunSoon() {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in
      try? await time.sleep(.seconds(30))
      return RetryTests.transport(.timedOut)
    }
    let client = Client(transport: transport, tokens: nil, clock: time.clock)
    let errors = time.run {
      await withTaskGroup(of: ClientError?.self) { group in
        for index in 0..<1000 {
          group.addTask {
            await failure { () async throws(ClientError) in _ = try await client.app(id: "\(index)") }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(errors?.count == 1000 && errors?.contains(nil) == false)
    #expect(time.now < .seconds(300), "took \(time.now) instead of 1000 × 30 s ÷ 8")
    #expect(transport.requests.count < 100)
    let unsent = errors?.compactMap(\.self).filter { if case .unavailable = $0 { true } else { false } } ?? []
    #expect(unsent.count > 900)
    #expect(unsent.first?.description.contains("not sent: ") == true)
    #expect(unsent.first?.description.contains("timed out: D; try again later") == true)
  }

  @Test func aServiceThatFailsNowAndThenLosesNoCall() {
    let time = VirtualTime()
    let random = time.clock.random
    let transport = ScriptedTransport { _, _ in
      try? await time.sleep(.milliseconds(50))
      return random() < 0.2 ? RetryTests.status(500) : Self.get.success
    }
    // With 20 % failures, one call in 15,000 fails six times.
    let client = Client(
      transport: transport, tokens: nil, retries: RetryPolicy(attempts: 12), clock: time.clock)
    let done = time.run {
      await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<2000 { group.addTask { (try? await client.app(id: "1")) != nil } }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
    }
    #expect(done == 2000)
  }
}
