#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A descriptor, and what is done with it. It is closed by nobody but ``close()``.
package struct OpenFile: Sendable {
  /// The number.
  package let descriptor: Int32

  /// Takes over a descriptor.
  package init(descriptor: Int32) { self.descriptor = descriptor }

  /// Opens a file, closed in programs that are started.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemError) {
    var opened: Int32
    repeat {
      opened = open(path, flags | O_CLOEXEC, mode)
    } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw .last }
    descriptor = opened
  }

  /// Writes all bytes: goes on after partial writes and signals, and waits where the descriptor is non-blocking,
  /// as a pipe can be that another process made so.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    var start = 0
    while start < bytes.count {
      let count = bytes[start...].withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        start += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: waitUntilWritable()
      default: throw .last
      }
    }
  }

  /// Waits until what was written is on the disk itself, where there is one.
  func synchronize() throws(SystemError) {
    #if canImport(Darwin)
      // There `fsync` only hands the bytes over to the drive, which may lose them with the power.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    while fsync(descriptor) != 0 {
      switch errno {
      case EINTR: continue
      // Some file systems have nothing to wait for.
      case EINVAL, ENOTSUP, ENOSYS: return
      default: throw .last
      }
    }
  }

  /// What the system knows of the file.
  var status: stat? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status : nil
  }

  /// Gives the descriptor back.
  func close() { _ = systemClose(descriptor) }

  private func waitUntilWritable() {
    var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = systemPoll(&poll, 1, -1)
  }
}

// The methods above have the names of the system's calls, so these can't be called plainly in them.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}

private func systemPoll(_ entries: UnsafeMutablePointer<pollfd>, _ count: nfds_t, _ timeout: Int32) -> Int32 {
  poll(entries, count, timeout)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
