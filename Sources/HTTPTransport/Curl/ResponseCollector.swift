/// Collects a response within limits. libcurl hands over the heads of all responses to one request: interim ones
/// (1xx) come first, and trailer fields come last, by the same callback. Only the final response's head counts.
struct ResponseCollector {
  enum Excess {
    case header, body
  }

  private enum Stage {
    case statusLine
    case fields(isInterim: Bool)
    case body
  }

  let maxHeaderBytes: Int
  let maxBodyBytes: Int
  private(set) var excess: Excess?
  private(set) var body: [UInt8] = []
  private var fields: [(name: String, value: String)] = []
  private var headerBytes = 0
  private var stage = Stage.statusLine

  init(maxHeaderBytes: Int, maxBodyBytes: Int) {
    self.maxHeaderBytes = maxHeaderBytes
    self.maxBodyBytes = maxBodyBytes
  }

  /// libcurl accepts a response without the empty line after its fields.
  var isHeadComplete: Bool {
    if case .body = stage { true } else { false }
  }

  var headers: HTTPHeaders {
    var headers = HTTPHeaders()
    for (name, value) in fields { headers.append(name: name, value: value) }
    return headers
  }

  /// `line` has its line end. `false` ends the transfer.
  mutating func receive(headerLine line: UnsafeBufferPointer<UInt8>) -> Bool {
    headerBytes += line.count
    guard headerBytes <= maxHeaderBytes else {
      excess = .header
      return false
    }
    let text = Self.trimmed(line[...], of: Self.lineEnds)
    switch stage {
    case .statusLine:
      fields.removeAll()
      stage = .fields(
        isInterim: text.split(separator: UInt8(ascii: " ")).dropFirst().first?.first == UInt8(ascii: "1"))
    case .fields(let isInterim):
      if text.isEmpty {
        stage = isInterim ? .statusLine : .body
      } else {
        receive(field: text)
      }
    case .body: break
    }
    return true
  }

  /// `bytes` are decoded. `false` ends the transfer.
  mutating func receive(body bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= maxBodyBytes - body.count else {
      excess = .body
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  private mutating func receive(field text: Slice<UnsafeBufferPointer<UInt8>>) {
    // A line that starts with white space continues the field before it (RFC 9112, section 5.2).
    if let first = text.first, Self.blanks.contains(first) {
      guard !fields.isEmpty else { return }
      fields[fields.count - 1].value += " " + Self.trimmedText(text)
    } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
      fields.append((Self.trimmedText(text[..<colon]), Self.trimmedText(text[(colon + 1)...])))
    }
  }

  private static let lineEnds = Array("\r\n".utf8)
  private static let blanks = Array(" \t".utf8)

  private static func trimmedText(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> String {
    String(decoding: trimmed(text.drop { blanks.contains($0) }, of: blanks), as: UTF8.self)
  }

  private static func trimmed(
    _ text: Slice<UnsafeBufferPointer<UInt8>>, of ends: [UInt8]
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    var text = text
    while let last = text.last, ends.contains(last) { text.removeLast() }
    return text
  }
}
