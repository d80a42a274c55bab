import Simulator
import Testing

@Suite struct RateLimitTests {
  @Test(arguments: Way.allCases) func countsDownRefusesAndRecovers(way: Way) throws {
    let bench = try Bench(way) { $0.hourlyLimit = 3 }
    func field(_ target: String = "/v1/apps") throws -> String? {
      try bench.get(target).headers["X-Rate-Limit"]
    }
    #expect(try field() == "user-hour-lim:3;user-hour-rem:2;")
    bench.clock.advance(by: 600)
    #expect(try field("/v1/nothing") == "user-hour-lim:3;user-hour-rem:1;")
    #expect(try bench.create("Hook").headers["X-Rate-Limit"] == "user-hour-lim:3;user-hour-rem:0;")
    for _ in 0..<3 {
      let refused = try bench.create("Another")
      #expect(refused.status == 429)
      #expect(try refused.errors == ["RATE_LIMIT_EXCEEDED"])
      #expect(refused.headers["X-Rate-Limit"] == "user-hour-lim:3;user-hour-rem:0;")
      #expect(refused.headers["Retry-After"] == nil)
    }
    #expect(bench.simulator.fleet.apps[0].webhooks.count == 3)
    bench.clock.advance(by: 2999)
    #expect(try bench.get("/v1/apps").status == 429)
    // The first request is an hour old, the others aren't: the hour rolls on.
    bench.clock.advance(by: 1)
    #expect(try field() == "user-hour-lim:3;user-hour-rem:0;")
    #expect(try bench.get("/v1/apps").status == 429)
    bench.clock.advance(by: 600)
    #expect(try field() == "user-hour-lim:3;user-hour-rem:1;")
    bench.clock.advance(by: 3600)
    #expect(try field() == "user-hour-lim:3;user-hour-rem:2;")
  }

  @Test func countsForADayWithoutEnd() throws {
    let bench = try Bench { $0.hourlyLimit = 5000 }
    for _ in 0..<4 {
      for _ in 0..<4000 { #expect(try bench.get("/v1/nothing").status == 404) }
      bench.clock.advance(by: 3600)
    }
    #expect(try bench.get("/v1/apps").headers["X-Rate-Limit"] == "user-hour-lim:5000;user-hour-rem:4999;")
  }
}
