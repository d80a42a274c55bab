import Dispatch

/// Many deliveries to a receiver on this machine, at a fixed rate or as fast as they are taken.
package struct DeliveryLoad: Sendable {
  package var port: UInt16
  package var count: Int
  /// How many a second; `nil` for as many as possible.
  package var rate: Double?
  /// The number of connections, each with one delivery at a time.
  package var connections: Int
  /// The value of the signature's header for a body.
  package var signature: @Sendable ([UInt8]) -> String

  package init(
    port: UInt16, count: Int, rate: Double? = nil, connections: Int = 16,
    signature: @escaping @Sendable ([UInt8]) -> String
  ) {
    self.port = port
    self.count = count
    self.rate = rate
    self.connections = connections
    self.signature = signature
  }

  package struct Outcome: Sendable {
    /// The events' IDs by the status they were answered with; 0 for no answer.
    package var events: [Int: Set<String>] = [:]
    package var duration = Duration.zero

    /// How many were answered with a status.
    package func count(_ status: Int) -> Int { events[status]?.count ?? 0 }
  }

  /// Sends them all. Blocks the calling thread.
  package func run() -> Outcome {
    let outcome = LockedValue(Outcome())
    let group = DispatchGroup()
    let start = ContinuousClock.now
    for connection in 0..<connections {
      DispatchQueue(label: "load \(connection)").async(group: group) {
        let events = send(from: connection, start: start)
        outcome.withLock { $0.events.merge(events) { $0.union($1) } }
      }
    }
    group.wait()
    return outcome.withLock { outcome in
      outcome.duration = start.duration(to: .now)
      return outcome
    }
  }

  /// Sends every nth delivery over one connection, or a new one if the server closes it.
  private func send(from first: Int, start: ContinuousClock.Instant) -> [Int: Set<String>] {
    var events: [Int: Set<String>] = [:]
    var connection: RawConnection?
    for index in stride(from: first, to: count, by: connections) {
      if let rate { Self.wait(until: start + .seconds(Double(index) / rate)) }
      let id = "event-\(index)"
      let body = Self.body(id: id)
      connection = connection ?? (try? RawConnection(port: port))
      let head =
        "POST /load HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + "x-apple-signature: \(signature(body))\r\nContent-Length: \(body.count)\r\n\r\n"
      _ = connection?.send(Array(head.utf8) + body)
      let response = try? connection?.response()
      events[response?.status ?? 0, default: []].insert(id)
      if response == nil || response?.headers["connection"] == "close" { connection = nil }
    }
    return events
  }

  private static func body(id: String) -> [UInt8] {
    Array(
      """
      {"data":{"type":"buildUploadStateUpdated","id":"\(id)","version":1,"attributes":{"oldState":"PROCESSING",\
      "newState":"COMPLETE","timestamp":"2025-06-09T10:09:30.123Z"},"relationships":{"instance":{"data":\
      {"type":"buildUploads","id":"\(id)"}}}}}
      """.utf8)
  }

  private static func wait(until time: ContinuousClock.Instant) {
    let left = ContinuousClock.now.duration(to: time)
    guard left > .zero else { return }
    let (seconds, attoseconds) = left.components
    usleep(UInt32(clamping: seconds * 1_000_000 + attoseconds / 1_000_000_000_000))
  }
}
