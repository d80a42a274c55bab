#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Array {
  /// Reserves memory and asks for large pages where it is worth it: a fault for every 4 KiB that is first written to
  /// takes longer than what is written. Without effect where the system has none.
  package mutating func reserveLargePages(_ capacity: Int) {
    reserveCapacity(capacity)
    #if canImport(Glibc)
      withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        LargePages.ask(for: UnsafeMutableRawPointer(base), capacity * MemoryLayout<Element>.stride)
      }
    #endif
  }
}

/// Large pages for memory that will be written to from end to end.
package enum LargePages {
  private static let size = 2 << 20

  /// Asks for large pages in a stretch of memory.
  package static func ask(for start: UnsafeMutableRawPointer, _ count: Int) {
    #if canImport(Glibc)
      guard count >= 2 * size else { return }
      let first = start.alignedUp(toMultipleOf: 4096)
      let end = (start + count).alignedDown(toMultipleOf: 4096)
      _ = madvise(first, end - first, MADV_HUGEPAGE)
    #endif
  }
}

extension UnsafeBufferPointer<UInt8> {
  package func hasSameBytes(as other: Self) -> Bool {
    guard count == other.count else { return false }
    guard let start = baseAddress, let otherStart = other.baseAddress else { return true }
    return memcmp(start, otherStart, count) == 0
  }
}
