// Written from CryptoKit's documentation: the tests run it on Apple platforms only.
#if canImport(CryptoKit)
  import CryptoKit
  #if canImport(FoundationEssentials)
    import FoundationEssentials
  #else
    import Foundation
  #endif

  struct P256PrivateKeyHandle: Sendable {
    private let key: P256.Signing.PrivateKey

    private init(_ key: P256.Signing.PrivateKey) { self.key = key }

    /// PKCS#8 or SEC 1; `nil` if CryptoKit doesn't accept it as a key.
    init?(der: Secret) throws(CryptographyError) {
      let loaded = der.withExposedBytes { try? P256.Signing.PrivateKey(derRepresentation: $0) }
      guard let loaded else { return nil }
      key = loaded
    }

    static func generate() throws(CryptographyError) -> P256PrivateKeyHandle {
      P256PrivateKeyHandle(P256.Signing.PrivateKey(compactRepresentable: false))
    }

    func publicDER() throws(CryptographyError) -> [UInt8] { Array(key.publicKey.derRepresentation) }

    /// CryptoKit's DER is PKCS#8.
    func pkcs8() throws(CryptographyError) -> Secret {
      var der = [UInt8](key.derRepresentation)
      return Secret(taking: &der)
    }

    func signature(for message: [UInt8]) throws(CryptographyError) -> [UInt8] {
      do {
        return Array(try key.signature(for: message).rawRepresentation)
      } catch {
        throw .operationFailed("signing failed: \(error)")
      }
    }
  }

  struct P256PublicKeyHandle: Sendable {
    private let key: P256.Signing.PublicKey

    /// `nil` if CryptoKit doesn't accept it as a key.
    init?(der: Secret) throws(CryptographyError) {
      let loaded = der.withExposedBytes { try? P256.Signing.PublicKey(derRepresentation: $0) }
      guard let loaded else { return nil }
      key = loaded
    }

    func isValid(signature: [UInt8], for message: [UInt8]) throws(CryptographyError) -> Bool {
      guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else {
        return false
      }
      return key.isValidSignature(signature, for: message)
    }
  }
#endif
