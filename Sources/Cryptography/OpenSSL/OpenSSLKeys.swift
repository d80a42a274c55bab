#if !canImport(CryptoKit)
  import CRuntimeLibraries

  /// Never changed after it was made, which is what makes it safe to use from several threads (OpenSSL's
  /// thread-safety page); each operation has a context of its own.
  private final class KeyReference: @unchecked Sendable {
    let pointer: OpaquePointer
    let crypto: CryptoLibrary

    init(_ pointer: OpaquePointer, _ crypto: CryptoLibrary) {
      self.pointer = pointer
      self.crypto = crypto
    }

    deinit { crypto.functions.EVP_PKEY_free(pointer) }
  }

  struct P256PrivateKeyHandle: Sendable {
    private let key: KeyReference

    private init(_ key: KeyReference) { self.key = key }

    /// PKCS#8 or SEC 1; `nil` if libcrypto doesn't accept it as a key.
    init?(der: Secret) throws(CryptographyError) {
      let crypto = try CryptoLibrary.shared()
      let loaded = der.withExposedBytes { bytes in
        var position = bytes.baseAddress
        return crypto.functions.d2i_AutoPrivateKey(nil, &position, bytes.count)
      }
      // OpenSSL 3 leaves errors of the decoders that it tried, even if one succeeds.
      crypto.functions.ERR_clear_error()
      guard let loaded else { return nil }
      key = KeyReference(loaded, crypto)
    }

    static func generate() throws(CryptographyError) -> P256PrivateKeyHandle {
      let crypto = try CryptoLibrary.shared()
      let functions = crypto.functions
      guard let context = functions.EVP_PKEY_CTX_new_id(LIBCRYPTO_KEY_TYPE_EC, nil) else {
        throw crypto.failure(in: "making a key")
      }
      defer { functions.EVP_PKEY_CTX_free(context) }
      var made: OpaquePointer?
      guard functions.EVP_PKEY_keygen_init(context) == 1,
        functions.EVP_PKEY_CTX_ctrl_str(context, "ec_paramgen_curve", "P-256") == 1,
        functions.EVP_PKEY_CTX_ctrl_str(context, "ec_param_enc", "named_curve") == 1,
        functions.EVP_PKEY_keygen(context, &made) == 1, let made
      else { throw crypto.failure(in: "making a key") }
      return P256PrivateKeyHandle(KeyReference(made, crypto))
    }

    func publicDER() throws(CryptographyError) -> [UInt8] {
      let functions = key.crypto.functions
      guard let der = encoded({ functions.i2d_PUBKEY(key.pointer, $0) }) else {
        throw key.crypto.failure(in: "writing a public key")
      }
      return der
    }

    func pkcs8() throws(CryptographyError) -> Secret {
      let functions = key.crypto.functions
      guard let info = functions.EVP_PKEY2PKCS8(key.pointer) else {
        throw key.crypto.failure(in: "writing a private key")
      }
      defer { functions.PKCS8_PRIV_KEY_INFO_free(info) }
      guard var der = encoded({ functions.i2d_PKCS8_PRIV_KEY_INFO(info, $0) }) else {
        throw key.crypto.failure(in: "writing a private key")
      }
      return Secret(taking: &der)
    }

    func signature(for message: [UInt8]) throws(CryptographyError) -> [UInt8] {
      let functions = key.crypto.functions
      guard let context = functions.EVP_MD_CTX_new() else { throw key.crypto.failure(in: "signing") }
      defer { functions.EVP_MD_CTX_free(context) }
      // A DER signature on P-256 has at most 72 bytes.
      var der = [UInt8](repeating: 0, count: 80)
      var count = der.count
      guard functions.EVP_DigestSignInit(context, nil, functions.EVP_sha256(), nil, key.pointer) == 1,
        functions.EVP_DigestSign(context, &der, &count, message, message.count) == 1,
        let signature = P256Signature.raw(fromDER: Array(der.prefix(count)))
      else { throw key.crypto.failure(in: "signing") }
      return signature
    }

    /// Asks for the size first, then for the bytes.
    private func encoded(_ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8]?
    {
      let count = Int(encode(nil))
      guard count > 0 else { return nil }
      var der = [UInt8](repeating: 0, count: count)
      let written = der.withUnsafeMutableBufferPointer { bytes in
        var position = bytes.baseAddress
        return Int(encode(&position))
      }
      return written == count ? der : nil
    }
  }

  struct P256PublicKeyHandle: Sendable {
    private let key: KeyReference

    /// `nil` if libcrypto doesn't accept it as a key.
    init?(der: Secret) throws(CryptographyError) {
      let crypto = try CryptoLibrary.shared()
      let loaded = der.withExposedBytes { bytes in
        var position = bytes.baseAddress
        return crypto.functions.d2i_PUBKEY(nil, &position, bytes.count)
      }
      crypto.functions.ERR_clear_error()
      guard let loaded else { return nil }
      key = KeyReference(loaded, crypto)
    }

    func isValid(signature: [UInt8], for message: [UInt8]) throws(CryptographyError) -> Bool {
      guard let der = P256Signature.der(fromRaw: signature) else { return false }
      let functions = key.crypto.functions
      guard let context = functions.EVP_MD_CTX_new() else { throw key.crypto.failure(in: "verifying") }
      defer { functions.EVP_MD_CTX_free(context) }
      guard functions.EVP_DigestVerifyInit(context, nil, functions.EVP_sha256(), nil, key.pointer) == 1
      else { throw key.crypto.failure(in: "verifying") }
      let result = functions.EVP_DigestVerify(context, der, der.count, message, message.count)
      // A wrong signature leaves an error, too.
      functions.ERR_clear_error()
      return result == 1
    }
  }
#endif
