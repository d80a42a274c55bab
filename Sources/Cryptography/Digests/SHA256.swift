/// FIPS 180-4.
package enum SHA256 {
  package static func digest(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
    try DigestFunctions.sha256(bytes)
  }
}
