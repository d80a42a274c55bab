import AppStoreConnect
@testable import Simulator
import Testing

@Suite struct AppTests {
  private func ids(
    _ target: String, _ configure: (inout AppStoreConnectSimulator.Configuration) -> Void = { _ in }
  )
    throws -> [String]
  {
    try Bench(.inProcess, fleet: .example, configure).get(target).decode(AppsResponse.self).data.map(\.id)
  }

  @Test(arguments: Way.allCases) func readsApps(way: Way) throws {
    let bench = try Bench(way)
    let document = try bench.get("/v1/apps").decode(AppsResponse.self)
    #expect(document.data.map(\.id) == ["1001", "1002", "1003"])
    #expect(document.meta?.paging.total == 3)
    let app = try bench.get("/v1/apps/1002").decode(AppResponse.self).data
    #expect(app == document.data[1])
    #expect(app.attributes?.bundleId == "com.example.notes.beta")
    #expect(app.attributes?.name == "Notes Beta")
    let link = try #require(
      bench.get("/v1/apps/1002").json["data"]?["relationships"]?["webhooks"]?["links"]?["related"]?.text)
    #expect(try bench.follow(link).status == 200)
    #expect(try bench.get("/v1/apps/1").errors == ["NOT_FOUND"])
  }

  @Test func filtersBundleIdsLooselyUnlessToldOtherwise() throws {
    let target = "/v1/apps?filter[bundleId]=com.example.notes"
    #expect(try ids(target) == ["1001", "1002"])
    #expect(try ids(target) { $0.looseBundleIdFilter = false } == ["1001"])
    #expect(
      try ids("/v1/apps?filter%5BbundleId%5D=com.example.paint%2Ccom.example.notes.beta") == ["1002", "1003"])
    #expect(try ids("/v1/apps?filter[bundleId]=com.example.zzz").isEmpty)
    #expect(try ids("/v1/apps?filter[bundleId]=aaa").isEmpty)
  }

  @Test func combinesFiltersAndSorts() throws {
    #expect(try ids("/v1/apps?filter[id]=1003,1001,9") == ["1001", "1003"])
    #expect(try ids("/v1/apps?filter[id]=1003,1002&filter[bundleId]=com.example.notes") == ["1002"])
    #expect(try ids("/v1/apps?filter[name]=Notes+Beta,Atelier") == ["1002", "1003"])
    #expect(try ids("/v1/apps?filter[sku]=com.example.notes") == ["1001"])
    #expect(try ids("/v1/apps?sort=name") == ["1003", "1001", "1002"])
    #expect(try ids("/v1/apps?sort=-bundleId") == ["1003", "1002", "1001"])
  }

  @Test func leavesOutFields() throws {
    let app = try Bench().get("/v1/apps/1001?fields[apps]=bundleId").json["data"]
    #expect(app?["attributes"] == .object(["bundleId": .string("com.example.notes")]))
    #expect(app?["relationships"] == nil)
  }

  /// Clients ask for any of Apple's fields, and rely on those that have nothing to do with webhooks, too.
  @Test func hasAllOfApplesFields() throws {
    let whole = try #require(try Bench().get("/v1/apps/1001").json["data"])
    let attributes = try #require(whole["attributes"]?.members)
    #expect(attributes["isOrEverWasMadeForKids"] == .bool(false))
    #expect(attributes["contentRightsDeclaration"] == .string("DOES_NOT_USE_THIRD_PARTY_CONTENT"))
    #expect(attributes["name"] == .string("Notes") && attributes["primaryLocale"] == .string("en-US"))
    let relationships = try #require(whole["relationships"]?.members)
    let fields = try AppleDocument.fieldsOfApps
    #expect(fields.count == 55)
    #expect(Set(attributes.keys).union(relationships.keys) == fields)
    for field in fields {
      let app = try #require(try Bench().get("/v1/apps/1001?fields[apps]=\(field)").json["data"])
      #expect(app["attributes"]?.members ?? [:] == attributes.filter { $0.key == field })
      #expect(app["relationships"]?.members ?? [:] == relationships.filter { $0.key == field })
    }
    #expect(
      try Bench().get("/v1/apps?fields[apps]=\(fields.sorted().joined(separator: ","))").json["data"]?
        .elements
        .map(\.count) == 3)
  }

  /// fastlane's query.
  @Test func includesNothing() throws {
    let query =
      "include=appStoreVersions,betaAppReviewDetail&limit[appStoreVersions]=5&fields[appStoreVersions]=build"
    for target in ["/v1/apps?\(query)&limit=1", "/v1/apps/1001?\(query)"] {
      let document = try Bench().get(target).json
      #expect(document["included"] == .array([]))
      let app = document["data"]?.elements?.first ?? document["data"]
      let versions = app?["relationships"]?["appStoreVersions"]
      #expect(versions?["data"] == .array([]))
      #expect(versions?["meta"] == .object(["paging": .object(["total": .number(0), "limit": .number(5)])]))
      #expect(app?["relationships"]?["betaAppReviewDetail"]?["data"] == .null)
      #expect(app?["relationships"]?["builds"]?["data"] == nil)
    }
    #expect(try Bench().get("/v1/apps").json["included"] == nil)
    #expect(try Bench().get("/v1/apps?include=webhooks").errors == ["PARAMETER_ERROR.INVALID include"])
  }

  @Test func anAppWithoutVersionsIsFoundByNone() throws {
    #expect(try ids("/v1/apps?filter[appStoreVersions.appVersionState]=READY_FOR_DISTRIBUTION").isEmpty)
    #expect(try ids("/v1/apps?exists[gameCenterEnabledVersions]=true").isEmpty)
    #expect(try ids("/v1/apps?exists[gameCenterEnabledVersions]=false").count == 3)
  }
}
