import Testing

@testable import HTTPTransport

@Suite struct AdmissionQueueTests {
  private func transfer(_ host: String) throws -> Transfer {
    let url = "https://\(host)/"
    return Transfer(HTTPRequest(.get, url), url: try RequestURL(url), configuration: .init())
  }

  @Test func runsInOrderUpToTheLimit() throws {
    var queue = AdmissionQueue(limit: 2)
    let transfers = try (0..<5).map { _ in try transfer("a.example.com") }
    #expect(transfers.map { queue.admit($0) } == [true, true, false, false, false])
    let origin = transfers[0].url.origin
    #expect(queue.next(afterOneTo: origin) === transfers[2])
    #expect(queue.withdraw(transfers[3]) == true)
    #expect(queue.withdraw(transfers[3]) == false)
    #expect(queue.withdraw(transfers[2]) == false)
    #expect(queue.next(afterOneTo: origin) === transfers[4])
    #expect(queue.next(afterOneTo: origin) == nil)
    #expect(queue.next(afterOneTo: origin) == nil)
    // Nothing runs any more, so it is as at first.
    let others = try (0..<3).map { _ in try transfer("a.example.com") }
    #expect(others.map { queue.admit($0) } == [true, true, false])
  }

  @Test func originsAreApart() throws {
    var queue = AdmissionQueue(limit: 1)
    let transfers = try ["a.example.com", "b.example.com", "a.example.com", "b.example.com"].map(transfer)
    #expect(transfers.map { queue.admit($0) } == [true, true, false, false])
    #expect(queue.next(afterOneTo: transfers[1].url.origin) === transfers[3])
    #expect(queue.withdrawAll().map(ObjectIdentifier.init) == [ObjectIdentifier(transfers[2])])
    #expect(queue.withdraw(transfers[2]) == false)
  }
}
