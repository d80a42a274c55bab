import CRuntimeLibraries

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open descriptor; only ``close()`` closes it.
package struct OpenFile: Sendable {
  package let descriptor: Int32

  package init(descriptor: Int32) { self.descriptor = descriptor }

  package static let standardInput = Self(descriptor: STDIN_FILENO)
  package static let standardOutput = Self(descriptor: STDOUT_FILENO)
  package static let standardError = Self(descriptor: STDERR_FILENO)

  /// `waits`: for somebody at the other end of a pipe, and for its bytes.
  package init(reading path: String, waits: Bool = true) throws(SystemError) {
    try self.init(path, O_RDONLY | O_NOCTTY | (waits ? 0 : O_NONBLOCK))
  }

  package init(appendingTo path: String) throws(SystemError) {
    try self.init(path, O_WRONLY | O_APPEND | O_CREAT, mode: 0o644)
  }

  init(_ path: String, _ flags: Int32, mode: mode_t = 0) throws(SystemError) {
    var opened: Int32
    repeat {
      opened = open(path, flags | O_CLOEXEC, mode)
    } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw .last }
    descriptor = opened
  }

  /// Goes on after partial writes and signals, and waits if the descriptor is non-blocking, as another
  /// process may have made a pipe.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      do throws(SystemError) { rest = rest.dropFirst(try write(beginningOf: rest)) } catch {
        guard error.wouldWait else { throw error }
        _ = waitToWrite()
      }
    }
  }

  /// May write less than all of them.
  package func write(beginningOf bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
    while true {
      let count = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      guard errno == EINTR else { throw .last }
    }
  }

  /// Waits until what was written is on the disk itself, if there is one.
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

  package var status: FileStatus? { FileStatus(descriptor: descriptor) }

  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// `nil` if it isn't a terminal.
  package var columns: Int? {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : nil
  }

  package func stopWaiting() { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) }

  package func close() { _ = systemClose(descriptor) }
}

// The methods above have the names of the system's calls, so these can't be called plainly in them.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, start, count)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

/// Both ends are closed in programs that are started.
package struct PipeEnds: Sendable {
  package let reading: OpenFile
  package let writing: OpenFile

  package init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      guard pipe2(&ends, O_CLOEXEC) == 0 else { throw .last }
    #else
      guard pipe(&ends) == 0 else { throw .last }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    reading = OpenFile(descriptor: ends[0])
    writing = OpenFile(descriptor: ends[1])
  }
}
