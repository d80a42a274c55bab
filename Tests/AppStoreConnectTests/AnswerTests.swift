import Cryptography
import HTTPTransport
import Synchronization
import Testing

@testable import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What becomes of answers that aren't the one that Apple documents, and of no answer; whole messages.
struct AnswerTests {
  static let now = Date(timeIntervalSince1970: 1_749_463_770)
  static let nowAsHTTP = "Mon, 09 Jun 2025 10:09:30 GMT"

  private func error(
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

  private static func create(_ client: Client) async throws(ClientError) {
    let attributes = WebhookCreateRequest.Attributes(
      enabled: true, eventTypes: [], name: "n", secret: Secret("canary"), url: "https://example.com")
    _ = try await client.createWebhook(appId: "1", attributes, known: [])
  }

  private static func errors(_ texts: String...) -> String {
    #"{"errors":[\#(texts.joined(separator: ","))]}"#
  }

  private static func oneError(_ status: Int, _ code: String, _ detail: String = "D.") -> String {
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
    #expect(error.errors[1].links?.associated == nil, "links of requests with a secret are left out")
    #expect(error.errors[0].meta?.associatedErrors?["/v1/x"]?.first?.status == "409")
    #expect(
      error.description
        == "POST /v1/webhooks: 409 First.: Because. [ENTITY_ERROR, at /data/attributes/url]; /v1/x: Inner. "
        + "[INNER]; Second. [SECOND, at limit] (request ID r-1); what is there stands against it: plan again; "
        + "an app has room for ten webhooks")
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
      "GET /v1/apps/1: 401 T.: D. [NOT_AUTHORIZED] (request ID e-1); check the API key"
    ),
    (
      403, "FORBIDDEN_ERROR",
      "GET /v1/apps/1: 403 T.: D. [FORBIDDEN_ERROR] (request ID e-1); the key's role must be Account Holder, "
        + "Admin or App Manager, with access to this app"
    ),
    (
      403, "FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED",
      "GET /v1/apps/1: 403 T.: D. [FORBIDDEN.REQUIRED_AGREEMENTS_MISSING_OR_EXPIRED] (request ID e-1); the "
        + "Account Holder must accept the agreements that wait in App Store Connect"
    ),
    (
      404, "NOT_FOUND",
      "GET /v1/apps/1: 404 T.: D. [NOT_FOUND] (request ID e-1); it doesn't exist, or the key has no access to it"
    ),
    (422, "ENTITY_UNPROCESSABLE", "GET /v1/apps/1: 422 T.: D. [ENTITY_UNPROCESSABLE] (request ID e-1)"),
    (
      429, "RATE_LIMIT_EXCEEDED",
      "GET /v1/apps/1: 429 T.: D. [RATE_LIMIT_EXCEEDED] (request ID e-1); App Store Connect limits requests "
        + "per key: try again later, with fewer at a time"
    ),
    (
      500, "UNEXPECTED_ERROR",
      "GET /v1/apps/1: 500 T.: D. [UNEXPECTED_ERROR] (request ID e-1); App Store Connect, or a proxy before "
        + "it, failed: try again later"
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
        == "GET /v1/apps/1: 429 T.: D. [R] (request ID e-1); App Store Connect limits requests per key: try "
        + "again after 30\\u{1B} (Retry-After), with fewer at a time")
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
      "this machine's clock is 61 s ahead of App Store Connect's: set the clock"
    ),
    (
      "Mon, 09 Jun 2025 11:09:30 GMT",
      "this machine's clock is 3600 s behind App Store Connect's: set the clock"
    ),
  ])
  func refusedTokensNameTheirKeyOrTheClock(date: String?, remedy: String?) async {
    let answer = ScriptedTransport.Answer.json(
      Self.oneError(401, "NOT_AUTHORIZED"), status: 401, headers: date.map { [("Date", $0)] } ?? [])
    let expected =
      remedy
      ?? "check that ASC_KEY_ID and ASC_ISSUER_ID belong to the key in ASC_PRIVATE_KEY_PATH (key.p8) and that "
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

  @Test(arguments: [
    (
      "text/html; charset=utf-8", "<html>\n  <b>Bad\u{1B} gateway</b>",
      "(text/html) isn't in Apple's error format: <html> <b>Bad\\u{1B} gateway</b>"
    ),
    (
      "application/json", "{\"errors\":[]}",
      "(application/json) isn't in Apple's error format: {\"errors\":[]}"
    ),
    (
      "application/json", "{\"errors\":[{\"x\":1}]}",
      "(application/json) isn't in Apple's error format: {\"errors\":[{\"x\":1}]}"
    ),
    (nil, "oops", " isn't in Apple's error format: oops"), ("text/plain", "", " has no body"),
    ("text/plain", "Authorization: Bearer canary", "(text/plain) isn't in Apple's error format"),
    ("text/plain", "token eyJcanary", "(text/plain) isn't in Apple's error format"),
  ])
  func errorsOfOthersKeepTheirStatus(type: String?, body: String, expected: String) async {
    let error = await error(.answer(502, type: type, body))
    let space = expected.hasPrefix("(") ? " " : ""
    #expect(
      error?.description
        == "GET /v1/apps/1: 502 the answer\(space)\(expected); App Store Connect, or a proxy before it, failed: "
        + "try again later")
  }

  @Test(arguments: [
    (200, "application/json", "{", "it isn't JSON"), (200, "application/json", "", "it isn't JSON"),
    (200, "application/json", "[]", "it isn't a JSON object"),
    (200, nil, "<html>canary", "it isn't JSON"), (200, "application/json", "{}", "it lacks 'data'"),
    (200, "application/json", #"{"data":null}"#, "'data' is null"),
    (200, "application/json", #"{"data":{"type":"apps"}}"#, "it lacks 'data.id'"),
    (200, "application/json", #"{"data":{"type":"apps","id":"1"}}"#, "it lacks 'links'"),
    (
      200, "application/json", #"{"data":{"type":"apps","id":"1","attributes":{"name":["canary"]}}}"#,
      "'data.attributes.name' has another type than documented"
    ),
    (
      200, "application/json", #"{"data":{"type":"canary","id":"1"}}"#,
      "'data.type' isn't what is documented"
    ),
    (
      200, "application/json", #"{"data":{"type":"webhooks","id":"1"},"links":{"self":"x"}}"#,
      "it holds 'webhooks' where 'apps' are documented"
    ),
    (200, "text/html", "{}", "its content type is 'text/html', not JSON"),
    (201, "application/json", "{}", "the status 200 was expected"),
    (204, nil, "", "the status 200 was expected"), (202, nil, "", "the status 200 was expected"),
  ])
  func successesThatAreNone(status: Int, type: String?, body: String, detail: String) async {
    let error = await error(.answer(status, type: type, body))
    #expect(error == .malformedResponse(method: .get, path: "/v1/apps/1", status: status, detail: detail))
    #expect(
      error?.description
        == "GET /v1/apps/1: the answer (\(status)) isn't what Apple documents: \(detail)")
  }

  @Test(arguments: [
    "application/json", "application/vnd.api+json; charset=utf-8", "APPLICATION/JSON;a=b", nil,
  ])
  func contentTypesOfJSON(type: String?) async throws {
    let body = #"{"data":{"type":"apps","id":"1"},"links":{"self":"x"}}"#
    #expect(try await Client(ScriptedTransport(.answer(200, type: type, body))).app(id: "1").id == "1")
  }

  @Test func doubtAboutAWriteIsSaid() async {
    let call = { (client: Client) async throws(ClientError) in _ = try await client.ping(webhookId: "w") }
    #expect(
      await error(.json("{}", status: 200), call)?.description
        == "POST /v1/webhookPings: the answer (200) isn't what Apple documents: the status 201 was expected; the "
        + "change may have been made")
    let lost = TransportError(.connectionLost, detail: "reset\u{7}", mayHaveReachedServer: true)
    #expect(
      await error(.failure(lost), call)?.description
        == "POST /v1/webhookPings: the connection was lost: reset\\u{07}; the change may have been made")
    let delete = await error(.answer(200)) { client async throws(ClientError) in
      try await client.deleteWebhook(id: "w")
    }
    #expect(
      delete
        == .malformedResponse(
          method: .delete, path: "/v1/webhooks/w", status: 200, detail: "the status 204 was expected"))
  }

  @Test(arguments: [301, 302, 303, 304, 307, 308])
  func redirectsAreNotFollowed(status: Int) async {
    let answer = ScriptedTransport.Answer.json(
      "{}", status: status, headers: [("Location", "https://evil.example/\u{1B}?ticket=canary#a")])
    let error = await error(answer, tokens: Tokens())
    #expect(
      error?.description
        == "GET /v1/apps/1: the answer is a redirect (\(status)) to https://evil.example/\\u{1B}, which is not "
        + "followed since the token would go along; check the API URL and any proxy")
  }

  @Test func redirectsWithoutAPlace() async {
    #expect(
      await error(.answer(302))
        == .redirected(method: .get, path: "/v1/apps/1", status: 302, location: nil))
  }

  @Test(arguments: [
    (TransportError.Kind.invalidURL, "the URL can't be asked: D; check the API URL"),
    (.hostNotFound, "the host was not found: D; check the API URL, DNS and proxy settings"),
    (.connectionFailed, "no connection: D; check the network and proxy settings"),
    (.tls, "TLS failed: D; check the machine's CA certificates, or SSL_CERT_FILE behind a proxy"),
    (.timedOut, "timed out: D"), (.connectionLost, "the connection was lost: D"),
    (.malformedResponse, "the answer isn't HTTP: D; check the API URL and any proxy"),
    (.responseTooLarge, "the answer is too large: D"), (.cancelled, "cancelled"),
    (.libraryMissing, "a library is missing: D"), (.other, "failed: D"),
  ])
  func transportErrors(kind: TransportError.Kind, prose: String) async {
    let fault = TransportError(kind, detail: "D", mayHaveReachedServer: true)
    let error = await error(.failure(fault))
    #expect(error == .transport(fault, method: .get, path: "/v1/apps/1"))
    #expect(error?.description == "GET /v1/apps/1: \(prose)")
    #expect(error?.isCancelled == (kind == .cancelled))
  }

  @Test func pagingMessages() {
    let faults: [(ClientError.PagingFault, String)] = [
      (
        .otherOrigin("https://evil\u{1B}"),
        "its next page is at https://evil\\u{1B}, another host than was asked, which must not see the token"
      ),
      (.malformedLink, "the link to its next page isn't an URL"),
      (.loop, "the link to its next page leads back to a page that was read already"),
      (.tooManyPages(limit: 3), "it has more than 3 pages"),
    ]
    for (fault, text) in faults {
      #expect(
        ClientError.paging(fault, path: "/v1/apps").description
          == "GET /v1/apps: the list could not be read to its end: \(text)")
    }
  }

  @Test func secretsThatAreNotTextAreNotSent() async {
    let transport = ScriptedTransport()
    let error = await failure { () async throws(ClientError) in
      _ = try await Client(transport).updateWebhook(id: "w", .init(secret: Secret([0xFF])))
    }
    #expect(
      error?.description
        == "PATCH /v1/webhooks/w: the webhook's secret is not valid UTF-8; nothing was sent")
    #expect(transport.requests.isEmpty)
  }
}
