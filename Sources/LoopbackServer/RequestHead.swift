/// Checked as strictly as RFC 9112 allows: what could be read in two ways is refused, because the next reader
/// might read it the other way.
struct RequestHead: Sendable {
  enum Framing: Sendable, Equatable {
    case length(Int)
    case chunked
  }

  var method: String
  var target: String
  var authority: String?
  /// No chunks, no 100, and closes by default.
  var isHTTP10: Bool
  var headers: [(name: String, value: String)]
  var framing: Framing
  var expectsContinue = false
  var keepsAlive: Bool

  /// `bytes`: without the empty line that ends the head.
  init(_ bytes: ArraySlice<UInt8>) throws(RequestFailure) {
    var lines = try Self.lines(bytes)[...]
    guard let requestLine = lines.popFirst() else { throw .badRequest("the request line is missing") }
    let (method, form, isHTTP10) = try Self.requestLine(requestLine)
    self.method = method
    self.isHTTP10 = isHTTP10
    (target, authority) = try Self.originForm(form)
    headers = []
    headers.reserveCapacity(lines.count)
    for line in lines { headers.append(try Self.field(line)) }
    framing = .length(0)
    keepsAlive = !isHTTP10
    try readFraming()
    try readConnection()
  }

  /// At CRLF; a CR or LF that stands alone is refused, as are NUL and other control characters.
  private static func lines(_ bytes: ArraySlice<UInt8>) throws(RequestFailure) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = bytes.startIndex
    var index = start
    while index < bytes.endIndex {
      let byte = bytes[index]
      if byte == 0x0D, index + 1 < bytes.endIndex, bytes[index + 1] == 0x0A {
        lines.append(bytes[start..<index])
        index += 2
        start = index
        continue
      }
      guard byte >= 0x20 && byte != 0x7F || byte == 0x09 else {
        throw .badRequest("the request's head has a control character")
      }
      index += 1
    }
    lines.append(bytes[start...])
    return lines
  }

  private static func requestLine(
    _ line: ArraySlice<UInt8>
  ) throws(RequestFailure) -> (method: String, target: String, isHTTP10: Bool) {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 3, isToken(parts[0]), parts[1].allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .badRequest("the request line is malformed")
    }
    let version = String(decoding: parts[2], as: UTF8.self)
    guard version.hasPrefix("HTTP/"), version.utf8.count == 8, version.utf8.dropFirst(6).first == 0x2E else {
      throw .badRequest("the request line names no HTTP version")
    }
    guard version == "HTTP/1.1" || version == "HTTP/1.0" else { throw .versionNotSupported }
    let method = String(decoding: parts[0], as: UTF8.self)
    guard method != "CONNECT" else { throw .notImplemented("CONNECT is not supported") }
    return (method, String(decoding: parts[1], as: UTF8.self), version == "HTTP/1.0")
  }

  /// Without the scheme and authority that a client may send along (RFC 9112, section 3.2.2).
  private static func originForm(
    _ target: String
  ) throws(RequestFailure) -> (target: String, authority: String?) {
    if target.hasPrefix("/") || target == "*" { return (target, nil) }
    guard let scheme = ["http://", "https://"].first(where: { target.lowercased().hasPrefix($0) }) else {
      throw .badRequest("the request's target is neither a path nor a URL")
    }
    let rest = target.dropFirst(scheme.count)
    let path = rest.drop { $0 != "/" && $0 != "?" }
    guard path.startIndex != rest.startIndex else { throw .badRequest("the request's URL has no host") }
    return (path.hasPrefix("/") ? String(path) : "/" + path, String(rest[..<path.startIndex]))
  }

  private static func field(_ line: ArraySlice<UInt8>) throws(RequestFailure) -> (name: String, value: String)
  {
    // A folded line begins with white space, so its "name" isn't a token.
    guard let colon = line.firstIndex(of: 0x3A), isToken(line[..<colon]) else {
      throw .badRequest("a header field is malformed")
    }
    var value = line[(colon + 1)...]
    while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
    while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
    guard let text = String(validating: value, as: UTF8.self) else {
      throw .badRequest("a header field is not valid UTF-8")
    }
    return (String(decoding: line[..<colon], as: UTF8.self), text)
  }

  private static func isToken(_ bytes: ArraySlice<UInt8>) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
        default: false
        }
      }
  }

  private func values(_ name: String) -> [String] {
    headers.lazy.filter { equalIgnoringCase($0.name, name) }.map(\.value)
  }

  private mutating func readFraming() throws(RequestFailure) {
    let lengths = values("Content-Length")
    let codings = values("Transfer-Encoding")
    guard lengths.isEmpty || codings.isEmpty else {
      throw .badRequest("Content-Length and Transfer-Encoding contradict each other")
    }
    if let coding = codings.first {
      guard !isHTTP10 else { throw .badRequest("HTTP/1.0 doesn't allow Transfer-Encoding") }
      guard codings.count == 1, equalIgnoringCase(coding, "chunked") else {
        throw .notImplemented("the only supported transfer coding is chunked")
      }
      framing = .chunked
    } else if let length = lengths.first {
      guard lengths.count == 1, !length.isEmpty, length.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw .badRequest("Content-Length is malformed")
      }
      // A length with more digits than an Int can hold isn't malformed, but past every limit.
      framing = .length(Int(length) ?? Int.max)
    }
  }

  private mutating func readConnection() throws(RequestFailure) {
    let hosts = values("Host").count
    guard hosts == 1 || isHTTP10 && hosts == 0 else {
      throw .badRequest("the request needs exactly one Host")
    }
    for option in values("Connection").flatMap({ $0.split(separator: ",") }) {
      let option = option.drop { $0 == " " }
      if equalIgnoringCase(option, "close") { keepsAlive = false }
      if equalIgnoringCase(option, "keep-alive") && isHTTP10 { keepsAlive = true }
    }
    for expectation in values("Expect") where !isHTTP10 {
      guard equalIgnoringCase(expectation, "100-continue") else { throw .expectationFailed }
      expectsContinue = true
    }
  }
}
