import CRuntimeLibraries

extension Array where Element == UInt8 {
  /// Overwrites the bytes with zeros, for a temporary copy of a secret that is about to go.
  ///
  /// It reaches this copy only, if nobody else holds the array.
  package mutating func wipe() {
    withUnsafeMutableBytes { bytes in
      if let base = bytes.baseAddress { wipe_memory(base, bytes.count) }
    }
  }
}
