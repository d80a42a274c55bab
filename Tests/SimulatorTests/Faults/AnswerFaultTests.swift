import AppStoreConnect
import HTTPTransport
import Testing

@testable import Simulator

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Faults that end with an answer, in process and over HTTP.
@Suite struct AnswerFaultTests {
  private func errors(_ response: HTTPResponse) throws -> [ResponseError] {
    try #require(try JSONDecoder().decode(ErrorResponse.self, from: Data(response.body)).errors)
  }

  @Test(arguments: Way.allCases, FaultAction.Moment.allCases)
  func answersWithAStatus(way: Way, moment: FaultAction.Moment) async throws {
    let bench = try FaultBench(way, .status(429, headers: ["Retry-After": "7"], moment))
    let response = try await bench.create()
    #expect(response.status == 429)
    #expect(response.headers["Retry-After"] == "7")
    #expect(response.headers["Content-Type"] == "application/json")
    #expect(response.headers["X-Rate-Limit"] == "user-hour-lim:3600;user-hour-rem:3599;")
    #expect(response.headers["x-request-id"] != nil)
    let error = try #require(try errors(response).first)
    #expect(error.code == "RATE_LIMIT_EXCEEDED")
    #expect(error.status == "429")
    #expect(error.id != nil)
    #expect(bench.hasCreated == (moment == .afterApplying))
    #expect(bench.requests.map(\.status) == [moment == .afterApplying ? 201 : 429])
    #expect(bench.faults.counts == [1])
  }

  @Test(arguments: Way.allCases, [400, 401, 403, 404, 409, 418, 422, 500, 502, 503, 504])
  func namesTheErrorOfAStatus(way: Way, status: Int) async throws {
    let response = try await FaultBench(way, .status(status)).get()
    #expect(response.status == status)
    let errors = try errors(response)
    #expect(errors.map(\.status) == [String(status)])
    #expect(errors.allSatisfy { !$0.code.isEmpty && !$0.title.isEmpty })
  }

  @Test(arguments: Way.allCases) func answersWithErrorsOrABody(way: Way) async throws {
    let given = ResponseError(
      status: "409", code: "ENTITY_ERROR.ATTRIBUTE.INVALID", title: "Wrong", detail: "So it is",
      source: .init(pointer: "/data/attributes/url"))
    let bench = try FaultBench(
      way,
      rules: [
        .at(request: 1, .status(409, errors: [given])),
        .at(request: 2, .status(503, body: Array("busy".utf8), headers: ["Content-Type": "text/plain"])),
        .at(request: 3, .status(204)), .at(request: 4, .status(500, errors: [])),
        .at(request: 5, .status(500, body: [])),
      ])
    var error = try #require(try errors(await bench.get()).first)
    error.id = nil
    #expect(error == given)
    let busy = try await bench.get()
    #expect(busy.status == 503)
    #expect(busy.text == "busy")
    #expect(busy.headers["content-type"] == "text/plain")
    let empty = try await bench.get()
    #expect(empty.status == 204)
    #expect(empty.body.isEmpty)
    #expect(try await bench.get().body.isEmpty)
    #expect(try await bench.get().body.isEmpty)
    #expect(try await bench.get().status == 200)
    #expect(bench.faults.counts == [1, 1, 1, 1, 1])
    #expect(bench.faults.requests == 6)
  }

  @Test(arguments: Way.allCases, FaultAction.Moment.allCases)
  func answersWithGarbage(way: Way, moment: FaultAction.Moment) async throws {
    let bench = try FaultBench(
      way,
      rules: [
        .at(request: 1, .garbage(moment)),
        .always(.garbage(body: Array("{\"data\":".utf8), contentType: "application/json", moment)),
      ])
    let page = try await bench.create()
    #expect(page.status == 200)
    #expect(page.headers["Content-Type"] == "text/html")
    #expect(page.body == FaultAction.garbagePage)
    #expect(bench.hasCreated == (moment == .afterApplying))
    let cut = try await bench.get()
    #expect(cut.headers["Content-Type"] == "application/json")
    #expect(cut.text == "{\"data\":")
  }

  @Test(arguments: Way.allCases) func redirects(way: Way) async throws {
    let bench = try FaultBench(
      way,
      rules: [
        .at(request: 1, .redirect(to: "https://elsewhere.example/v1")),
        .always(.redirect(to: "/x", status: 301)),
      ])
    let response = try await bench.create()
    #expect(response.status == 307)
    #expect(response.headers["Location"] == "https://elsewhere.example/v1")
    #expect(response.body.isEmpty)
    let other = try await bench.create()
    #expect(other.status == 301)
    #expect(other.headers["Location"] == "/x")
    #expect(!bench.hasCreated)
  }

  @Test(arguments: Way.allCases) func replacesHeaderFields(way: Way) async throws {
    let fields = ["content-type": "text/html", "X-Rate-Limit": nil, "Date": "Thu, 01 Jan 1970 00:00:00 GMT"]
    let bench = try FaultBench(way, .headers(fields))
    let response = try await bench.create()
    #expect(response.status == 201)
    #expect(bench.hasCreated)
    #expect(
      response.headers.fields.filter { $0.name.lowercased() == "content-type" }.map(\.value) == ["text/html"])
    #expect(response.headers["X-Rate-Limit"] == nil)
    #expect(response.headers["Date"] == "Thu, 01 Jan 1970 00:00:00 GMT")
    #expect(
      try JSONDecoder().decode(WebhookResponse.self, from: Data(response.body)).data.attributes?.name == "New"
    )
  }

  @Test(arguments: Way.allCases) func countsFaultsAgainstTheRateLimit(way: Way) async throws {
    let bench = try FaultBench(way, rules: [.at(request: 1, .status(500)), .at(request: 2, .reset())])
    #expect(try await bench.get().headers["X-Rate-Limit"] == "user-hour-lim:3600;user-hour-rem:3599;")
    // Not a GET, because libcurl repeats that by itself if a reused connection breaks.
    #expect(await bench.failure { () throws(TransportError) in try await bench.create() } != nil)
    #expect(try await bench.get().headers["X-Rate-Limit"] == "user-hour-lim:3600;user-hour-rem:3598;")
  }
}
