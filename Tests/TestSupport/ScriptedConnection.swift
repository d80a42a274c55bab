/// One connection to a ``ScriptedServer``, for the thread that runs its script.
package final class ScriptedConnection {
  private let descriptor: Int32
  private var unread: [UInt8] = []

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// A request as it came in.
  package struct Request: Sendable {
    /// The request line and the fields, including line ends.
    package var head: String
    package var body: [UInt8]

    /// The value of a field, by its name in any case.
    package func field(_ name: String) -> String? {
      for line in head.split(separator: "\r\n").dropFirst() {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { continue }
        return String(parts[1].drop { $0 == " " })
      }
      return nil
    }

    package var line: String { String(head.prefix { $0 != "\r\n" }) }
  }

  /// Waits for a whole request; `nil` if the client closed the connection.
  package func readRequest() -> Request? {
    let end = Array("\r\n\r\n".utf8)
    var searched = 0
    while true {
      while searched + end.count <= unread.count {
        if unread[searched..<(searched + end.count)].elementsEqual(end) {
          let headSize = searched + end.count
          var request = Request(head: String(decoding: unread[..<headSize], as: UTF8.self), body: [])
          let bodySize = request.field("content-length").flatMap { Int($0) } ?? 0
          while unread.count < headSize + bodySize { guard readMore() else { return nil } }
          request.body = Array(unread[headSize..<(headSize + bodySize)])
          unread.removeFirst(headSize + bodySize)
          return request
        }
        searched += 1
      }
      guard readMore() else { return nil }
    }
  }

  /// Sends text; `false` if the connection is broken.
  @discardableResult
  package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Sends bytes; `false` if the connection is broken.
  @discardableResult
  package func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { rest in
        #if canImport(Glibc)
          Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        #else
          Darwin.send(descriptor, rest.baseAddress, rest.count, 0)
        #endif
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Sends a response with its length.
  @discardableResult
  package func respond(_ status: Int = 200, headers: String = "", body: String = "") -> Bool {
    send("HTTP/1.1 \(status) Text\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  /// Waits until the client closes the connection or the server is stopped.
  package func waitForClose() {
    while readMore() { unread.removeAll() }
  }

  /// Waits until something has come, and leaves it unread.
  package func waitForBytes() {
    var byte: UInt8 = 0
    while recv(descriptor, &byte, 1, Int32(MSG_PEEK)) < 0, errno == EINTR {}
  }

  package func pause(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

  /// Ends the connection with a reset when the script returns.
  package func resetAtEnd() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  private func readMore() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      unread += buffer[..<count]
      return true
    }
  }
}
