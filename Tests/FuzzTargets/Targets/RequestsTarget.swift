import LoopbackServer
import TestSupport

/// All that a client sends over one connection before it closes its side.
enum RequestsTarget {
  private static let limits = LoopbackServer.Limits(
    headerBytes: 1024, bodyBytes: 2048, idleTimeout: .seconds(1), readTimeout: .seconds(1),
    writeTimeout: .seconds(1))

  static func run(_ input: [UInt8]) throws(Violation) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Violation("socketpair: \(errno)") }
    let (ours, theirs) = (ends[0], ends[1])
    defer { close(ours) }
    // What a socket holds without anybody reading is more than the largest input.
    let sent = input.withUnsafeBytes { send(ours, $0.baseAddress, $0.count, 0) }
    shutdown(ours, Int32(SHUT_WR))
    do {
      try LoopbackServer.serve(connection: theirs, limits: limits) { request in
        let isWhole = request.method.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && request.body.count <= 2048
        return .response(ServerResponse(status: isWhole ? 200 : 599))
      }
    } catch {
      throw Violation("\(error)")
    }
    guard sent == input.count else { throw Violation("\(sent) of \(input.count) bytes were sent") }
    try check(answer(on: ours))
  }

  private static func answer(on descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 { bytes += buffer[..<count] }
    return bytes
  }

  private static func check(_ answer: [UInt8]) throws(Violation) {
    let text = String(decoding: answer, as: UTF8.self)
    try Violation.unless(answer.isEmpty || text.hasPrefix("HTTP/1.1 "), "answered: \(text)")
    try Violation.unless(!text.contains("HTTP/1.1 599"), "a request that is none was handed on")
  }
}
