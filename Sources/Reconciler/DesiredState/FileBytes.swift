import YAML

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads whole files.
enum FileBytes {
  /// Why a file can't be read.
  struct Failure: Error {
    /// The `errno`.
    var code: Int32
  }

  /// What a file holds, but for what is beyond a limit: a device may have no end, and a file with holes tells any
  /// size. One that tells its size is read into its place at once; others, such as pipes, in pieces.
  static func read(_ path: String, atMost limit: Int) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(code: errno) }
    defer { close(descriptor) }
    var status = stat()
    // One byte more than there should be: a piece that isn't full is the last one.
    let size = fstat(descriptor, &status) == 0 ? min(max(Int(status.st_size), 0), limit) + 1 : 1
    var bytes = try piece(of: descriptor, max(size, leastPiece))
    var isLast = bytes.count < max(size, leastPiece)
    while !isLast, bytes.count < limit {
      let next = try piece(of: descriptor, leastPiece)
      bytes += next
      isLast = next.count < leastPiece
    }
    return bytes
  }

  private static let leastPiece = 64 * 1024

  /// The next bytes of a file: so many, or all that are left.
  private static func piece(of descriptor: Int32, _ size: Int) throws(Failure) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, used in
      if let base = buffer.baseAddress { LargePages.ask(for: base, size) }
      while used < size, let base = buffer.baseAddress {
        let count = systemRead(descriptor, base + used, size - used)
        if count < 0, errno == EINTR { continue }
        if count < 0 { code = errno }
        guard count > 0 else { return }
        used += count
      }
    }
    guard code == 0 else { throw Failure(code: code) }
    return bytes
  }
}

// The method above has the name of the system's call.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
