import HTTPTransport
import Simulator
import TestSupport
import Testing

/// What the transport itself does: time, and a client that leaves.
@Suite struct TransportTests {
  private let simulator = AppStoreConnectSimulator(fleet: .example)
  private let create = HTTPRequest(
    .post, "https://api.example/v1/webhooks", headers: ["Content-Type": "application/json"],
    body: Array(Body.webhook(name: "New").utf8))

  private var hasCreated: Bool { simulator.fleet.apps[0].webhooks.contains { $0.name == "New" } }

  private func transport(
    _ action: FaultAction, sleep: @escaping SimulatorTransport.Sleep
  ) -> SimulatorTransport {
    SimulatorTransport(
      simulator, faults: FaultPlan(rules: [.always(action)]), timeout: .seconds(9), sleep: sleep)
  }

  private func failure(of transport: SimulatorTransport) async -> TransportError? {
    do throws(TransportError) {
      _ = try await transport.send(create)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    (FaultAction.hang(), Duration.seconds(9), TransportError.Kind?.some(.timedOut)),
    (.delay(.seconds(2)), .seconds(2), nil), (.delay(.seconds(9)), .seconds(9), .timedOut),
    (.delay(.seconds(60), .afterApplying), .seconds(9), .timedOut), (.delay(.zero), .zero, nil),
  ])
  func waitsForAsLongAsItShould(
    action: FaultAction, wait: Duration, kind: TransportError.Kind?
  ) async throws {
    let waits = LockedValue<[Duration]>([])
    let transport = transport(action) { wait in waits.withLock { $0.append(wait) } }
    let error = await failure(of: transport)
    #expect(error?.kind == kind)
    #expect(waits.withLock { $0 } == [wait])
    #expect(error.map { $0.detail == "the request took longer than 9.0 seconds" } ?? true)
  }

  @Test(arguments: [
    (FaultAction.hang(), false), (.hang(.afterApplying), true), (.delay(.seconds(5)), true),
    (.delay(.seconds(5), .afterApplying), true),
  ])
  func endsWhenItIsCancelled(action: FaultAction, applies: Bool) async throws {
    let (waiting, signal) = AsyncStream.makeStream(of: Void.self)
    let transport = transport(action) { _ in
      signal.yield()
      try await Task.sleep(for: .seconds(3600))
    }
    let task = Task { await failure(of: transport) }
    for await _ in waiting { break }
    task.cancel()
    let error = await task.value
    #expect(
      error
        == TransportError(.cancelled, detail: "the request was cancelled", mayHaveReachedServer: true))
    #expect(hasCreated == applies)
  }

  @Test func noticesACancellationThatTheSleepDoesNot() async throws {
    let transport = transport(.delay(.seconds(1))) { _ in withUnsafeCurrentTask { $0?.cancel() } }
    #expect(await Task { await failure(of: transport) }.value?.kind == .cancelled)
  }

  @Test func sendsNothingForACancelledTask() async throws {
    let plan = FaultPlan(rules: [.always(.reset(.afterApplying))])
    let transport = SimulatorTransport(simulator, faults: plan)
    let error = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await failure(of: transport)
    }.value
    #expect(error?.kind == .cancelled)
    #expect(error?.mayHaveReachedServer == false)
    #expect(plan.requests == 0)
    #expect(!hasCreated)
  }
}
