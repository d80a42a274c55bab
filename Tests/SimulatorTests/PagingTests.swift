import AppStoreConnect
import Simulator
import Testing

@Suite struct PagingTests {
  private static func fleet(apps: Int) -> Fleet {
    Fleet(apps: (1...apps).map { .init(id: "\($0)", bundleId: "com.example.a\($0)", name: "App \($0)") })
  }

  /// The IDs of all pages, and how many pages there were; `between` is done after each.
  private func walk(_ bench: Bench, _ target: String, between: (Int) throws -> Void = { _ in }) throws
    -> (ids: [String], pages: Int)
  {
    var ids: [String] = []
    var pages = 0
    var reply = try bench.get(target)
    while true {
      let page = try reply.decode(PagedDocument<AnyResource, Never>.self)
      ids += page.data.map(\.id)
      pages += 1
      #expect(page.meta?.paging.nextCursor == nil ? page.links.next == nil : page.links.next != nil)
      if pages > 1 { #expect(try bench.follow(#require(page.links.first)).status == 200) }
      guard let next = page.links.next else { return (ids, pages) }
      try between(pages)
      reply = try bench.follow(next)
    }
  }

  private struct AnyResource: Codable, Sendable {
    var id: String
  }

  @Test(arguments: Way.allCases) func leadsThroughAListPageByPage(way: Way) throws {
    let bench = try Bench(way, fleet: Self.fleet(apps: 7)) { $0.maxPageSize = 3 }
    let (ids, pages) = try walk(bench, "/v1/apps?fields[apps]=name&sort=-name&limit=200")
    #expect(ids == ["7", "6", "5", "4", "3", "2", "1"])
    #expect(pages == 3)
    let first = try bench.get("/v1/apps").decode(AppsResponse.self)
    #expect(first.meta?.paging.limit == 3)
    #expect(first.meta?.paging.total == 7)
    #expect(first.links.first == nil)
  }

  @Test func keepsTheQueryInItsLinks() throws {
    let bench = try Bench(fleet: Self.fleet(apps: 3))
    let page = try bench.get("/v1/apps?fields[apps]=name&filter[name]=App+1,App+2&limit=1").decode(
      AppsResponse.self)
    let next = try #require(page.links.next)
    #expect(next.hasPrefix("https://api.example/v1/apps?cursor="))
    #expect(next.hasSuffix("&fields%5Bapps%5D=name&filter%5Bname%5D=App%201%2CApp%202&limit=1"))
    let second = try bench.follow(next).decode(AppsResponse.self)
    #expect(second.data.map { [$0.attributes?.name, $0.attributes?.bundleId] } == [["App 2", nil]])
    #expect(second.links.next == nil)
  }

  @Test func pointsWhereItIsTold() throws {
    let bench = try Bench {
      $0.baseURL = "https://elsewhere.example"; $0.maxPageSize = 1
    }
    let page = try bench.get("/v1/apps").decode(AppsResponse.self)
    #expect(page.links.next?.hasPrefix("https://elsewhere.example/v1/apps?cursor=") == true)
  }

  @Test func pointsToTheHostThatWasAsked() throws {
    let bench = try Bench(.overHTTP) { $0.maxPageSize = 1 }
    let page = try bench.get("/v1/apps").decode(AppsResponse.self)
    let url = try #require((bench.endpoint as? OverHTTP)?.server.url)
    #expect(page.links.next?.hasPrefix("\(url)/v1/apps?cursor=") == true)
  }

  @Test func neitherRepeatsNorSkipsWhileTheListChanges() throws {
    let bench = try Bench(fleet: .bare) { $0.maxPageSize = 2 }
    var ids = try (1...6).map { try bench.create("Hook \($0)").decode(WebhookResponse.self).data.id }
    let (seen, pages) = try walk(bench, "/v1/apps/1001/webhooks") { page in
      // The first page's webhooks are deleted, and one is added at the end: the rest must still be seen once.
      guard page == 1 else { return }
      for id in ids.prefix(2) { _ = try bench.send("DELETE", "/v1/webhooks/\(id)", "") }
      ids.append(try bench.create("Late").decode(WebhookResponse.self).data.id)
    }
    #expect(seen == ids)
    #expect(pages == 4)
  }

  @Test func pagesLinkagesAndDeliveries() throws {
    let bench = try Bench { $0.maxPageSize = 2 }
    for _ in 0..<5 { _ = try bench.send("POST", "/v1/webhookPings", Body.ping("hook-1")) }
    let linkages = try walk(bench, "/v1/webhooks/hook-1/relationships/deliveries")
    #expect(Set(linkages.ids).count == 5)
    let since = "filter[createdDateGreaterThanOrEqualTo]=2027-01-15T00:00:00Z"
    let deliveries = try walk(bench, "/v1/webhooks/hook-1/deliveries?\(since)") { _ in
      _ = try bench.send("POST", "/v1/webhookPings", Body.ping("hook-1"))
    }
    // Newest first: what is added in between comes before the first page and isn't seen.
    #expect(deliveries.ids == linkages.ids)
    #expect(try walk(bench, "/v1/apps/1001/relationships/webhooks?limit=1").ids == ["hook-1", "hook-2"])
  }
}
