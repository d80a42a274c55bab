#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A connection, read and written with deadlines.
package struct SocketStream {
  package enum ReadOutcome: Equatable {
    case bytes, end, timedOut, stopped
  }

  package let descriptor: Descriptor
  /// Readable from the moment that the server stops.
  package let stopSignal: Descriptor
  package var buffer: [UInt8] = []

  package init(descriptor: Descriptor, stopSignal: Descriptor) {
    self.descriptor = descriptor
    self.stopSignal = stopSignal
  }

  private static let readSize = 16 * 1024

  /// Appends to `buffer`. `interruptible` reads end when the server stops.
  package mutating func read(until deadline: ContinuousClock.Instant, interruptible: Bool = false)
    -> ReadOutcome
  {
    while true {
      // Checked first: a client that never stops sending would otherwise never time out.
      if ContinuousClock.now >= deadline { return .timedOut }
      switch wait(for: Int16(POLLIN), until: deadline, interruptible: interruptible) {
      case .timedOut: return .timedOut
      case .stopped: return .stopped
      case .end: return .end
      case .bytes: break
      }
      let received = withUnsafeTemporaryAllocation(byteCount: Self.readSize, alignment: 1) { space in
        let count = recv(descriptor.number, space.baseAddress, space.count, Int32(MSG_DONTWAIT))
        if count > 0 { buffer.append(contentsOf: space.prefix(count)) }
        return count
      }
      if received > 0 { return .bytes }
      if received == 0 { return .end }
      guard errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK else { return .end }
    }
  }

  /// `false` when the client is gone or too slow.
  package func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) -> Bool {
    bytes.withUnsafeBytes { space in
      var sent = 0
      while sent < space.count {
        let rest = UnsafeRawBufferPointer(rebasing: space[sent...])
        let flags = Int32(MSG_DONTWAIT) | Self.noSignal
        let count = send(descriptor.number, rest.baseAddress, rest.count, flags)
        if count >= 0 {
          sent += count
        } else if errno == EAGAIN || errno == EWOULDBLOCK {
          guard wait(for: Int16(POLLOUT), until: deadline, interruptible: false) == .bytes else {
            return false
          }
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  /// Says that nothing more comes, then reads what the client still sends for a short while: closing
  /// with unread bytes would reset the connection and could destroy the answer on its way.
  package mutating func closeGently() {
    shutdown(descriptor.number, Int32(SHUT_WR))
    let deadline = ContinuousClock.now + .milliseconds(500)
    repeat {
      buffer.removeAll(keepingCapacity: true)
    } while read(until: deadline, interruptible: true) == .bytes
  }

  /// Until the client closes its side, or the server stops.
  package mutating func waitForEnd() {
    var outcome = ReadOutcome.bytes
    while outcome == .bytes || outcome == .timedOut {
      buffer.removeAll(keepingCapacity: true)
      outcome = read(until: .now + .seconds(3600), interruptible: true)
    }
  }

  /// Waits, whatever the client does, but no longer than the server runs.
  package func pause(until deadline: ContinuousClock.Instant) {
    _ = OpenFile.waitToRead([stopSignal.file], until: deadline)
  }

  private func wait(
    for events: Int16, until deadline: ContinuousClock.Instant, interruptible: Bool
  ) -> ReadOutcome {
    var entries = [
      pollfd(fd: descriptor.number, events: events, revents: 0),
      pollfd(fd: interruptible ? stopSignal.number : -1, events: Int16(POLLIN), revents: 0),
    ]
    guard OpenFile.wait(for: &entries, until: deadline) else {
      return ContinuousClock.now >= deadline ? .timedOut : .end
    }
    // Bytes that are there come before the stop: a request that has begun is answered.
    return entries[0].revents != 0 ? .bytes : .stopped
  }

  #if canImport(Glibc)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #else
    private static let noSignal: Int32 = 0
  #endif
}
