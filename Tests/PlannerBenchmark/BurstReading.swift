import AppStoreConnect
import HTTPTransport
import TestSupport

/// Reading from a service that answers 429 past a limit of 300 requests a minute; the time that this takes is virtual.
extension BurstLimit {
  /// How long a client takes that isn't told for how long to wait.
  func timeToRead(_ count: Int) -> Duration {
    let time = VirtualTime(seed: 2026)
    let client = Client(
      transport: LimitedTransport(limit: self, time: time), tokens: nil,
      clock: WaitClock(now: { time.now }, sleep: { try await time.sleep($0) }, random: { time.random() }))
    let read = time.run {
      await withTaskGroup(of: Bool.self) { group in
        for index in 0..<count { group.addTask { (try? await client.app(id: "\(index)")) != nil } }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
    }
    return read == count ? time.now : .seconds(1_000_000)
  }

  private struct LimitedTransport: Transport {
    let limit: BurstLimit
    let time: VirtualTime
    let counted = LockedValue<[Duration]>([])

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
      try? await time.sleep(.milliseconds(25))
      let isRefused = counted.withLock { counted in
        if limit.wait(counted, time.now) != nil { return true }
        counted.append(time.now)
        return false
      }
      try? await time.sleep(.milliseconds(25))
      let answer = #"{"data":{"type":"apps","id":"1"},"links":{"self":"https://api.example.com/v1/apps/1"}}"#
      return HTTPResponse(
        status: isRefused ? 429 : 200, headers: ["Content-Type": "application/json"],
        body: isRefused ? [] : Array(answer.utf8))
    }
  }
}
