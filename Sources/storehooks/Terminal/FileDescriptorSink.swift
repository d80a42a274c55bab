#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where output goes, all of it at once or an error.
protocol OutputSink: Sendable {
  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(OutputError)
}

/// Output to a file descriptor, unbuffered.
struct FileDescriptorSink: OutputSink {
  /// The descriptor; not closed by this type.
  let descriptor: Int32

  /// Writes all bytes: goes on after partial writes and signals, and waits where the descriptor is
  /// non-blocking, as a pipe can be that another process made so.
  func write(_ bytes: [UInt8]) throws(OutputError) {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { system_write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        start += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: waitUntilWritable()
      case EPIPE: throw .readerClosed
      case let code: throw .failed(errno: code)
      }
    }
  }

  private func waitUntilWritable() {
    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = system_poll(&poll, 1, -1)
  }
}

// Inside the type, `write` and `poll` would name the method and the variable.
private func system_write(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}

private func system_poll(_ entries: UnsafeMutablePointer<pollfd>, _ count: nfds_t, _ timeout: Int32) -> Int32
{
  poll(entries, count, timeout)
}
