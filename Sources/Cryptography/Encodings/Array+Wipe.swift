import CRuntimeLibraries

extension Array where Element == UInt8 {
  /// For a temporary copy of a secret. It reaches this copy only, if nobody else holds the array.
  package mutating func wipe() {
    withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { wipe_memory(base, bytes.count) }
    }
  }
}
