/// SHA-256 (FIPS 180-4).
public enum SHA256 {
  /// The 32 bytes of the digest.
  public static func digest(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try DigestFunctions.sha256(bytes)
  }
}
