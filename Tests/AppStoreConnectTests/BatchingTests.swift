import HTTPTransport
import Synchronization
import Testing

@testable import AppStoreConnect

struct BatchingTests {
  /// Answers with the apps that the filter asks for, each with its bundle ID's number as its ID.
  private static func fleet(_ request: HTTPRequest) -> ScriptedTransport.Answer {
    let asked = ids(in: request.url).reversed()
    return .page("[\(asked.map { app(id: "n-\($0)", bundleId: $0) }.joined(separator: ","))]")
  }

  private static func ids(in url: String) -> [String] {
    guard let start = url.firstRange(of: "%5D=") else { return [] }
    return url[start.upperBound...].prefix { $0 != "&" }.split(separator: ",").map(String.init)
  }

  private static func app(id: String, bundleId: String) -> String {
    #"{"type":"apps","id":"\#(id)","attributes":{"bundleId":"\#(bundleId)"}}"#
  }

  @Test(arguments: [(0, 0), (1, 1), (100, 1), (101, 2), (200, 2), (1000, 10)])
  func aHundredShortIdsFitInACall(count: Int, calls: Int) async throws {
    let transport = ScriptedTransport { request, _ in Self.fleet(request) }
    let ids = (0..<count).map { "com.example.a\($0)" }
    let apps = try await Client(transport).apps(bundleIds: ids)
    #expect(apps.map(\.attributes?.bundleId) == ids)
    #expect(transport.requests.count == calls)
    #expect(transport.urls.allSatisfy { Self.ids(in: $0).count <= 100 })
  }

  @Test(arguments: 1...200)
  func noURLIsLongerThanTheLimit(length: Int) async throws {
    let transport = ScriptedTransport { request, _ in Self.fleet(request) }
    let ids = (100..<220).map { "\($0)" + String(repeating: "x", count: length) }
    #expect(try await Client(transport).apps(bundleIds: ids).count == 120)
    let sizes = transport.urls.map(\.utf8.count)
    #expect(sizes.allSatisfy { $0 <= 6_000 })
    // No batch but the last could have taken one more.
    let full = transport.urls.filter { url in
      Self.ids(in: url).count == 100 || url.utf8.count + length + 4 > 6_000
    }
    #expect(full.count >= transport.urls.count - 1)
  }

  @Test(arguments: [(6_000, 1), (6_001, 2)])
  func aURLMayBeAsLongAsTheLimit(bytes: Int, calls: Int) async throws {
    let transport = ScriptedTransport { request, _ in Self.fleet(request) }
    let empty = "\(api)/v1/apps?filter%5BbundleId%5D=a,&fields%5Bapps%5D=bundleId,name&limit=200"
    let rest = String(repeating: "x", count: bytes - empty.utf8.count)
    #expect(try await Client(transport).apps(bundleIds: ["a", rest]).count == 2)
    #expect(transport.requests.count == calls)
    if calls == 1 { #expect(transport.urls[0].utf8.count == bytes) }
  }

  @Test func anIdLongerThanAnyURLStandsAlone() async throws {
    let transport = ScriptedTransport { request, _ in Self.fleet(request) }
    let long = String(repeating: "x", count: 7_000)
    let apps = try await Client(transport).apps(bundleIds: ["a", long, "b"])
    #expect(apps.map(\.attributes?.bundleId) == ["a", long, "b"])
    #expect(transport.urls.map { Self.ids(in: $0).count } == [1, 1, 1])
  }

  @Test func repeatedIdsAreAskedOnceAndInexactMatchesDropped() async throws {
    let transport = ScriptedTransport(
      .page(
        "[\(Self.app(id: "3", bundleId: "com.example.notes.extra")),\(Self.app(id: "2", bundleId: "b")),"
          + "\(Self.app(id: "1", bundleId: "com.example.notes")),\(Self.app(id: "4", bundleId: "B")),"
          + "\(Self.app(id: "1", bundleId: "com.example.notes")),{\"type\":\"apps\",\"id\":\"5\"}]"))
    let apps = try await Client(transport).apps(
      bundleIds: ["com.example.notes", "b", "com.example.notes", "absent"])
    #expect(apps.map(\.id) == ["1", "2"])
    #expect(transport.urls.map(Self.ids(in:)) == [["com.example.notes", "b", "absent"]])
  }

  @Test func idsWithReservedCharactersAreEncoded() async throws {
    let transport = ScriptedTransport(.page("[]"))
    _ = try await Client(transport).apps(bundleIds: ["a,b&c=d", "é +"])
    #expect(
      transport.urls == [
        "\(api)/v1/apps?filter%5BbundleId%5D=a%2Cb%26c%3Dd,%C3%A9%20%2B&fields%5Bapps%5D=bundleId,name&limit=200"
      ])
  }

  @Test func pagesOfABatchAreFollowed() async throws {
    let transport = ScriptedTransport(
      .page("[\(Self.app(id: "1", bundleId: "a"))]", next: "/v1/apps?cursor=b"),
      .page("[\(Self.app(id: "2", bundleId: "b"))]"))
    #expect(try await Client(transport).apps(ids: ["2", "1"]).map(\.id) == ["2", "1"])
  }

  @Test func aBatchThatFailsFailsTheWhole() async {
    let refused = TransportError(.connectionFailed, detail: "refused", mayHaveReachedServer: false)
    let transport = ScriptedTransport { request, _ in
      if request.url.contains("a250") { return .failure(refused) }
      while !Task.isCancelled { await Task.yield() }
      return Self.fleet(request)
    }
    let ids = (0..<1000).map { "a\($0)" }
    let error = await failure { () async throws(ClientError) in
      _ = try await Client(transport).apps(bundleIds: ids)
    }
    #expect(error == .transport(refused, method: .get, path: "/v1/apps"))
    #expect(transport.requests.count == Client.concurrentBatches)
  }

  @Test func batchesRunTogetherButNotAll() async throws {
    let running = Mutex((now: 0, most: 0))
    let transport = ScriptedTransport { request, _ in
      running.withLock { running in
        running.now += 1
        running.most = max(running.most, running.now)
      }
      for _ in 0..<100 { await Task.yield() }
      running.withLock { $0.now -= 1 }
      return Self.fleet(request)
    }
    let ids = (0..<2000).map { "a\($0)" }
    #expect(try await Client(transport).apps(bundleIds: ids).count == 2000)
    let most = running.withLock { $0.most }
    #expect((2...4).contains(most))
  }
}
