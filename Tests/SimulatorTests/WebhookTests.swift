import AppStoreConnect
import Cryptography
import Simulator
import TestSupport
import Testing

@Suite struct WebhookTests {
  @Test(arguments: Way.allCases) func createsReadsChangesAndDeletes(way: Way) throws {
    let bench = try Bench(way, fleet: .bare)
    let created = try bench.create("Hook")
    #expect(created.status == 201)
    #expect(created.headers["Content-Type"] == "application/json")
    let webhook = try created.decode(WebhookResponse.self).data
    #expect(
      webhook.attributes
        == .init(
          enabled: true, eventTypes: [EventType(rawValue: "BUILD_UPLOAD_STATE_UPDATED")], name: "Hook",
          url: "https://hooks.example/a"))
    #expect(bench.simulator.fleet.apps[0].webhooks[0].secret == Secret(canary))

    let path = "/v1/webhooks/\(webhook.id)"
    #expect(try bench.get(path).decode(WebhookResponse.self).data == webhook)

    let changed = try bench.send("PATCH", path, Body.update(webhook.id, #"{"name":"New","enabled":false}"#))
    #expect(changed.status == 200)
    let attributes = try changed.decode(WebhookResponse.self).data.attributes
    #expect(attributes?.name == "New")
    #expect(attributes?.enabled == false)
    #expect(attributes?.url == "https://hooks.example/a")
    #expect(bench.simulator.fleet.apps[0].webhooks[0].secret == Secret(canary))

    let deleted = try bench.send("DELETE", path, "")
    #expect(deleted.status == 204)
    #expect(deleted.body.isEmpty)
    #expect(deleted.headers["Content-Type"] == nil)
    #expect(try bench.get(path).status == 404)
    #expect(try bench.send("DELETE", path, "").errors == ["NOT_FOUND"])
    #expect(bench.simulator.fleet == .bare)
  }

  @Test func leavesWhatAPatchLeavesOutOrSetsToNull() throws {
    let bench = try Bench()
    let before = bench.simulator.fleet
    for attributes in ["{}", #"{"name":null,"url":null,"secret":null,"enabled":null,"eventTypes":null}"#] {
      #expect(try bench.send("PATCH", "/v1/webhooks/hook-1", Body.update("hook-1", attributes)).status == 200)
    }
    let bare = #"{"data":{"type":"webhooks","id":"hook-1"}}"#
    #expect(try bench.send("PATCH", "/v1/webhooks/hook-1", bare).status == 200)
    #expect(bench.simulator.fleet == before)
  }

  @Test func changesASecretAndEventTypes() throws {
    let bench = try Bench()
    let attributes =
      #"{"secret":"other","eventTypes":["BACKGROUND_ASSET_VERSION_STATE_UPDATED","BACKGROUND_ASSET_VERSION_STATE_UPDATED"]}"#
    _ = try bench.send("PATCH", "/v1/webhooks/hook-1", Body.update("hook-1", attributes))
    let webhook = bench.simulator.fleet.apps[0].webhooks[0]
    #expect(webhook.secret == Secret("other"))
    #expect(webhook.eventTypes.map(\.rawValue) == ["BACKGROUND_ASSET_VERSION_STATE_UPDATED"])
  }

  @Test(arguments: Way.allCases) func listsAnAppsWebhooks(way: Way) throws {
    let bench = try Bench(way)
    let reply = try bench.get("/v1/apps/1001/webhooks")
    let document = try reply.decode(WebhooksResponse.self)
    #expect(document.data.map(\.id) == ["hook-1", "hook-2"])
    #expect(document.data.map { $0.attributes?.enabled } == [true, false])
    #expect(document.included == nil)
    #expect(document.meta?.paging == .init(total: 2, limit: 50))
    #expect(document.links.next == nil)
    let related = try reply.decode(PagedDocument<RelatedWebhook, Never>.self)
    #expect(related.data[0].relationships?.app == nil)

    let linkages = try bench.get("/v1/apps/1001/relationships/webhooks").decode(
      AppWebhooksLinkagesResponse.self)
    #expect(linkages.data.map(\.id) == ["hook-1", "hook-2"])
    #expect(try bench.get("/v1/apps/1003/webhooks").decode(WebhooksResponse.self).data.isEmpty)
    #expect(try bench.get("/v1/apps/9/webhooks").errors == ["NOT_FOUND"])
    #expect(try bench.get("/v1/apps/9/relationships/webhooks").errors == ["NOT_FOUND"])
  }

  @Test func includesTheApp() throws {
    let bench = try Bench()
    let reply = try bench.get("/v1/apps/1001/webhooks?include=app&fields%5Bapps%5D=bundleId")
    let list = try reply.decode(PagedDocument<RelatedWebhook, App>.self)
    #expect(
      list.included?.map { [$0.attributes?.bundleId, $0.attributes?.name] } == [["com.example.notes", nil]])
    #expect(list.data.map { $0.relationships?.app?.data?.id } == ["1001", "1001"])
    let one = try bench.get("/v1/webhooks/hook-2?include=app").decode(
      ResourceDocument<RelatedWebhook, App>.self)
    #expect(one.included?.map(\.id) == ["1001"])
    #expect(one.data.relationships?.app?.data == ResourceIdentifier(.apps, id: "1001"))
  }

  @Test func leavesOutTheFieldsThatAreNotAskedFor() throws {
    let bench = try Bench()
    let reply = try bench.get("/v1/apps/1001/webhooks?fields%5Bwebhooks%5D=name,url")
    let webhook = try #require(try reply.decode(WebhooksResponse.self).data.first)
    #expect(webhook.attributes == .init(name: "Release bot", url: "https://hooks.example/release"))
    #expect(try reply.decode(PagedDocument<RelatedWebhook, Never>.self).data[0].relationships == nil)
    #expect(!reply.text.contains("enabled\""))
    let none = try bench.get("/v1/webhooks/hook-1?fields[webhooks]=deliveries").decode(
      ResourceDocument<RelatedWebhook, App>.self)
    #expect(none.data.attributes == nil)
    #expect(
      none.data.relationships?.deliveries?.links?.related?.hasSuffix("/v1/webhooks/hook-1/deliveries") == true
    )
  }

  @Test func keepsAnEventTypeThatItDoesNotKnow() throws {
    let strange = EventType(rawValue: "SOMETHING_NEW_CREATED")
    var fleet = Fleet.example
    fleet.apps[0].webhooks[0].eventTypes = [strange]
    let bench = try Bench(fleet: fleet)
    let read = try bench.get("/v1/webhooks/hook-1").decode(WebhookResponse.self)
    #expect(read.data.attributes?.eventTypes == [strange])
    let body = Body.creation(replacing: ["eventTypes": "[\"\(strange.rawValue)\"]"])
    #expect(try bench.send("POST", "/v1/webhooks", body).status == 409)
    let later = try Bench { $0.eventTypes.insert(strange) }
    #expect(try later.send("POST", "/v1/webhooks", body).status == 201)
  }

  @Test func allowsTwoWebhooksOfOneNameAndURL() throws {
    let bench = try Bench(fleet: .bare)
    let ids = try (0..<2).map { _ in try bench.create("Twin").decode(WebhookResponse.self).data.id }
    #expect(Set(ids).count == 2)
  }

  @Test(arguments: Way.allCases) func refusesTheEleventh(way: Way) throws {
    let bench = try Bench(way, fleet: .bare)
    for number in 1...10 { #expect(try bench.create("Hook \(number)").status == 201) }
    let refused = try bench.create("Hook 11")
    #expect(refused.status == 409)
    #expect(try refused.errors == ["ENTITY_ERROR.LIMIT_EXCEEDED /data/relationships/app"])
    let first = bench.simulator.fleet.apps[0].webhooks[0].id
    #expect(try bench.send("DELETE", "/v1/webhooks/\(first)", "").status == 204)
    #expect(try bench.create("Hook 11").status == 201)
  }

  @Test(arguments: Way.allCases) func neverPassesTenHoweverManyCreateAtOnce(way: Way) async throws {
    let bench = try Bench(way, fleet: .bare)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<40 {
        group.addTask { try bench.create("Hook \(number)").status }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.count { $0 == 201 } == 10)
    #expect(statuses.count { $0 == 409 } == 30)
    let webhooks = bench.simulator.fleet.apps[0].webhooks
    #expect(webhooks.count == 10)
    #expect(Set(webhooks.map(\.id)).count == 10)
  }

  @Test func makesTheSameIDsForTheSameSeedAndNoneThatIsInUse() throws {
    func firstId(_ fleet: Fleet, seed: UInt64) throws -> String {
      let bench = try Bench(fleet: fleet) { $0.seed = seed }
      // Other kinds of IDs are counted separately.
      _ = try bench.get("/v1/apps")
      return try bench.create("Hook").decode(WebhookResponse.self).data.id
    }
    let id = try firstId(.bare, seed: 7)
    #expect(try firstId(.bare, seed: 7) == id)
    #expect(try firstId(.bare, seed: 8) != id)
    #expect(id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
    var fleet = Fleet.bare
    fleet.apps[0].webhooks = [.init(id: id, name: "Hook", url: "https://a.example", eventTypes: [])]
    #expect(try firstId(fleet, seed: 7) != id)
  }
}

/// A webhook with its relationships, which the client doesn't read.
private struct RelatedWebhook: Codable {
  var attributes: Webhook.Attributes?
  var relationships: Webhook.Relationships?
}
