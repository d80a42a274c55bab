import CRuntimeLibraries

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension OpenFile {
  private static let piece = 64 * 1024

  /// The number of bytes read; 0 at the end.
  package func read(into space: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
    while true {
      let count = systemRead(descriptor, space.baseAddress, space.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw .last }
    }
  }

  package func read(into space: inout [UInt8]) throws(SystemError) -> Int {
    while true {
      let count = systemRead(descriptor, &space, space.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw .last }
    }
  }

  /// Adds what can be read, up to the end or until there is more than the limit. Waits for somebody at the
  /// other end of a pipe; `false` once the time is up. No other copy of the bytes is left in memory.
  package func read(
    into bytes: inout [UInt8], atMost limit: Int, until deadline: ContinuousClock.Instant
  ) throws(SystemError) -> Bool {
    let kind = status?.kind
    var space = [UInt8](repeating: 0, count: 4096)
    defer { space.withUnsafeMutableBytes { if let start = $0.baseAddress { wipe_memory(start, $0.count) } } }
    while bytes.count <= limit {
      if kind != .regular, Self.waitToRead([self], until: deadline) == [false] { return false }
      let count: Int
      do throws(SystemError) { count = try read(into: &space) } catch {
        if error.wouldWait { continue }
        throw error
      }
      bytes += space[..<count]
      guard count == 0 else { continue }
      // A pipe that nobody has opened for writing yet is at its end, too, on Darwin.
      let isAwaited = OperatingSystem.isApple && bytes.isEmpty && kind == .pipe
      guard isAwaited, ContinuousClock.now < deadline else { return true }
      CurrentProcess.pauseThread(milliseconds: 20)
    }
    return true
  }

  /// The bytes up to the end or the limit. A file that tells its size is read in one go; others, such as a
  /// pipe, in pieces.
  package func prefix(_ limit: Int) throws(SystemError) -> [UInt8] {
    // One byte more than there should be: a piece that isn't full is the last one.
    let size = min(limit, max(status?.size ?? 0, Self.piece) + 1)
    var bytes = try piece(size)
    var isLast = bytes.count < size
    while !isLast, bytes.count < limit {
      let size = min(limit - bytes.count, Self.piece)
      let next = try piece(size)
      bytes += next
      isLast = next.count < size
    }
    return bytes
  }

  /// Shorter at the end of the file.
  private func piece(_ size: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, used in
      if let base = buffer.baseAddress { LargePages.ask(for: base, size) }
      do throws(SystemError) {
        while used < size {
          let count = try read(
            into: UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[used...])))
          guard count > 0 else { return }
          used += count
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Reads byte by byte, so that what follows the line stays unread. Without its line feed; `nil` at the end.
  package func line(atMost limit: Int) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < limit {
      let count = withUnsafeMutableBytes(of: &byte) { space in (try? read(into: space)) ?? 0 }
      guard count == 1 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }

  package static func endsWithinLine(_ path: String) -> Bool {
    guard let file = try? OpenFile(reading: path, waits: false) else { return false }
    defer { file.close() }
    let end = lseek(file.descriptor, 0, SEEK_END)
    var last: UInt8 = 0
    return end > 0 && pread(file.descriptor, &last, 1, end - 1) == 1 && last != UInt8(ascii: "\n")
  }

  /// Which of them have something to read or are at their end; none once the time is up.
  package static func waitToRead(
    _ files: [OpenFile], until deadline: ContinuousClock.Instant? = nil
  ) -> [Bool] {
    var entries = files.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    _ = wait(for: &entries, until: deadline)
    return entries.map { $0.revents != 0 }
  }

  /// `true` also if nobody reads any more; `false` once the time is up.
  package func waitToWrite(until deadline: ContinuousClock.Instant? = nil) -> Bool {
    var entries = [pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)]
    return Self.wait(for: &entries, until: deadline)
  }

  static func wait(for entries: inout [pollfd], until deadline: ContinuousClock.Instant?) -> Bool {
    while true {
      let ready = poll(&entries, nfds_t(entries.count), milliseconds(until: deadline))
      if ready > 0 { return true }
      if ready < 0, errno != EINTR { return false }
      if let deadline, ContinuousClock.now >= deadline { return false }
    }
  }

  private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let left = ContinuousClock.now.duration(to: deadline)
    guard left > .zero else { return 0 }
    let (seconds, attoseconds) = left.components
    guard seconds < 86_400 else { return 86_400_000 }
    // Rounded up, so that the last wait isn't a busy loop.
    return Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000) + 1
  }
}

// The methods above have the names of the system's calls.
private func systemRead(_ descriptor: Int32, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, start, count)
}
