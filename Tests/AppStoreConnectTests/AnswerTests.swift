import Cryptography
import HTTPTransport
import Testing

@testable import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What becomes of answers that aren't the one that Apple documents, and of calls without an answer; with
/// whole messages.
struct AnswerTests {
  static let now = Date(timeIntervalSince1970: 1_749_463_770)
  static let nowAsHTTP = "Mon, 09 Jun 2025 10:09:30 GMT"

  func error(
    _ answer: ScriptedTransport.Answer, tokens: (any TokenProvider)? = nil,
    _ call: (Client) async throws(ClientError) -> Void = { client async throws(ClientError) in
      _ = try await client.app(id: "1")
    }
  ) async -> ClientError? {
    let transport = ScriptedTransport(answer)
    let client = Client(transport: transport, tokens: tokens, retries: .none, now: { Self.now })
    let error = await failure { () async throws(ClientError) in try await call(client) }
    #expect(transport.requests.count == 1)
    return error
  }

  static func create(_ client: Client) async throws(ClientError) {
    let attributes = WebhookCreateRequest.Attributes(
      enabled: true, eventTypes: [], name: "n", secret: Secret("canary"), url: "https://example.com")
    _ = try await client.createWebhook(appId: "1", attributes, known: [])
  }

  static func errors(_ texts: String...) -> String {
    #"{"errors":[\#(texts.joined(separator: ","))]}"#
  }

  static func oneError(_ status: Int, _ code: String, _ detail: String = "D.") -> String {
    errors(#"{"id":"e-1","status":"\#(status)","code":"\#(code)","title":"T.","detail":"\#(detail)"}"#)
  }

  @Test func allOfApplesFieldsAreKept() async throws {
    let body = Self.errors(
      """
      {"id":"e-1","status":"409","code":"ENTITY_ERROR","title":"First.","detail":"Because.",
       "source":{"pointer":"/data/attributes/url"},
       "links":{"about":"https://a","associated":{"href":"https://b","meta":{"source":"s"}}},
       "meta":{"associatedErrors":{"/v1/x":[{"status":409,"code":"INNER","title":"Inner."}]},"more":1}}
      """,
      """
      {"status":"409","code":"SECOND","title":"Second.","source":{"parameter":"limit"},"links":{"associated":"c"}}
      """)
    let answer = ScriptedTransport.Answer.json(
      body, status: 409,
      headers: [("X-Request-ID", "r-1"), ("Retry-After", "7"), ("Date", Self.nowAsHTTP)])
    let error = await error(answer) { client async throws(ClientError) in try await Self.create(client) }
    guard case .api(let error) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error.status == 409 && error.method == .post && error.path == "/v1/webhooks")
    #expect(error.requestId == "r-1" && error.retryAfter == "7" && error.date == Self.nowAsHTTP)
    #expect(error.clockOffset == 0 && error.foreignBody == nil && error.credentials == nil)
    #expect(error.errors.count == 2)
    #expect(error.errors[0].source?.pointer == "/data/attributes/url")
    #expect(error.errors[1].source?.parameter == "limit")
    #expect(error.errors[1].links?.associated?.href == "c")
    #expect(error.errors[0].meta?.associatedErrors?["/v1/x"]?.first?.status == "409")
    #expect(
      error.description
        == "POST /v1/webhooks: 409 First.: Because. [ENTITY_ERROR, at /data/attributes/url]; /v1/x: Inner. "
        + "[INNER]; Second. [SECOND, at limit] (request ID r-1)")
  }

  @Test func linksOfErrorsAreRead() throws {
    let text = """
      [{"status":"1","code":"c","title":"t","links":{"associated":"c"}},
       {"status":"1","code":"c","title":"t","links":{"about":"a","associated":{"href":"b","meta":{"source":"s"}}}},
       {"status":"1","code":"c","title":"t","links":7,"meta":[],"source":"x","detail":{},"id":1}]
      """
    let errors = try JSONDecoder().decode([ResponseError].self, from: Data(text.utf8))
    #expect(errors[0].links == .init(associated: .init(href: "c")))
    #expect(errors[1].links == .init(about: "a", associated: .init(href: "b", meta: .init(source: "s"))))
    #expect(errors[2] == ResponseError(status: "1", code: "c", title: "t"))
    let again = try JSONDecoder().decode([ResponseError].self, from: JSONEncoder().encode(errors))
    #expect(again == errors)
  }

  @Test(arguments: [
    (400, "PARAMETER_ERROR.INVALID", "GET /v1/apps/1: 400 T.: D. [PARAMETER_ERROR.INVALID] (request ID e-1)"),
    (
      401, "NOT_AUTHORIZED",
      "GET /v1/apps/1: 401 T.: D. [NOT_AUTHORIZED] (request ID e-1); check the API key, or give one"
    ),
    (
      403, "FORBIDDEN_ERROR",
      "GET /v1/apps/1: 403 T.: D. [FORBIDDEN_ERROR] (request ID e-1); the key's role must be Account Holder, "
        + "Admin or App Manager, with access to this app"
    ),
    (
      403, "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED",
      "GET /v1/apps/1: 403 T.: D. [FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED] (request ID e-1); the "
        + "Account Holder must accept the pending agreements in App Store Connect"
    ),
    (
      404, "NOT_FOUND",
      "GET /v1/apps/1: 404 T.: D. [NOT_FOUND] (request ID e-1); it doesn't exist, or the key has no access "
        + "to it"
    ),
    (422, "ENTITY_UNPROCESSABLE", "GET /v1/apps/1: 422 T.: D. [ENTITY_UNPROCESSABLE] (request ID e-1)"),
    (
      429, "RATE_LIMIT_EXCEEDED",
      "GET /v1/apps/1: 429 T.: D. [RATE_LIMIT_EXCEEDED] (request ID e-1); App Store Connect limits requests "
        + "per key: try again later, with a lower --concurrency"
    ),
    (
      500, "UNEXPECTED_ERROR",
      "GET /v1/apps/1: 500 T.: D. [UNEXPECTED_ERROR] (request ID e-1); App Store Connect, or a proxy in "
        + "front of it, failed: try again later"
    ),
  ])
  func messages(status: Int, code: String, expected: String) async {
    let error = await error(.json(Self.oneError(status, code), status: status))
    #expect(error?.description == expected)
  }

  @Test func waitingTimesAreNamed() async {
    let answer = ScriptedTransport.Answer.json(
      Self.oneError(429, "R"), status: 429, headers: [("Retry-After", "30\u{1B}")])
    #expect(
      await error(answer)?.description
        == "GET /v1/apps/1: 429 T.: D. [R] (request ID e-1); App Store Connect limits requests per key "
        + "(Retry-After: 30\\u{1B}): try again later, with a lower --concurrency")
  }

  struct Tokens: TokenProvider {
    func token() -> Secret { Secret("canary-token") }
    func renew() {}
    var credentialSource: CredentialSource? {
      CredentialSource(
        kind: .environment, keyIdName: "ASC_KEY_ID", issuerIdName: "ASC_ISSUER_ID",
        privateKeyName: "ASC_PRIVATE_KEY_PATH", path: "key.p8")
    }
  }

  @Test(arguments: [
    (nil, nil), (nowAsHTTP, nil), ("Mon, 09 Jun 2025 10:08:30 GMT", nil),
    (
      "Mon, 09 Jun 2025 10:08:29 GMT",
      "this machine's clock is 1 min ahead of App Store Connect's: set it"
    ),
    (
      "Mon, 09 Jun 2025 11:09:30 GMT",
      "this machine's clock is 1 h behind App Store Connect's: set it"
    ),
  ])
  func refusedTokensNameTheirKeyOrTheClock(date: String?, remedy: String?) async {
    let answer = ScriptedTransport.Answer.json(
      Self.oneError(401, "NOT_AUTHORIZED"), status: 401, headers: date.map { [("Date", $0)] } ?? [])
    let expected =
      remedy
      ?? "check that ASC_KEY_ID and ASC_ISSUER_ID belong to the key in ASC_PRIVATE_KEY_PATH (key.p8) and "
      + "that "
      + "the key has not been revoked"
    #expect(
      await error(answer, tokens: Tokens())?.description
        == "GET /v1/apps/1: 401 T.: D. [NOT_AUTHORIZED] (request ID e-1); \(expected)")
  }

  @Test func requestIdsComeFromHeadersFirst() async {
    for (name, value) in [("x-apple-request-uuid", "u"), ("X-Apple-Jingle-Correlation-Key", "k")] {
      let answer = ScriptedTransport.Answer.json(
        Self.oneError(404, "C"), status: 404, headers: [(name, value)])
      guard case .api(let error) = await error(answer) else {
        Issue.record("no API error")
        continue
      }
      #expect(error.requestId == value)
    }
  }
}
