import AppStoreConnect
import Simulator
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
    let link = try #require(app.relationships?.webhooks?.links?.related)
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
    let app = try Bench().get("/v1/apps/1001?fields[apps]=bundleId").decode(AppResponse.self).data
    #expect(app.attributes == .init(bundleId: "com.example.notes"))
    #expect(app.relationships == nil)
  }
}
