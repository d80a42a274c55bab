import Platform

struct Connection {
  var stream: SocketStream
  let limits: LoopbackServer.Limits
  let handler: @Sendable (ServerRequest) -> ServerReply
  let isStopping: @Sendable () -> Bool

  mutating func serve() {
    while true {
      do throws(RequestFailure) {
        let (head, body) = try readRequest()
        let request = ServerRequest(
          method: head.method, target: head.target, authority: head.authority, headers: head.headers,
          body: body)
        guard send(handler(request), to: head) else { return }
      } catch {
        if let response = error.response {
          _ = write(ResponseWriter(response, isHead: false, closes: true).bytes)
          stream.closeGently()
        }
        return
      }
    }
  }

  /// `false` if the connection ends with it.
  private mutating func send(_ reply: ServerReply, to head: RequestHead) -> Bool {
    let isHead = head.method == "HEAD"
    switch reply {
    case .response(let unchecked):
      let response = ResponseWriter.checked(unchecked)
      let asksForClose = response.headers.contains {
        equalIgnoringCase($0.name, "Connection") && equalIgnoringCase($0.value, "close")
      }
      let closes = !head.keepsAlive || asksForClose || isStopping()
      let writer = ResponseWriter(response, isHead: isHead, closes: closes, isHTTP10: head.isHTTP10)
      guard write(writer.bytes) else { return false }
      if closes { stream.closeGently() }
      return !closes
    case .truncated(let response, let bodyBytes):
      let writer = ResponseWriter(ResponseWriter.checked(response), isHead: isHead, closes: false)
      if write(Array(writer.bytes.prefix(writer.headLength + max(0, bodyBytes)))) { stream.closeGently() }
      return false
    case .reset:
      stream.descriptor.resetOnClose()
      return false
    case .hang:
      stream.waitForEnd()
      return false
    case .endless(let response):
      sendEndlessly(response, isHead: isHead)
      return false
    case .later(let delay, let next):
      stream.pause(until: .now + delay)
      return send(next(), to: head)
    }
  }

  func write(_ bytes: [UInt8]) -> Bool {
    stream.write(bytes, until: .now + limits.writeTimeout)
  }

  private mutating func readRequest() throws(RequestFailure) -> (head: RequestHead, body: [UInt8]) {
    try waitForFirstByte()
    let deadline = ContinuousClock.now + limits.readTimeout
    let head = try readHead(until: deadline)
    if case .length(let length) = head.framing, length > limits.bodyBytes {
      throw .bodyTooLarge(limit: limits.bodyBytes)
    }
    if head.expectsContinue && stream.buffer.isEmpty && head.framing != .length(0) {
      guard write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else { throw .silent }
    }
    switch head.framing {
    case .length(let length):
      while stream.buffer.count < length { try readMore(until: deadline) }
      return (head, take(length))
    case .chunked: return (head, try readChunks(until: deadline))
    }
  }

  private mutating func waitForFirstByte() throws(RequestFailure) {
    // An empty line before a request is left over from an older client's body (RFC 9112, section 2.2).
    let deadline = ContinuousClock.now + limits.idleTimeout
    while true {
      if stream.buffer.starts(with: [0x0D, 0x0A]) { stream.buffer.removeFirst(2) }
      if let first = stream.buffer.first, first != 0x0D || stream.buffer.count > 1 { return }
      if isStopping() && stream.buffer.isEmpty { throw .silent }
      guard stream.read(until: deadline, interruptible: true) == .bytes else { throw .silent }
    }
  }

  private mutating func readHead(until deadline: ContinuousClock.Instant) throws(RequestFailure)
    -> RequestHead
  {
    var searched = 0
    while true {
      if let end = endOfHead(from: searched) {
        guard end <= limits.headerBytes else { throw tooLong(end: end) }
        let head = try RequestHead(stream.buffer[..<end])
        stream.buffer.removeFirst(end + 4)
        return head
      }
      guard stream.buffer.count <= limits.headerBytes else { throw tooLong(end: stream.buffer.count) }
      searched = max(0, stream.buffer.count - 3)
      try readMore(until: deadline)
    }
  }

  private func endOfHead(from start: Int) -> Int? {
    let buffer = stream.buffer
    var index = start
    while index + 3 < buffer.count {
      if buffer[index] == 0x0D, buffer[index + 1] == 0x0A, buffer[index + 2] == 0x0D,
        buffer[index + 3] == 0x0A
      {
        return index
      }
      index += 1
    }
    return nil
  }

  private func tooLong(end: Int) -> RequestFailure {
    let lineIsTooLong = !stream.buffer[..<min(end, limits.headerBytes)].contains(0x0A)
    return lineIsTooLong
      ? .targetTooLong(limit: limits.headerBytes) : .headerTooLarge(limit: limits.headerBytes)
  }

  mutating func readMore(until deadline: ContinuousClock.Instant) throws(RequestFailure) {
    switch stream.read(until: deadline) {
    case .bytes: return
    case .timedOut: throw .timedOut
    case .end, .stopped: throw .silent
    }
  }

  mutating func take(_ count: Int) -> [UInt8] {
    if count == stream.buffer.count {
      defer { stream.buffer = [] }
      return stream.buffer
    }
    defer { stream.buffer.removeFirst(count) }
    return Array(stream.buffer.prefix(count))
  }
}

extension Connection {
  /// How much is sent between two looks at whether the server stops.
  private static var blockBytes: Int { 16 * 1024 }

  /// Sends the body over and over until the client no longer takes it or the server stops.
  func sendEndlessly(_ unchecked: ServerResponse, isHead: Bool) {
    let response = ResponseWriter.checked(unchecked)
    let writer = ResponseWriter(response, isHead: isHead, closes: true, isEndless: true)
    // Nothing to repeat, or nothing that may follow the head.
    guard write(writer.bytes), writer.bytes.count > writer.headLength else { return }
    var block: [UInt8] = []
    repeat { block += response.body } while block.count < Self.blockBytes
    while !isStopping(), write(block) {}
    // The client must not take the stop of the server for the body's end.
    stream.descriptor.resetOnClose()
  }
}
