import Diagnostics

/// The account that the files are for, so that a key of another one can't change it.
package struct Account: Sendable {
  /// The issuer of its team keys.
  package var issuerId: String?
  /// The one key that is meant.
  package var keyId: String?
  package var location: SourceRange

  /// Why a key is refused; `nil` if it is one of this account.
  package func refusal(ofKey key: String, issuer: String?) -> Diagnostic? {
    let problem: String
    if let issuerId, issuerId.lowercased() != issuer?.lowercased() {
      problem =
        "is for issuer \(issuerId), but the API key \(key) "
        + (issuer.map { "belongs to issuer \($0)" } ?? "is an individual key, without an issuer ID")
    } else if let keyId, keyId != key {
      problem = "is for the API key \(keyId), not \(key)"
    } else {
      return nil
    }
    return .error(
      "'\(location.file.path)' \(problem)", at: location,
      remedy: "use a key of that account, or change 'account'; no request was made")
  }
}
