@testable import Reports
import LoopbackServer
import TestSupport

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A server on loopback that repeats what it shouldn't: the secrets it knows, and each request's token.
final class EchoServer: Sendable {
  /// Where it repeats them.
  enum Mode: CaseIterable {
    /// In every field and header field of an error, whatever is asked.
    case errors
    /// The same, except for the list of apps, so that each app fails on its own.
    case errorsOfApps
    /// The same, only for changes.
    case errorsOfChanges
    /// In names, URLs, event types, messages and bodies of otherwise correct answers.
    case contents
    /// Also in the IDs of webhooks and deliveries.
    case identifiers
    /// In a redirect's target.
    case redirects
    /// In a page that isn't JSON, and in its content type.
    case pages
    /// In the link to a list's next page.
    case links
  }

  private let server: LoopbackServer
  var url: String { "http://127.0.0.1:\(server.port)" }

  init(_ mode: Mode, _ encoding: EchoEncoding, secrets: [String], status: Int) throws {
    server = try LoopbackServer(host: "127.0.0.1", port: 0) { request in
      let token = request["Authorization"].map { String($0.dropFirst("Bearer ".count)) } ?? ""
      let echoes = (secrets + [token]).map(encoding.encode)
      return Answer(request: request, mode: mode, status: status, echoes: echoes).response
    }
    server.start()
  }

  func stop() { server.stop() }

  /// One answer. Each field repeats one of the secrets, so that no field is withheld because of another.
  private struct Answer {
    let request: ServerRequest
    let mode: Mode
    let status: Int
    let echoes: [String]

    private func echo(_ index: Int) -> String { "a \(echoes[index % echoes.count]) z" }

    private var path: [Substring] { request.target.prefix { $0 != "?" }.split(separator: "/") }

    var response: ServerResponse {
      switch mode {
      case .errors: return error
      case .errorsOfApps: return path.last == "apps" ? contents : error
      case .errorsOfChanges: return request.method == "GET" ? contents : error
      case .contents, .identifiers: return contents
      case .redirects:
        return ServerResponse(
          status: 302, headers: [("Location", "https://elsewhere.example/" + header(0))], body: [])
      case .pages:
        return ServerResponse(
          status: status, headers: [("Content-Type", "text/" + header(1))],
          body: Array("<html>\(echo(0))".utf8))
      case .links:
        let link = "https://elsewhere.example/" + header(0).replacing(" ", with: "")
        return json(200, #"{"data":[],"links":{"self":"x","next":\#(quoted(link))}}"#)
      }
    }

    private func header(_ index: Int) -> String {
      echo(index).replacing("\r\n", with: " ").replacing("\n", with: " ")
    }

    private func quoted(_ text: String) -> String {
      (try? JSONEncoder().encode([text])).map { String(decoding: $0.dropFirst().dropLast(), as: UTF8.self) }
        ?? ""
    }

    private func json(_ status: Int, _ body: String) -> ServerResponse {
      ServerResponse(
        status: status,
        headers: [
          ("Content-Type", "application/json"), ("x-request-id", header(0)), ("X-Rate-Limit", header(1)),
          ("Date", header(2)), ("Server", header(3)),
        ] + (status == 429 || status == 503 ? [("Retry-After", header(1))] : []), body: Array(body.utf8))
    }

    private var error: ServerResponse {
      let first = [
        #""id":\#(quoted(echo(0))),"status":\#(quoted(echo(1))),"code":\#(quoted(echo(2)))"#,
        #""title":\#(quoted(echo(3))),"detail":\#(quoted(echo(0)))"#,
        #""source":{"pointer":\#(quoted("/data/attributes/" + echo(1))),"parameter":\#(quoted(echo(2)))}"#,
        #""links":{"about":\#(quoted(echo(3))),"associated":\#(quoted(echo(0)))}"#,
      ]
      let inner = #"{"status":"409","code":"C","title":\#(quoted(echo(1))),"detail":\#(quoted(echo(2)))}"#
      let meta = #""meta":{"associatedErrors":{\#(quoted(echo(3))):[\#(inner)]}}"#
      return json(status, #"{"errors":[{\#(first.joined(separator: ",")),\#(meta)}]}"#)
    }

    private var contents: ServerResponse {
      let id = mode == .identifiers ? echo(1) : "w2"
      switch (request.method, path.last) {
      case ("DELETE", _): return ServerResponse(status: 204, headers: [], body: [])
      case ("POST", "webhookPings"):
        return json(201, #"{"data":{"type":"webhookPings","id":\#(quoted(id))},"links":{"self":"x"}}"#)
      case ("POST", "webhookDeliveries"):
        return json(201, #"{"data":{"type":"webhookDeliveries","id":\#(quoted(id))},"links":{"self":"x"}}"#)
      case ("POST", _): return json(201, #"{"data":\#(webhook(id, echo(2))),"links":{"self":"x"}}"#)
      case ("PATCH", _): return json(200, #"{"data":\#(webhook("w1", echo(2))),"links":{"self":"x"}}"#)
      case (_, "apps"):
        let names = #""bundleId":"com.example.notes","name":\#(quoted(echo(0)))"#
        return list([#"{"type":"apps","id":"1","attributes":{\#(names)}}"#])
      case (_, "deliveries"): return list([delivery(id)], included: [event])
      default: return list([webhook("w1", "Bot"), webhook(id, echo(3))])
      }
    }

    private func list(_ data: [String], included: [String] = []) -> ServerResponse {
      json(
        200,
        #"{"data":[\#(data.joined(separator: ","))],"included":[\#(included.joined(separator: ","))],"#
          + #""links":{"self":"x"},"meta":{"paging":{"limit":200,"total":\#(data.count)}}}"#)
    }

    private func webhook(_ id: String, _ name: String) -> String {
      let url = "https://hooks.example.com/" + echo(0)
      return #"{"type":"webhooks","id":\#(quoted(id)),"attributes":{"name":\#(quoted(name)),"enabled":true,"#
        + #""url":\#(quoted(url)),"eventTypes":["BUILD_UPLOAD_STATE_UPDATED",\#(quoted(echo(1)))]}}"#
    }

    private func delivery(_ id: String) -> String {
      let date = Date().formatted(Date.ISO8601FormatStyle())
      return #"{"type":"webhookDeliveries","id":\#(quoted(id)),"attributes":{"createdDate":"\#(date)","#
        + #""deliveryState":"FAILED","errorMessage":\#(quoted(echo(2))),"request":{"url":\#(quoted("https://h/" + echo(3)))},"#
        + #""response":{"httpStatusCode":500,"body":\#(quoted(echo(0)))}},"#
        + #""relationships":{"event":{"data":{"type":"webhookEvents","id":"e1"}}}}"#
    }

    private var event: String {
      #"{"type":"webhookEvents","id":"e1","attributes":{"eventType":\#(quoted(echo(1))),"payload":\#(quoted(echo(2)))}}"#
    }
  }
}
