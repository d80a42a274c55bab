// CommonCrypto's key derivation, with the types that Swift sees on macOS. For compiling only.

package typealias CCPBKDFAlgorithm = UInt32
package typealias CCPseudoRandomAlgorithm = UInt32

package var kCCPBKDF2: Int { 2 }
package var kCCPRFHmacAlgSHA256: Int { 3 }
package var kCCSuccess: Int { 0 }

package func CCKeyDerivationPBKDF(
  _ algorithm: CCPBKDFAlgorithm, _ password: UnsafePointer<CChar>!, _ passwordLength: Int,
  _ salt: UnsafePointer<UInt8>!, _ saltLength: Int, _ prf: CCPseudoRandomAlgorithm, _ rounds: UInt32,
  _ derivedKey: UnsafeMutablePointer<UInt8>!, _ derivedKeyLength: Int
) -> Int32 { 0 }
