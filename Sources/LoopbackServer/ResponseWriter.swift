struct ResponseWriter {
  /// Head and body in one array, so that one call sends both.
  var bytes: [UInt8] = []
  private(set) var headLength = 0

  /// `isHead`: sends the length, but not the body. `closes`: this is the connection's last response.
  /// `isHTTP10`: the client has to be told that the connection stays open. `isEndless`: sends no length.
  init(
    _ response: ServerResponse, isHead: Bool, closes: Bool, isHTTP10: Bool = false, isEndless: Bool = false
  ) {
    bytes.reserveCapacity(256 + response.body.count)
    append("HTTP/1.1 \(response.status) \(Self.reason(response.status))\r\n")
    for (name, value) in response.headers where !Self.isFraming(name) {
      append("\(name): \(value)\r\n")
    }
    let mayHaveBody = response.status != 204 && response.status != 304
    if mayHaveBody && !isEndless { append("Content-Length: \(response.body.count)\r\n") }
    if closes {
      append("Connection: close\r\n")
    } else if isHTTP10 {
      append("Connection: keep-alive\r\n")
    }
    append("\r\n")
    headLength = bytes.count
    if mayHaveBody && !isHead { bytes.append(contentsOf: response.body) }
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// The response, or a 500 if it can't be sent: a line break in a field would let a handler's input forge
  /// further fields.
  static func checked(_ response: ServerResponse) -> ServerResponse {
    guard (200...599).contains(response.status), response.headers.allSatisfy(isSafe) else {
      return .text(500, "the handler made a malformed response")
    }
    return response
  }

  private static func isSafe(name: String, value: String) -> Bool {
    !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3A }
      && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }

  private static func isFraming(_ name: String) -> Bool {
    ["Content-Length", "Transfer-Encoding", "Connection"].contains { equalIgnoringCase($0, name) }
  }

  private static func reason(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    default: "Status"
    }
  }
}
