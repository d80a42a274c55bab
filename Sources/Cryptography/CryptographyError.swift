package enum CryptographyError: Error, Sendable, Hashable {
  /// Missing or too old; the detail says what was tried and what to install.
  case libraryMissing(detail: String)
  /// The text is the operation's and the library's.
  case operationFailed(String)
}
