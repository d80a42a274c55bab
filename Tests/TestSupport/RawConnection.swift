/// A connection to a server on 127.0.0.1 through which a test sends any bytes.
package final class RawConnection {
  package struct Response {
    package var status: Int
    /// The header fields with lower-case names; if a name repeats, the last one.
    package var headers: [String: String]
    /// The fields in order, as sent.
    package var fields: [(name: String, value: String)]
    /// The body, as long as `Content-Length` says.
    package var body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }
  }

  package enum Failure: Error, Equatable {
    case notConnected(Int32)
    case closed
    case reset
    case malformed(String)
  }

  private let descriptor: Int32
  private var buffer: [UInt8] = []

  package init(port: UInt16) throws {
    #if canImport(Glibc)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let outcome = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    // Leaving here runs `deinit`, which closes.
    guard outcome == 0 else { throw Failure.notConnected(errno) }
  }

  deinit { close(descriptor) }

  /// Whether nothing has come yet, not even the end; for connections that should stay silent.
  package var isSilent: Bool {
    var byte: UInt8 = 0
    return buffer.isEmpty && recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) < 0
      && errno == EAGAIN
  }

  /// Sends a text. Returns false if the server no longer accepts it.
  @discardableResult
  package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Sends bytes. Returns false if the server no longer accepts them.
  @discardableResult
  package func send(_ bytes: [UInt8]) -> Bool {
    #if canImport(Glibc)
      let flags = Int32(MSG_NOSIGNAL)
      return bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, flags) } == bytes.count
    #else
      return bytes.withUnsafeBytes { Darwin.send(descriptor, $0.baseAddress, $0.count, 0) } == bytes.count
    #endif
  }

  /// Ends our side of the connection.
  package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Reads one response. `hasBody` is false for the answer to a `HEAD`.
  package func response(hasBody: Bool = true) throws -> Response {
    let head = try line(endingWith: "\r\n\r\n")
    let lines = head.split(separator: "\r\n").map(String.init)
    guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw Failure.malformed(head)
    }
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return (
        name: String(parts[0]), value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
      )
    }
    let headers = Dictionary(fields.map { ($0.name.lowercased(), $0.value) }) { $1 }
    let length = hasBody ? headers["content-length"].flatMap { Int($0) } ?? 0 : 0
    while buffer.count < length { try receive() }
    let body = Array(buffer.prefix(length))
    buffer.removeFirst(length)
    return Response(status: status, headers: headers, fields: Array(fields), body: body)
  }

  package func next(_ count: Int) throws -> [UInt8] {
    while buffer.count < count { try receive() }
    defer { buffer.removeFirst(count) }
    return Array(buffer.prefix(count))
  }

  /// Reads everything until the server closes.
  package func rest() throws -> [UInt8] {
    do {
      while true { try receive() }
    } catch Failure.closed {
      defer { buffer = [] }
      return buffer
    }
  }

  private func line(endingWith end: String) throws -> String {
    let end = Array(end.utf8)
    while true {
      if let index = buffer.indices.first(where: { buffer[$0...].starts(with: end) }) {
        defer { buffer.removeFirst(index + end.count) }
        return String(decoding: buffer[..<index], as: UTF8.self)
      }
      try receive()
    }
  }

  private func receive() throws {
    var space = [UInt8](repeating: 0, count: 64 * 1024)
    let count = space.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count > 0 { return buffer.append(contentsOf: space[..<count]) }
    if count == 0 { throw Failure.closed }
    switch errno {
    case EINTR: return
    default: throw Failure.reset
    }
  }
}
