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

  package static let standardInput = Self(descriptor: STDIN_FILENO)
  package static let standardOutput = Self(descriptor: STDOUT_FILENO)
  package static let standardError = Self(descriptor: STDERR_FILENO)

  /// Opens a file to be read.
  ///
  /// - Parameter waits: whether to wait for somebody at the other end of a pipe, and for its bytes.
  package init(reading path: String, waits: Bool = true) throws(SystemError) {
    try self.init(path, O_RDONLY | O_NOCTTY | (waits ? 0 : O_NONBLOCK))
  }

  /// Opens a file to be added to; one that isn't there is made.
  package init(appendingTo path: String) throws(SystemError) {
    try self.init(path, O_WRONLY | O_APPEND | O_CREAT, mode: 0o644)
  }

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
    var rest = bytes[...]
    while !rest.isEmpty {
      do throws(SystemError) { rest = rest.dropFirst(try write(beginningOf: rest)) } catch {
        guard error.wouldWait else { throw error }
        _ = waitToWrite()
      }
    }
  }

  /// Writes as many of the bytes as are taken at once, and tells how many.
  package func write(beginningOf bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
    while true {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      guard errno == EINTR else { throw .last }
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

  /// `nil` where the descriptor isn't open.
  package var status: FileStatus? { FileStatus(descriptor: descriptor) }

  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The columns of the window behind it; `nil` for no terminal.
  package var columns: Int? {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : nil
  }

  /// Has reads and writes fail from now on where they would wait.
  package func stopWaiting() { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) }

  /// Gives the descriptor back.
  package func close() { _ = systemClose(descriptor) }
}

// The methods above have the names of the system's calls, so these can't be called plainly in them.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
