// What is used of CryptoKit, with Apple's signatures. For compiling only: nothing here computes anything.

import protocol Foundation.ContiguousBytes
import struct Foundation.Data
import protocol Foundation.DataProtocol

package protocol Digest: Sequence<UInt8>, Hashable, ContiguousBytes, Sendable {}

package protocol HashFunction: Sendable {
  associatedtype Digest: CryptoKit.Digest
  static func hash<D: DataProtocol>(data: D) -> Digest
}

package struct SHA256Digest: Digest {
  package func makeIterator() -> Array<UInt8>.Iterator { [].makeIterator() }
  package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try body(UnsafeRawBufferPointer(start: nil, count: 0))
  }
}

package struct SHA256: HashFunction {
  package static func hash<D: DataProtocol>(data: D) -> SHA256Digest { SHA256Digest() }
}

package struct SymmetricKey: ContiguousBytes, Sendable {
  package init<D: ContiguousBytes>(data: D) {}
  package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try body(UnsafeRawBufferPointer(start: nil, count: 0))
  }
}

package struct HashedAuthenticationCode<H: HashFunction>: Sequence, Sendable {
  package func makeIterator() -> Array<UInt8>.Iterator { [].makeIterator() }
}

package struct HMAC<H: HashFunction>: Sendable {
  package static func authenticationCode<D: DataProtocol>(
    for data: D, using key: SymmetricKey
  ) -> HashedAuthenticationCode<H> { HashedAuthenticationCode() }
}

package enum CryptoKitError: Error {
  case incorrectKeySize
}

package enum P256: Sendable {
  package enum Signing: Sendable {
    package struct ECDSASignature: Sendable {
      package var rawRepresentation: Data { Data() }
      package var derRepresentation: Data { Data() }
      package init<D: DataProtocol>(rawRepresentation: D) throws {}
      package init<D: DataProtocol>(derRepresentation: D) throws {}
    }

    package struct PublicKey: Sendable {
      package var derRepresentation: Data { Data() }
      package init<Bytes: RandomAccessCollection<UInt8>>(derRepresentation: Bytes) throws {
        throw CryptoKitError.incorrectKeySize
      }
      fileprivate init() {}
      package func isValidSignature<D: DataProtocol>(_ signature: ECDSASignature, for data: D) -> Bool {
        false
      }
    }

    package struct PrivateKey: Sendable {
      package var derRepresentation: Data { Data() }
      package var publicKey: PublicKey { PublicKey() }
      package init(compactRepresentable: Bool = true) {}
      package init<Bytes: RandomAccessCollection<UInt8>>(derRepresentation: Bytes) throws {
        throw CryptoKitError.incorrectKeySize
      }
      package func signature<D: DataProtocol>(for data: D) throws -> ECDSASignature {
        throw CryptoKitError.incorrectKeySize
      }
    }
  }
}
