import HTTPTransport
import TestSupport
import Testing

@testable import AppStoreConnect

/// Cancelled tasks stop waiting at once, and none of those that wait with them is forgotten.
struct WaitCancellationTests {
  private static func call(_ client: Client, _ id: Int) async -> ClientError? {
    await failure { () async throws(ClientError) in _ = try await client.app(id: "\(id)") }
  }

  @Test func waitsEndAtOnce() {
    let answers = [
      RetryTests.status(500), RetryTests.status(429), RetryTests.status(429, [("Retry-After", "600")]),
      RetryTests.status(503, [("Retry-After", "600")]),
    ]
    for answer in answers {
      let time = VirtualTime()
      let transport = ScriptedTransport { _, _ in answer }
      let client = Client(
        transport: transport, tokens: nil,
        retries: RetryPolicy(backoff: Backoff(base: .seconds(600), cap: .seconds(600))), clock: time.clock)
      let error = time.run {
        let task = Task(executorPreference: time) { await Self.call(client, 1) }
        time.at(.milliseconds(100)) { task.cancel() }
        return await task.value
      }
      #expect(error??.isCancelled == true)
      #expect(time.now == .milliseconds(100) && transport.requests.count == 1)
    }
  }

  /// Random calls, refusals and cancellations: in any order of events, every call that wasn't cancelled is served.
  @Test func nobodyIsForgottenInVirtualTime() {
    for seed in 1...500 as ClosedRange<UInt64> {
      let time = VirtualTime(seed: seed)
      let random = time.clock.random
      let transport = ScriptedTransport { _, _ in
        do {
          try await time.sleep(.milliseconds(Int(random() * 50)))
        } catch {
          return RetryTests.transport(.cancelled)
        }
        switch random() {
        case ..<0.1: return RetryTests.status(429)
        case ..<0.2: return RetryTests.status(429, [("Retry-After", "2")])
        case ..<0.3: return RetryTests.status(500)
        default: return RetryTests.Call.get.success
        }
      }
      let client = Client(
        transport: transport, tokens: nil, retries: RetryPolicy(attempts: 100, budget: 1000), concurrency: 3,
        clock: time.clock)
      let results = time.run {
        var tasks: [(task: Task<ClientError?, Never>, isCancelled: Bool)] = []
        for id in 0..<12 {
          let task = Task(executorPreference: time) { await Self.call(client, id) }
          let isCancelled = random() < 0.5
          if isCancelled { time.at(.milliseconds(Int(random() * 3000))) { task.cancel() } }
          tasks.append((task, isCancelled))
        }
        var results: [Bool] = []
        for (task, isCancelled) in tasks {
          let error = await task.value
          results.append(error == nil || (isCancelled && error?.isCancelled == true))
        }
        return results
      }
      #expect(results == Array(repeating: true, count: 12), "seed \(seed)")
      let load = client.sender.gate.load
      #expect(load.inFlight == 0 && load.waiting == 0, "seed \(seed)")
    }
  }

  /// The same on many threads, where cancellations meet wake-ups.
  @Test func nobodyIsForgottenOnManyThreads() async {
    for round in 0..<15 {
      let transport = ScriptedTransport { _, index in
        for _ in 0..<(index % 5) { await Task.yield() }
        if Task.isCancelled { return RetryTests.transport(.cancelled) }
        return switch (index + round) % 5 {
        case 0: RetryTests.status(429)
        case 1: RetryTests.status(500)
        default: RetryTests.Call.get.success
        }
      }
      let client = Client(
        transport: transport, tokens: nil, retries: RetryPolicy(attempts: 100, budget: 1000), concurrency: 2,
        maxWait: .seconds(1_000_000), clock: .instant())
      let wrong = await withTaskGroup(of: Bool.self) { group in
        for id in 0..<16 {
          group.addTask {
            let task = Task { await Self.call(client, id) }
            guard id % 2 == 0 else { return await task.value == nil }
            for _ in 0..<(round % 20) { await Task.yield() }
            task.cancel()
            let error = await task.value
            return error == nil || error?.isCancelled == true
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 0 : 1 }
      }
      #expect(wrong == 0)
      let load = client.sender.gate.load
      #expect(load.inFlight == 0 && load.waiting == 0)
    }
  }

  @Test func theTimeIsHandedOnWhenItsKeeperIsCancelled() {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, index in
      index == 0 ? RetryTests.status(429, [("Retry-After", "60")]) : RetryTests.Call.get.success
    }
    let client = Client(transport: transport, tokens: nil, concurrency: 1, clock: time.clock)
    let errors = time.run {
      let tasks = (0..<5).map { id in Task(executorPreference: time) { await Self.call(client, id) } }
      for (index, task) in tasks.dropLast().enumerated() {
        time.at(.seconds(10 * (index + 1))) { task.cancel() }
      }
      var errors: [ClientError?] = []
      for task in tasks { errors.append(await task.value) }
      return errors
    }
    #expect(errors?.map { $0?.isCancelled } == [true, true, true, true, nil])
    #expect(time.now == .seconds(60) && transport.requests.count == 2)
  }
}
