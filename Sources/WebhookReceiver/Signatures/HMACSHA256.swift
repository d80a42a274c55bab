/// HMAC with SHA-256 (RFC 2104).
enum HMACSHA256 {
  /// The 32 bytes of the code.
  static func authenticationCode(for message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
    var block = key.count > SHA256.blockSize ? SHA256.digest(key) : key
    block += repeatElement(0, count: SHA256.blockSize - block.count)
    var inner = SHA256()
    inner.update(block.lazy.map { $0 ^ 0x36 })
    inner.update(message)
    var outer = SHA256()
    outer.update(block.lazy.map { $0 ^ 0x5C })
    outer.update(inner.finish())
    return outer.finish()
  }

  /// Compares two codes in a time that depends on their lengths alone.
  static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
