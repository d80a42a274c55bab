extension Connection {
  /// For the line before a chunk: a size, and extensions that nobody uses.
  private static var lineLimit: Int { 256 }

  /// RFC 9112, section 7.1. Trailer fields are read and dropped.
  mutating func readChunks(until deadline: ContinuousClock.Instant) throws(RequestFailure) -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let size = try chunkSize(readLine(until: deadline))
      if size == 0 { break }
      guard size <= limits.bodyBytes - body.count else { throw .bodyTooLarge(limit: limits.bodyBytes) }
      while stream.buffer.count < size + 2 { try readMore(until: deadline) }
      body.append(contentsOf: stream.buffer[..<size])
      guard stream.buffer[size] == 0x0D, stream.buffer[size + 1] == 0x0A else {
        throw .badRequest("a chunk is longer than its size")
      }
      stream.buffer.removeFirst(size + 2)
    }
    var trailerBytes = 0
    while true {
      let line = try readLine(until: deadline)
      if line.isEmpty { return body }
      trailerBytes += line.count
      guard trailerBytes <= limits.headerBytes else { throw .headerTooLarge(limit: limits.headerBytes) }
    }
  }

  private mutating func readLine(until deadline: ContinuousClock.Instant) throws(RequestFailure) -> [UInt8] {
    while true {
      if let end = stream.buffer.firstIndex(of: 0x0A) {
        guard end > 0, stream.buffer[end - 1] == 0x0D, !stream.buffer[..<(end - 1)].contains(0x0D) else {
          throw .badRequest("a line of a chunked body does not end in CR LF")
        }
        let line = Array(stream.buffer[..<(end - 1)])
        stream.buffer.removeFirst(end + 1)
        return line
      }
      guard stream.buffer.count <= Self.lineLimit else {
        throw .badRequest("a line of a chunked body is too long")
      }
      try readMore(until: deadline)
    }
  }

  private func chunkSize(_ line: [UInt8]) throws(RequestFailure) -> Int {
    let digits = line.prefix { $0 != 0x3B }
    let text = String(decoding: digits, as: UTF8.self)
    // `Int` would accept a sign, which a chunk's size can't have.
    guard !digits.isEmpty, digits.count <= 8, text.utf8.allSatisfy(Self.isHexDigit),
      let size = Int(text, radix: 16)
    else { throw .badRequest("the size of a chunk is malformed") }
    return size
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
  }
}
