// Written from the documentation of CryptoKit and CommonCrypto: the tests run it on Apple platforms only.
#if canImport(CryptoKit)
  import CommonCrypto
  import CryptoKit
  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  /// CommonCrypto has what CryptoKit lacks.
  enum DigestFunctions {
    static func sha256(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
      Array(CryptoKit.SHA256.hash(data: bytes))
    }

    static func hmacSHA256(_ message: [UInt8], key: Secret) throws(CryptographyError) -> [UInt8] {
      key.withExposedBytes { bytes in
        let code = HMAC<CryptoKit.SHA256>.authenticationCode(for: message, using: SymmetricKey(data: bytes))
        return Array(code)
      }
    }

    static func pbkdf2SHA256(
      _ secret: Secret, salt: [UInt8], iterations: Int, length: Int
    ) throws(CryptographyError) -> [UInt8] {
      var derived = [UInt8](repeating: 0, count: length)
      let status = secret.withExposedBytes { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          CCKeyDerivationPBKDF(
            CCPBKDFAlgorithm(kCCPBKDF2), characters.baseAddress, characters.count, salt, salt.count,
            CCPseudoRandomAlgorithm(kCCPRFHmacAlgSHA256), UInt32(iterations), &derived, length)
        }
      }
      guard status == Int32(kCCSuccess) else { throw .operationFailed("PBKDF2 failed with status \(status)") }
      return derived
    }
  }
#endif
