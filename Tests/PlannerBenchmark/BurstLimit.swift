import AppStoreConnect
import HTTPTransport
import TestSupport

/// A service that answers 429 past a limit of 300 requests a minute; the time that reads take under it is virtual.
enum BurstLimit: String, CaseIterable {
  case window = "300 a minute, counted by the clock"
  case sliding = "300 in the last minute"
  case tokens = "300 at once and 5 a second"

  /// How long a request at `now` must wait after those that were let through.
  private func wait(_ earlier: [Duration], _ now: Duration) -> Duration? {
    let minute = Duration.seconds(60)
    if self == .tokens {
      let wait = .milliseconds(200) * (earlier.count - 299) - now
      return wait > .zero ? wait : nil
    }
    let start = self == .window ? minute * (now.components.seconds / 60) : now - minute
    guard earlier.count >= 300, earlier[earlier.count - 300] >= start else { return nil }
    return (self == .window ? start : earlier[earlier.count - 300]) + minute - now
  }

  /// How long 1,000 requests take, 8 at a time and 50 ms each, if each is sent as soon as it may be.
  var best: Duration { self == .tokens ? .seconds(140) : .seconds(180) + .milliseconds(650) }

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
