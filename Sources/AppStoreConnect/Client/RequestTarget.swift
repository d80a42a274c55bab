import Platform

/// A percent-encoded path and query, but never a host: a request can go only to the client's base URL.
struct RequestTarget: Sendable, Hashable {
  /// Values are joined by commas (OpenAPI's `style: form`, `explode: false`).
  struct Parameter {
    var name: String
    var values: [String]

    init(_ name: String, _ values: [String]) {
      self.name = name
      self.values = values
    }

    init(_ name: String, _ values: String...) { self.init(name, values) }

    var encoded: String {
      PercentEncoding.encode(name) + "=" + values.map(PercentEncoding.encode).joined(separator: ",")
    }
  }

  let text: String

  init(under base: APIBaseURL, _ segments: [String], _ parameters: [Parameter] = []) {
    var text = base.pathPrefix
    for segment in segments { text += "/" + PercentEncoding.encode(segment) }
    if !parameters.isEmpty { text += "?" + parameters.map(\.encoded).joined(separator: "&") }
    self.text = text
  }

  private init(encoded text: String) { self.text = text }

  var path: String {
    text.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(text[..<$0]) } ?? text
  }

  var cursor: Substring? {
    guard let mark = text.firstIndex(of: "?") else { return nil }
    return text[mark...].dropFirst().split(separator: "&").first { $0.hasPrefix("cursor=") }?.dropFirst(7)
  }

  /// The link may be relative (Apple's OpenAPI document calls links `uri-reference`) and is taken as it is.
  func following(_ link: String, on base: APIBaseURL) throws(ClientError.PagingFault) -> RequestTarget {
    guard !link.isEmpty, Self.isWellFormed(link[...]) else { throw .malformedLink }
    if link.hasPrefix("//") { return try absolute("\(base.origin.scheme):\(link)", on: base) }
    if link.hasPrefix("/") { return RequestTarget(encoded: link) }
    if link.hasPrefix("?") { return RequestTarget(encoded: path + link) }
    if link.prefix(while: { !"/?".contains($0) }).contains(":") { return try absolute(link, on: base) }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    return RequestTarget(encoded: folder + link)
  }

  private func absolute(
    _ link: String, on base: APIBaseURL
  ) throws(ClientError.PagingFault) -> RequestTarget {
    let split: (origin: Origin, rest: Substring)
    do {
      split = try Origin.split(link[...])
    } catch .httpBeyondLoopback, .schemeNotHTTPS {
      throw .otherOrigin(String(link.prefix { !"?#".contains($0) }))
    } catch {
      throw .malformedLink
    }
    guard split.origin == base.origin else { throw .otherOrigin(split.origin.text) }
    return RequestTarget(encoded: split.rest.hasPrefix("/") ? String(split.rest) : "/\(split.rest)")
  }

  /// Neither a fragment nor a backslash is among the characters that a URL may have.
  static func isWellFormed(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { byte in
      PercentEncoding.isUnreserved(byte) || "%:/?[]@!$&'()*+,;=".utf8.contains(byte)
    }
  }
}
