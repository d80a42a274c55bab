/// Why a cryptographic operation could not be done.
package enum CryptographyError: Error, Sendable, Hashable {
  /// libcrypto is missing or too old; the detail says what was tried and what to install.
  case libraryMissing(detail: String)
  /// The library refused the operation; the text is the operation's and the library's.
  case operationFailed(String)
}
