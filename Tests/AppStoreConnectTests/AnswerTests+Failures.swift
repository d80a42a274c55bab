import Cryptography
import HTTPTransport
import Testing

@testable import AppStoreConnect

/// Failures besides Apple's errors: lost connections, odd answers, redirects, lists that can't be read to their end.
extension AnswerTests {
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
        == "GET /v1/apps/1: 502 the answer\(space)\(expected); App Store Connect, or a proxy in front of "
        + "it, failed: "
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
      "'data.attributes.name' doesn't have the documented type"
    ),
    (
      200, "application/json", #"{"data":{"type":"canary","id":"1"}}"#,
      "'data.type' has an invalid value"
    ),
    (
      200, "application/json", #"{"data":{"type":"webhooks","id":"1"},"links":{"self":"x"}}"#,
      "it has 'webhooks' instead of the documented 'apps'"
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
        == "GET /v1/apps/1: the answer (\(status)) isn't what Apple documents: \(detail); "
        + "check the API URL and any proxy")
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
        == "POST /v1/webhookPings: the answer (200) isn't what Apple documents: the status 201 was "
        + "expected; the "
        + "change may have been made; check the API URL and any proxy")
    let lost = TransportError(.connectionLost, detail: "reset\u{7}", mayHaveReachedServer: true)
    #expect(
      await error(.failure(lost), call)?.description
        == "POST /v1/webhookPings: the connection was lost: reset\\u{7}; the change may have been made; "
        + "try again later")
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
        == "GET /v1/apps/1: the answer is a redirect (\(status)) to https://evil.example/\\u{1B}, which is "
        + "not followed, because the token would go along; check the API URL and any proxy")
  }

  @Test func redirectsWithoutAPlace() async {
    #expect(
      await error(.answer(302))
        == .redirected(method: .get, path: "/v1/apps/1", status: 302, location: nil))
  }

  @Test(arguments: [
    (TransportError.Kind.invalidURL, "the URL is invalid: D; check the API URL"),
    (.hostNotFound, "the host was not found: D; check the API URL, DNS and proxy settings"),
    (.connectionFailed, "no connection: D; check the network and proxy settings"),
    (.tls, "TLS failed: D; check the machine's CA certificates, or SSL_CERT_FILE behind a proxy"),
    (.timedOut, "timed out: D; try again later, or allow more time with --timeout"),
    (.connectionLost, "the connection was lost: D; try again later"),
    (.malformedResponse, "the answer isn't HTTP: D; check the API URL and any proxy"),
    (.responseTooLarge, "the answer is too large: D; check the API URL and any proxy"),
    (.cancelled, "cancelled"),
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
        "its next page is on another host, https://evil\\u{1B}, which must not see the token"
      ),
      (.malformedLink, "the link to its next page isn't a URL"),
      (.loop, "the link to its next page leads back to a page that was already read"),
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
