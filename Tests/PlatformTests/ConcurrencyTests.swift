import Synchronization
import TestSupport
import Testing

@testable import Platform

@Suite struct ConcurrencyTests {
  private final class Counts: Sendable {
    let values = Mutex((now: 0, most: 0))
    var most: Int { values.withLock { $0.most } }

    func begin() {
      values.withLock { values in
        values.now += 1
        values.most = max(values.most, values.now)
      }
    }

    func end() { values.withLock { $0.now -= 1 } }
  }

  @Test func noMoreThreadsThanAllowedWorkAtATime() async {
    let threads = WorkerThreads(limit: 3)
    let counts = Counts()
    let results = await withTaskGroup(of: Int.self) { group in
      for number in 0..<200 {
        group.addTask {
          await threads.run {
            counts.begin()
            defer { counts.end() }
            return number * 2
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.sorted() == (0..<200).map { $0 * 2 })
    #expect(counts.most <= 3)
    #expect(await threads.run { 1 } == 1, "new ones start when there is work again")
  }

  /// A file, and which of its contents each caller waits for.
  private final class Disk: Sendable {
    let content = Mutex(Set<Int>())
    let down = Mutex(Set<Int>())
    let writes = Mutex(0)
    let isWriting = Mutex(false)

    func write() async -> SystemError? {
      #expect(
        isWriting.withLock { was in
          defer { was = true }; return !was
        }, "one at a time")
      let snapshot = content.withLock { $0 }
      for _ in 0..<50 { await Task.yield() }
      writes.withLock { $0 += 1 }
      down.withLock { $0 = snapshot }
      isWriting.withLock { $0 = false }
      return nil
    }
  }

  @Test func whoeverWaitsFindsTheirOwnChangeDown() async {
    let disk = Disk()
    let writer = SharedWriter<SystemError> { await disk.write() }
    await withTaskGroup(of: Void.self) { group in
      for client in 0..<20 {
        group.addTask {
          for number in 0..<20 {
            let change = client * 100 + number
            disk.content.withLock { _ = $0.insert(change) }
            #expect(await writer.commit() == nil)
            #expect(disk.down.withLock { $0.contains(change) })
          }
        }
      }
    }
    #expect(disk.down.withLock { $0.count } == 400)
    #expect(disk.writes.withLock { $0 } < 200, "they share")
  }

  @Test func aFailureIsThatOfAllWhoShared() async {
    let writer = SharedWriter<SystemError> { SystemError(28) }
    let failures = await withTaskGroup(of: SystemError?.self) { group in
      for _ in 0..<10 { group.addTask { await writer.commit() } }
      return await group.reduce(into: 0) { $0 += $1 == SystemError(28) ? 1 : 0 }
    }
    #expect(failures == 10)
  }
}
