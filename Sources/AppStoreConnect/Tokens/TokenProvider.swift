import Cryptography

package protocol TokenProvider: Sendable {
  /// Valid now and for a while; the same one until it nears its end.
  func token() throws(CryptographyError) -> Secret
  /// Makes the next ``token()`` a newly signed one, after the service refused the last.
  func renew()
  var credentialSource: CredentialSource? { get }
}

extension TokenProvider {
  package var credentialSource: CredentialSource? { nil }
}
