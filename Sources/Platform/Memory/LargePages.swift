#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Array {
  /// Asks for large pages, because a page fault for every 4 KiB takes longer than writing to them.
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

package enum LargePages {
  private static let size = 2 << 20

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
