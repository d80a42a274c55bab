import HTTPTransport
import Synchronization
import TestSupport
import Testing

@testable import AppStoreConnect

/// The gate that all calls of a key pass, in virtual time.
struct RateGateTests {
  static let refusal = APIError(status: 429, method: .get, path: "/v1/apps")

  private static func gate(_ time: VirtualTime, concurrency: Int = 8, maxWait: Duration = .seconds(900))
    -> RateGate
  {
    RateGate(concurrency: concurrency, maxWait: maxWait, clock: time.clock)
  }

  @Test func onlySoManyAreInFlightAndInTheirOrder() {
    let time = VirtualTime()
    let gate = Self.gate(time, concurrency: 3)
    let order = LockedValue<[Int]>([])
    let most = LockedValue(0)
    _ = time.run {
      await withTaskGroup { group in
        for index in 0..<50 {
          group.addTask {
            guard let pass = try? await gate.enter(ticket: gate.takeTicket()) else { return }
            order.withLock { $0.append(index) }
            most.withLock { $0 = max($0, gate.load.inFlight) }
            try? await time.sleep(.milliseconds(100 - index))
            gate.leave(pass, succeeded: true)
          }
        }
      }
    }
    #expect(order.withLock { $0 } == Array(0..<50))
    #expect(most.withLock { $0 } == 3)
    #expect(gate.load == (3, 0, 0))
  }

  @Test func concurrencyHalvesAndRecovers() {
    let time = VirtualTime()
    let gate = Self.gate(time)
    let limits = LockedValue<[Int]>([])
    _ = time.run {
      for _ in 0..<4 {
        guard let pass = try? await gate.enter(ticket: gate.takeTicket()) else { return }
        _ = gate.leave(pass, limitedBy: Self.refusal, retryAfter: nil)
        limits.withLock { $0.append(gate.load.limit) }
      }
      for _ in 0..<40 {
        guard let pass = try? await gate.enter(ticket: gate.takeTicket()) else { return }
        gate.leave(pass, succeeded: true)
        limits.withLock { $0.append(gate.load.limit) }
      }
    }
    let seen = limits.withLock { $0 }
    #expect(Array(seen.prefix(4)) == [4, 2, 1, 1])
    #expect(seen.dropFirst(3).elementsEqual(seen.dropFirst(3).sorted()), "it never falls without a refusal")
    let firsts = (2...8).map { limit in seen.dropFirst(4).firstIndex(of: limit) ?? -1 }
    // The limit grows by one for about as many answers as there are requests in flight.
    #expect(
      zip(firsts, firsts.dropFirst()).enumerated().allSatisfy {
        (1...($0.offset + 4)).contains($0.element.1 - $0.element.0)
      })
    #expect(seen.last == 8)
  }

  @Test func requestsInFlightTogetherAreRefusedOnce() {
    let time = VirtualTime()
    let gate = Self.gate(time)
    let pauses = LockedValue<[Duration?]>([])
    _ = time.run {
      var passes: [RateGate.Pass] = []
      for _ in 0..<8 {
        if let pass = try? await gate.enter(ticket: gate.takeTicket()) { passes.append(pass) }
      }
      for pass in passes {
        let pause = gate.leave(pass, limitedBy: Self.refusal, retryAfter: nil)
        pauses.withLock { $0.append(pause) }
      }
    }
    #expect(gate.load == (4, 0, 0))
    let seen = pauses.withLock { $0 }
    #expect(seen.count == 8 && seen.compactMap(\.self).count == 1)
  }

  @Test func aPauseHoldsAllCallsAndOneGoesAhead() {
    let time = VirtualTime()
    let starts = LockedValue<[Duration]>([])
    let transport = ScriptedTransport { _, index in
      starts.withLock { $0.append(time.now) }
      try? await time.sleep(.milliseconds(10))
      return index < 8 ? RetryTests.status(429, [("Retry-After", "60")]) : RetryTests.Call.get.success
    }
    let waits = LockedValue(0)
    let client = Client(
      transport: transport, tokens: nil, clock: time.clock, onWait: { _ in waits.withLock { $0 += 1 } })
    let done = time.run { await Self.read(20, client) }
    #expect(done == 20)
    let times = starts.withLock { $0 }
    guard times.count == 28 else {
      Issue.record("\(times.count) requests")
      return
    }
    #expect(times[8] == .milliseconds(60_010), "after what was asked")
    #expect(times[9] == .milliseconds(60_020), "when the first is answered")
    #expect(times[9...12].allSatisfy { $0 == times[9] } && times[13] > times[9], "half as many")
    #expect(waits.withLock { $0 } == 1)
  }

  @Test func aCallThatComesBackKeepsItsPlace() {
    let time = VirtualTime()
    let order = LockedValue<[String]>([])
    let transport = ScriptedTransport { request, index in
      order.withLock { $0.append(String(request.url.prefix { $0 != "?" }.suffix(1))) }
      try? await time.sleep(.milliseconds(10))
      return index == 0 ? RetryTests.status(429) : RetryTests.Call.get.success
    }
    let client = Client(transport: transport, tokens: nil, concurrency: 1, clock: time.clock)
    #expect(time.run { await Self.read(5, client) } == 5)
    #expect(order.withLock { $0 } == ["0", "0", "1", "2", "3", "4"])
  }

  @Test func pausesGrowButNotBeyondAnEighthOfTheWait() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let time = VirtualTime(seed: seed)
      let waits = LockedValue<[(at: Duration, wait: Duration)]>([])
      let transport = ScriptedTransport { _, _ in RetryTests.status(429) }
      let client = Client(
        transport: transport, tokens: nil, clock: time.clock,
        onWait: { wait in waits.withLock { $0.append((time.now, wait.duration)) } })
      let error = time.run {
        await failure { () async throws(ClientError) in _ = try await client.app(id: "1") }
      }
      let pauses = waits.withLock { $0 }
      for (index, pause) in pauses.dropLast().enumerated() {
        let bound = min(.seconds(1 << min(index, 6)), max(.seconds(8), pause.at / 8), .seconds(60))
        #expect(pause.wait <= bound && pause.wait >= bound / 2)
      }
      #expect(pauses.count < 60)
      #expect(time.now == .seconds(900), "the whole time is used")
      guard case .rateLimited(.seconds(900), .seconds(900), let answer, .get, "/v1/apps/1")?? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(answer.status == 429)
    }
  }

  @Test func aTimeThatDoesNotHelpIsNotEnough() {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in RetryTests.status(429, [("Retry-After", "0")]) }
    let client = Client(transport: transport, tokens: nil, clock: time.clock)
    _ = time.run { await failure { () async throws(ClientError) in _ = try await client.app(id: "1") } }
    #expect(transport.requests.count < 60)
    #expect(time.now > .seconds(850))
  }

  @Test(arguments: [("901", 0.0), ("400", 800), ("450", 900)])
  func timesBeyondTheLimitAreNotWaited(asked: String, waited: Double) {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in RetryTests.status(429, [("Retry-After", asked)]) }
    let client = Client(transport: transport, tokens: nil, clock: time.clock)
    let errors = time.run {
      await withTaskGroup(of: ClientError?.self) { group in
        for index in 0..<30 {
          group.addTask {
            await failure { () async throws(ClientError) in _ = try await client.app(id: "\(index)") }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(time.now == .seconds(waited))
    #expect(transport.requests.count <= 10, "those in line are not sent")
    let texts = (errors ?? []).compactMap { $0?.description }
    #expect(texts.count == 30)
    for text in texts {
      #expect(
        text.contains(
          "App Store Connect limits requests per key (Retry-After: \(asked)); waited "
            + "\(Int(waited)) s of the allowed 900 s (--max-wait): run again later, or raise --max-wait; "
            + "the last "
            + "refusal: GET /v1/apps/"))
    }
    let later = time.run {
      await failure { () async throws(ClientError) in _ = try await client.app(id: "later") }
    }
    #expect(later??.description.hasPrefix("GET /v1/apps/later: App Store Connect limits") == true)
  }

  @Test func withoutRepetitionsThereIsNoPause() {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in RetryTests.status(429, [("Retry-After", "60")]) }
    let client = Client(transport: transport, tokens: nil, retries: .none, clock: time.clock)
    #expect(time.run { await Self.read(5, client) } == 0)
    #expect(time.now == .zero)
  }

  @Test(arguments: BurstLimit.allCases, [false, true])
  func thousandReadsUnderABurstWindow(limit: BurstLimit, namesTimes: Bool) {
    for seed in 1...3 as ClosedRange<UInt64> {
      let time = VirtualTime(seed: seed)
      let counted = LockedValue<[Duration]>([])
      let transport = ScriptedTransport { _, _ in
        try? await time.sleep(.milliseconds(25))
        let wait = counted.withLock { counted in
          let wait = limit.wait(counted, time.now)
          if wait == nil || limit == .slidingWithRefusals { counted.append(time.now) }
          return wait
        }
        try? await time.sleep(.milliseconds(25))
        guard let wait else { return RetryTests.Call.get.success }
        let seconds = wait.components.seconds + 1
        return RetryTests.status(429, namesTimes ? [("Retry-After", "\(seconds)")] : [])
      }
      let client = Client(transport: transport, tokens: nil, clock: time.clock)
      #expect(time.run { await Self.read(1000, client) } == 1000)
      let ratio = time.now / limit.best
      #expect(ratio >= 0.99 && ratio <= 1.15, "seed \(seed): \(time.now), \(ratio) of the best")
    }
  }

  /// Makes calls at the same time and counts the successes.
  static func read(_ count: Int, _ client: Client) async -> Int {
    await withTaskGroup(of: Bool.self) { group in
      for index in 0..<count { group.addTask { (try? await client.app(id: "\(index)")) != nil } }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
  }
}
