#if os(Linux)
  /// Bytes of a file to look for in this process's memory, where something may have left a part of a key.
  ///
  /// They are read without a copy, and stay in one place as long as the value lives. Use more than 64: shorter ones
  /// pass through registers, which are saved on stacks.
  package final class MemoryPattern {
    private let bytes: UnsafeMutableBufferPointer<UInt8>

    /// Reads bytes of a file; `nil` if it has fewer.
    package init?(of path: String, from offset: Int, count: Int) {
      bytes = .allocate(capacity: count)
      bytes.initialize(repeating: 0)
      let descriptor = open(path, O_RDONLY)
      defer { close(descriptor) }
      guard pread(descriptor, bytes.baseAddress, count, offset) == count else { return nil }
    }

    deinit { bytes.deallocate() }

    /// Concurrent searches have copies of each other's bytes.
    private static let looking = LockedValue(())

    /// In how many other places of the memory the bytes are.
    package func places() -> Int { Self.looking.withLock { _ in count() } }

    private func count() -> Int {
      let size = 1 << 20
      let window = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
      // Otherwise what was found would stay in it, and be found again.
      defer {
        window.initializeMemory(as: UInt8.self, repeating: 0)
        window.deallocate()
      }
      let ours = [UnsafeRawBufferPointer(window), UnsafeRawBufferPointer(bytes)].compactMap { buffer in
        buffer.baseAddress.map { UInt(bitPattern: $0)..<UInt(bitPattern: $0) + UInt(buffer.count) }
      }
      let memory = open("/proc/self/mem", O_RDONLY)
      defer { close(memory) }
      var found = 0
      for region in Self.writableRegions() {
        var start = region.lowerBound
        while start < region.upperBound {
          let length = min(size, Int(region.upperBound - start))
          let count = max(0, pread(memory, window.baseAddress, length, off_t(start)))
          found += offsets(in: UnsafeRawBufferPointer(rebasing: window[..<count]))
            .count { offset in !ours.contains { $0.contains(start + UInt(offset)) } }
          if count < length {
            // Another thread has returned this page, and perhaps none of those after it.
            start = (start + UInt(count) + 4096) & ~4095
          } else {
            // What crosses the border of two windows is seen in the second.
            start += UInt(count < size ? count : count - bytes.count + 1)
          }
        }
      }
      return found
    }

    private func offsets(in window: UnsafeRawBufferPointer) -> [Int] {
      guard let base = window.baseAddress, let wanted = bytes.baseAddress else { return [] }
      var offsets: [Int] = []
      var offset = 0
      let last = window.count - bytes.count
      while offset <= last, let match = memchr(base + offset, Int32(wanted[0]), last - offset + 1) {
        offset = UnsafeRawPointer(match) - base
        if memcmp(match, wanted, bytes.count) == 0 { offsets.append(offset) }
        offset += 1
      }
      return offsets
    }

    private static func writableRegions() -> [Range<UInt>] {
      guard let file = fopen("/proc/self/maps", "r") else { return [] }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 4096)
      var regions: [Range<UInt>] = []
      while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let fields = text.split(separator: " ")
        guard fields.count > 1, fields[1].hasPrefix("rw") else { continue }
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        if bounds.count == 2, bounds[0] < bounds[1] { regions.append(bounds[0]..<bounds[1]) }
      }
      return regions
    }
  }
#endif
