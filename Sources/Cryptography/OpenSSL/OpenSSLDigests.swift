#if !canImport(CryptoKit)
  import CRuntimeLibraries

  enum DigestFunctions {
    private static let digestSize = 32

    static func sha256(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
      let crypto = try CryptoLibrary.shared()
      var digest = [UInt8](repeating: 0, count: digestSize)
      guard
        crypto.functions.EVP_Digest(bytes, bytes.count, &digest, nil, crypto.functions.EVP_sha256(), nil) == 1
      else { throw crypto.failure(in: "SHA-256") }
      return digest
    }

    static func hmacSHA256(_ message: [UInt8], key: Secret) throws(CryptographyError) -> [UInt8] {
      let crypto = try CryptoLibrary.shared()
      let keyCount = try count(key)
      var code = [UInt8](repeating: 0, count: digestSize)
      let made = key.withExposedBytes { bytes in
        crypto.functions.HMAC(
          crypto.functions.EVP_sha256(), bytes.baseAddress, keyCount, message, message.count, &code, nil)
      }
      guard made != nil else { throw crypto.failure(in: "HMAC") }
      return code
    }

    static func pbkdf2SHA256(
      _ secret: Secret, salt: [UInt8], iterations: Int, length: Int
    ) throws(CryptographyError) -> [UInt8] {
      let crypto = try CryptoLibrary.shared()
      let secretCount = try count(secret)
      guard let saltCount = Int32(exactly: salt.count) else { throw .operationFailed("the salt is too long") }
      var derived = [UInt8](repeating: 0, count: length)
      let result = secret.withExposedBytes { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          crypto.functions.PKCS5_PBKDF2_HMAC(
            characters.baseAddress, secretCount, salt, saltCount, Int32(iterations),
            crypto.functions.EVP_sha256(), Int32(length), &derived)
        }
      }
      guard result == 1 else { throw crypto.failure(in: "PBKDF2") }
      return derived
    }

    private static func count(_ secret: Secret) throws(CryptographyError) -> Int32 {
      guard let count = Int32(exactly: secret.count) else { throw .operationFailed("the secret is too long") }
      return count
    }
  }
#endif
