import Synchronization

package final class RequestCounter: Sendable {
  @TaskLocal static var current: RequestCounter?

  private let count = Mutex(0)

  private init() {}

  /// Counts requests of child tasks, retries and look-ups, too.
  package static func counting<Result: Sendable>(
    _ work: () async -> Result
  ) async -> (result: Result, requests: Int) {
    let outer = current
    let counter = RequestCounter()
    let result = await $current.withValue(counter) { await work() }
    let requests = counter.count.withLock { $0 }
    outer?.add(requests)
    return (result, requests)
  }

  func add(_ requests: Int) {
    count.withLock { $0 += requests }
  }
}
