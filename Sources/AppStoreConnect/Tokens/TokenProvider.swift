import Cryptography

/// Where a client gets the token of a request.
package protocol TokenProvider: Sendable {
  /// A token that is valid now and for a while; the same one until it nears its end.
  func token() throws(CryptographyError) -> Secret
  /// Makes the next ``token()`` a newly signed one, after the service refused the last.
  func renew()
  /// Where the key came from, for errors.
  var credentialSource: CredentialSource? { get }
}

extension TokenProvider {
  /// Nothing is known.
  package var credentialSource: CredentialSource? { nil }
}
