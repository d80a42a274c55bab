import AppStoreConnect
import HTTPTransport
import Synchronization

/// A transport that answers from a script and remembers what it was asked.
final class ScriptedTransport: Transport {
  typealias Answer = Result<HTTPResponse, TransportError>

  private let script: @Sendable (_ request: HTTPRequest, _ index: Int) async -> Answer
  private let log = Mutex<[HTTPRequest]>([])

  init(_ script: @escaping @Sendable (_ request: HTTPRequest, _ index: Int) async -> Answer) {
    self.script = script
  }

  /// Gives the answers in their order, then fails.
  convenience init(_ answers: Answer...) {
    self.init { _, index in
      guard index < answers.count else {
        return .failure(TransportError(.other, detail: "the script is over", mayHaveReachedServer: false))
      }
      return answers[index]
    }
  }

  var requests: [HTTPRequest] { log.withLock { $0 } }
  var urls: [String] { requests.map(\.url) }

  func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    let index = log.withLock { log in
      log.append(request)
      return log.count - 1
    }
    return try await script(request, index).get()
  }
}

extension ScriptedTransport.Answer {
  static func json(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> Self {
    var fields: HTTPHeaders = ["Content-Type": "application/json"]
    for (name, value) in headers { fields[name] = value }
    return .success(HTTPResponse(status: status, headers: fields, body: Array(text.utf8)))
  }

  /// A page of a list.
  ///
  /// - Parameter total: `meta.paging.total` as JSON; `nil` for none.
  static func page(
    _ data: String, next: String? = nil, included: String? = nil, total: String? = nil
  ) -> Self {
    let links = next.map { #"{"self":"x","next":"\#($0)"}"# } ?? #"{"self":"x"}"#
    let included = included.map { #","included":\#($0)"# } ?? ""
    let total = total.map { #","total":\#($0)"# } ?? ""
    return .json(#"{"data":\#(data)\#(included),"links":\#(links),"meta":{"paging":{"limit":200\#(total)}}}"#)
  }

  static func answer(_ status: Int, type: String? = nil, _ body: String = "") -> Self {
    var headers: HTTPHeaders = [:]
    headers["Content-Type"] = type
    return .success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8)))
  }
}

extension Client {
  /// A client that sends everything once.
  init(_ transport: ScriptedTransport) { self.init(transport: transport, tokens: nil, retries: .none) }
}

/// What a call threw, or `nil`.
func failure<Failure: Error>(of body: () async throws(Failure) -> Void) async -> Failure? {
  do throws(Failure) {
    try await body()
    return nil
  } catch {
    return error
  }
}

let api = "https://api.appstoreconnect.apple.com"
