import Cryptography
import HTTPTransport
import Testing

@testable import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Each call's method, URL and body, and what becomes of its answer.
struct CallTests {
  static let webhook = """
    {"type":"webhooks","id":"w1","attributes":{"enabled":true,"eventTypes":["BUILD_UPLOAD_STATE_UPDATED",\
    "NEW_KIND"],"name":"Bot","url":"https://hooks.example.com"}}
    """
  static let app = #"{"type":"apps","id":"1","attributes":{"bundleId":"com.example.a","name":"A"}}"#

  private func expect(
    _ transport: ScriptedTransport, _ method: HTTPMethod, _ path: String, body: String = "",
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(transport.requests.count == 1, sourceLocation: location)
    guard let request = transport.requests.first else { return }
    #expect(request.method == method, sourceLocation: location)
    #expect(request.url == api + path, sourceLocation: location)
    #expect(String(decoding: request.body, as: UTF8.self) == body, sourceLocation: location)
    #expect(
      request.headers["Content-Type"] == (body.isEmpty ? nil : "application/json"), sourceLocation: location)
    #expect(request.headers["Accept"] == "application/json", sourceLocation: location)
  }

  @Test func appsByBundleId() async throws {
    let transport = ScriptedTransport(.page("[\(Self.app)]"))
    let apps = try await Client(transport).apps(bundleIds: ["com.example.a"])
    #expect(apps.map(\.id) == ["1"])
    expect(
      transport, .get, "/v1/apps?filter%5BbundleId%5D=com.example.a&fields%5Bapps%5D=bundleId,name&limit=200")
  }

  @Test func appsById() async throws {
    let transport = ScriptedTransport(.page("[\(Self.app)]"))
    let apps = try await Client(transport).apps(ids: ["1", "2"])
    #expect(apps.map(\.attributes?.bundleId) == ["com.example.a"])
    expect(transport, .get, "/v1/apps?filter%5Bid%5D=1,2&fields%5Bapps%5D=bundleId,name&limit=200")
  }

  @Test func allApps() async throws {
    let transport = ScriptedTransport(.page("[\(Self.app)]"))
    #expect(try await Client(transport).apps().count == 1)
    expect(transport, .get, "/v1/apps?fields%5Bapps%5D=bundleId,name&limit=200")
  }

  @Test func oneApp() async throws {
    let transport = ScriptedTransport(.json(#"{"data":\#(Self.app),"links":{"self":"x"}}"#))
    #expect(try await Client(transport).app(id: "1").attributes?.name == "A")
    expect(transport, .get, "/v1/apps/1?fields%5Bapps%5D=bundleId,name")
  }

  @Test func idsAreEncodedInPaths() async throws {
    let transport = ScriptedTransport(.json(#"{"data":\#(Self.app),"links":{"self":"x"}}"#))
    _ = try await Client(transport).app(id: "a/b?c#d é")
    expect(transport, .get, "/v1/apps/a%2Fb%3Fc%23d%20%C3%A9?fields%5Bapps%5D=bundleId,name")
  }

  @Test func webhooksOfAnApp() async throws {
    let transport = ScriptedTransport(.page("[\(Self.webhook)]"))
    let (webhooks, app) = try await Client(transport).webhooks(appId: "1")
    #expect(webhooks.first?.attributes?.eventTypes?.map(\.isKnown) == [true, false])
    #expect(app == nil)
    expect(transport, .get, "/v1/apps/1/webhooks?fields%5Bwebhooks%5D=enabled,eventTypes,name,url&limit=200")
  }

  @Test func webhooksOfAnAppWithTheApp() async throws {
    let transport = ScriptedTransport(.page("[\(Self.webhook)]", included: "[\(Self.app)]"))
    let (webhooks, app) = try await Client(transport).webhooks(appId: "1", includeApp: true)
    #expect(webhooks.count == 1)
    #expect(app?.attributes?.bundleId == "com.example.a")
    expect(
      transport, .get,
      "/v1/apps/1/webhooks?fields%5Bwebhooks%5D=enabled,eventTypes,name,url,app"
        + "&fields%5Bapps%5D=bundleId,name&include=app&limit=200")
  }

  @Test func webhookIds() async throws {
    let transport = ScriptedTransport(.page(#"[{"type":"webhooks","id":"w1"}]"#))
    #expect(try await Client(transport).webhookIds(appId: "1") == ["w1"])
    expect(transport, .get, "/v1/apps/1/relationships/webhooks?limit=200")
  }

  @Test func createWebhook() async throws {
    let transport = ScriptedTransport(
      .json(#"{"data":\#(Self.webhook),"links":{"self":"x"}}"#, status: 201))
    let attributes = WebhookCreateRequest.Attributes(
      enabled: true, eventTypes: [EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")], name: "Bot \"é\"",
      secret: Secret("hush"), url: "https://hooks.example.com/a")
    #expect(try await Client(transport).createWebhook(appId: "1", attributes, known: []).id == "w1")
    expect(
      transport, .post, "/v1/webhooks",
      body: #"{"data":{"attributes":{"enabled":true,"eventTypes":["BUILD_UPLOAD_STATE_UPDATED"],"#
        + #""name":"Bot \"é\"","secret":"hush","url":"https://hooks.example.com/a"},"#
        + #""relationships":{"app":{"data":{"id":"1","type":"apps"}}},"type":"webhooks"}}"#)
  }

  @Test func oneWebhook() async throws {
    let transport = ScriptedTransport(.json(#"{"data":\#(Self.webhook),"links":{"self":"x"}}"#))
    let (webhook, app) = try await Client(transport).webhook(id: "w1")
    #expect(webhook.attributes?.name == "Bot" && app == nil)
    expect(transport, .get, "/v1/webhooks/w1?fields%5Bwebhooks%5D=enabled,eventTypes,name,url")
  }

  @Test func oneWebhookWithItsApp() async throws {
    let transport = ScriptedTransport(
      .json(#"{"data":\#(Self.webhook),"included":[\#(Self.app)],"links":{"self":"x"}}"#))
    let (_, app) = try await Client(transport).webhook(id: "w1", includeApp: true)
    #expect(app?.id == "1")
    expect(
      transport, .get,
      "/v1/webhooks/w1?fields%5Bwebhooks%5D=enabled,eventTypes,name,url,app"
        + "&fields%5Bapps%5D=bundleId,name&include=app")
  }

  @Test func updateWebhookSendsOnlyWhatIsGiven() async throws {
    let transport = ScriptedTransport(.json(#"{"data":\#(Self.webhook),"links":{"self":"x"}}"#))
    let attributes = WebhookUpdateRequest.Attributes(enabled: false, secret: Secret("hush"))
    #expect(try await Client(transport).updateWebhook(id: "w1", attributes).id == "w1")
    expect(
      transport, .patch, "/v1/webhooks/w1",
      body: #"{"data":{"attributes":{"enabled":false,"secret":"hush"},"id":"w1","type":"webhooks"}}"#)
  }

  @Test(arguments: ["", "an unexpected body"])
  func deleteWebhook(body: String) async throws {
    let transport = ScriptedTransport(.answer(204, type: "text/plain", body))
    try await Client(transport).deleteWebhook(id: "w1")
    expect(transport, .delete, "/v1/webhooks/w1")
  }

  @Test func deliveriesWithTheirEvents() async throws {
    let transport = ScriptedTransport(
      .page(
        """
        [{"type":"webhookDeliveries","id":"d2","attributes":{"deliveryState":"FAILED","redelivery":true,
          "createdDate":"2025-06-09T10:09:30.123Z","response":{"httpStatusCode":500,"body":"oh"}},
          "relationships":{"event":{"data":{"type":"webhookEvents","id":"e1"}}}},
         {"type":"webhookDeliveries","id":"d1","attributes":{"deliveryState":"LATER"}}]
        """,
        included: """
          [{"type":"webhookEvents","id":"e1","attributes":{"eventType":"NEW_KIND","ping":true}}]
          """))
    let deliveries = try await Client(transport).deliveries(
      webhookId: "w1", createdSince: Date(timeIntervalSince1970: 1_749_463_770),
      createdBefore: Date(timeIntervalSince1970: 1_749_463_771.5))
    #expect(deliveries.map(\.delivery.id) == ["d2", "d1"])
    #expect(deliveries.map(\.event?.attributes?.ping) == [true, nil])
    #expect(deliveries[0].delivery.attributes?.deliveryState == .failed)
    #expect(deliveries[0].delivery.attributes?.response?.httpStatusCode == 500)
    #expect(deliveries[1].delivery.attributes?.deliveryState?.rawValue == "LATER")
    expect(
      transport, .get,
      "/v1/webhooks/w1/deliveries?filter%5BcreatedDateGreaterThanOrEqualTo%5D=2025-06-09T10%3A09%3A30.000Z"
        + "&filter%5BcreatedDateLessThan%5D=2025-06-09T10%3A09%3A31.500Z&include=event&limit=200")
  }

  @Test func deliveriesUpToNow() async throws {
    let transport = ScriptedTransport(.page("[]"))
    let since = Date(timeIntervalSince1970: 1_749_463_770)
    #expect(try await Client(transport).deliveries(webhookId: "w1", createdSince: since).isEmpty)
    expect(
      transport, .get,
      "/v1/webhooks/w1/deliveries?filter%5BcreatedDateGreaterThanOrEqualTo%5D=2025-06-09T10%3A09%3A30.000Z"
        + "&include=event&limit=200")
  }

  @Test func deliveryIds() async throws {
    let transport = ScriptedTransport(.page(#"[{"type":"webhookDeliveries","id":"d1"}]"#))
    #expect(try await Client(transport).deliveryIds(webhookId: "w1") == ["d1"])
    expect(transport, .get, "/v1/webhooks/w1/relationships/deliveries?limit=200")
  }

  @Test func redeliver() async throws {
    let transport = ScriptedTransport(
      .json(#"{"data":{"type":"webhookDeliveries","id":"d9"},"links":{"self":"x"}}"#, status: 201))
    #expect(try await Client(transport).redeliver(deliveryId: "d1").resource?.id == "d9")
    expect(
      transport, .post, "/v1/webhookDeliveries",
      body: #"{"data":{"relationships":{"template":{"data":{"id":"d1","type":"webhookDeliveries"}}},"#
        + #""type":"webhookDeliveries"}}"#)
  }

  @Test func ping() async throws {
    let transport = ScriptedTransport(
      .json(#"{"data":{"type":"webhookPings","id":"p1"},"links":{"self":"x"}}"#, status: 201))
    #expect(try await Client(transport).ping(webhookId: "w1").resource.id == "p1")
    expect(
      transport, .post, "/v1/webhookPings",
      body: #"{"data":{"relationships":{"webhook":{"data":{"id":"w1","type":"webhooks"}}},"#
        + #""type":"webhookPings"}}"#)
  }
}
