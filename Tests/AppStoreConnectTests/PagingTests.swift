import HTTPTransport
import Testing

@testable import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct PagingTests {
  private static func app(_ id: Int) -> String { #"{"type":"apps","id":"\#(id)"}"# }
  private static let start = "\(api)/v1/apps?fields%5Bapps%5D=bundleId,name&limit=200"

  @Test(arguments: [
    ("\(api)/v1/apps?cursor=b&limit=200", "\(api)/v1/apps?cursor=b&limit=200"),
    ("HTTPS://API.appstoreconnect.apple.com:443/v1/apps?cursor=b", "\(api)/v1/apps?cursor=b"),
    ("//api.appstoreconnect.apple.com/v1/apps?cursor=b", "\(api)/v1/apps?cursor=b"),
    ("/v1/apps?cursor=b", "\(api)/v1/apps?cursor=b"),
    ("?cursor=b", "\(api)/v1/apps?cursor=b"),
    ("apps?cursor=b:c", "\(api)/v1/apps?cursor=b:c"),
    ("\(api)?cursor=b", "\(api)/?cursor=b"),
    ("/v1/apps?filter[id]=1%2C2&cursor=b", "\(api)/v1/apps?filter[id]=1%2C2&cursor=b"),
  ])
  func nextLinksAreFollowedAsTheyAre(link: String, url: String) async throws {
    let transport = ScriptedTransport(
      .page("[\(Self.app(1))]", next: link),
      .page("[\(Self.app(2)),\(Self.app(3))]", next: "/v1/apps?cursor=z"),
      .page("[]"))
    #expect(try await Client(transport).apps().map(\.id) == ["1", "2", "3"])
    #expect(transport.urls == [Self.start, url, "\(api)/v1/apps?cursor=z"])
  }

  @Test(arguments: [
    ("https://evil.example/v1/apps?cursor=b", ClientError.PagingFault.otherOrigin("https://evil.example")),
    ("//evil.example/v1/apps", .otherOrigin("https://evil.example")),
    (
      "http://api.appstoreconnect.apple.com/v1/apps?cursor=b",
      .otherOrigin("http://api.appstoreconnect.apple.com/v1/apps")
    ),
    ("\(api):8443/v1/apps?cursor=b", .otherOrigin("\(api):8443")),
    ("\(api).evil.example/v1/apps?cursor=b", .otherOrigin("\(api).evil.example")),
    ("http://localhost/v1/apps?cursor=b", .otherOrigin("http://localhost")),
    ("ftp://api.appstoreconnect.apple.com/", .otherOrigin("ftp://api.appstoreconnect.apple.com/")),
    ("https://user@api.appstoreconnect.apple.com/v1/apps", .malformedLink),
    ("https://api.appstoreconnect.apple.com@evil.example/", .malformedLink),
    (#"https:\\evil.example"#, .malformedLink), (#"/\evil.example"#, .malformedLink),
    ("javascript:alert", .malformedLink), ("/v1/apps?cursor=a b", .malformedLink),
    ("/v1/apps?cursor=b#c", .malformedLink), ("/v1/apps?cursor=é", .malformedLink), ("", .malformedLink),
  ])
  func strangeLinksAreNotFollowed(link: String, fault: ClientError.PagingFault) async {
    let escaped = link.replacing("\\", with: "\\\\")
    let transport = ScriptedTransport(.page("[\(Self.app(1))]", next: escaped), .page("[]"))
    let error = await failure { () async throws(ClientError) in _ = try await Client(transport).apps() }
    #expect(error == .paging(fault, path: "/v1/apps"))
    #expect(transport.requests.count == 1)
  }

  @Test func aPageThatFailsFailsTheList() async {
    let transport = ScriptedTransport(
      .page("[\(Self.app(1))]", next: "/v1/apps?cursor=b"), .answer(500, type: "text/html", "<p>oh</p>"))
    let error = await failure { () async throws(ClientError) in _ = try await Client(transport).apps() }
    guard case .api(let answer) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(answer.status == 500 && answer.path == "/v1/apps")
  }

  @Test func everyListFailsWithItsPage() async {
    let lost = TransportError(.connectionLost, detail: "reset", mayHaveReachedServer: true)
    let calls: [(String, @Sendable (Client) async throws(ClientError) -> Void)] = [
      ("/v1/apps", { client async throws(ClientError) in _ = try await client.apps(ids: ["1"]) }),
      (
        "/v1/apps/1/webhooks",
        { client async throws(ClientError) in _ = try await client.webhooks(appId: "1") }
      ),
      (
        "/v1/apps/1/relationships/webhooks",
        { client async throws(ClientError) in _ = try await client.webhookIds(appId: "1") }
      ),
      (
        "/v1/webhooks/w/deliveries",
        { client async throws(ClientError) in
          _ = try await client.deliveries(webhookId: "w", createdSince: .distantPast)
        }
      ),
      (
        "/v1/webhooks/w/relationships/deliveries",
        { client async throws(ClientError) in _ = try await client.deliveryIds(webhookId: "w") }
      ),
    ]
    for (path, call) in calls {
      let transport = ScriptedTransport(.page("[]", next: "\(path)?cursor=b"), .failure(lost))
      let error = await failure { () async throws(ClientError) in try await call(Client(transport)) }
      #expect(error == .transport(lost, method: .get, path: path))
      #expect(transport.requests.count == 2)
    }
  }

  @Test(arguments: [
    ["/v1/apps?cursor=b", "/v1/apps?cursor=b"], ["/v1/apps?cursor=b", "/v1/apps?limit=200&cursor=b"],
    ["/v1/apps?cursor=b", "/v1/apps?cursor=c", "/v1/apps?cursor=b"],
    ["/v1/apps?fields%5Bapps%5D=bundleId,name&limit=200"],
  ])
  func loopsAreSeen(links: [String]) async {
    let transport = ScriptedTransport { _, index in
      .page("[\(Self.app(index))]", next: links[min(index, links.count - 1)])
    }
    let error = await failure { () async throws(ClientError) in _ = try await Client(transport).apps() }
    #expect(error == .paging(.loop, path: "/v1/apps"))
    #expect(transport.requests.count == links.count)
  }

  @Test func listsWithoutAnEndAreGivenUp() async {
    let transport = ScriptedTransport { _, index in .page("[]", next: "/v1/apps?cursor=\(index)") }
    let client = Client(sender: Client(transport).sender, maximumPages: 50)
    let error = await failure { () async throws(ClientError) in _ = try await client.apps() }
    #expect(error == .paging(.tooManyPages(limit: 50), path: "/v1/apps"))
    #expect(transport.requests.count == 50)
  }

  @Test func thePathBeforeTheAPIsIsKept() async throws {
    let transport = ScriptedTransport(.page("[]", next: "/asc/v1/apps?cursor=b"), .page("[]"))
    let client = Client(
      transport: transport, baseURL: try APIBaseURL("http://localhost:8080/asc/"), tokens: nil)
    _ = try await client.apps()
    #expect(
      transport.urls == [
        "http://localhost:8080/asc/v1/apps?fields%5Bapps%5D=bundleId,name&limit=200",
        "http://localhost:8080/asc/v1/apps?cursor=b",
      ])
  }
}
