/// The result of checking a signature. It says why one was refused, never what the right one is.
public enum SignatureVerdict: Sendable, Hashable {
  /// The body was signed with the secret at this place in the verifier's list, counted from 0.
  case valid(secretIndex: Int)
  /// The body must not be trusted.
  case invalid(Reason)

  /// Why a signature is refused.
  public enum Reason: Sendable, Hashable {
    /// The verifier has no secret, or empty ones only.
    case noSecret
    /// The request has no signature, or an empty one.
    case missingSignature
    /// The part before the equals sign isn't `hmacsha256`.
    case unknownAlgorithm
    /// There are more or fewer than 64 digits, the length of an HMAC-SHA256 in hexadecimal.
    case wrongLength(digits: Int)
    /// There is something other than hexadecimal digits.
    case notHexadecimal
    /// The signature belongs to another secret or another body.
    case mismatch
  }

  /// Whether the body may be trusted.
  public var isValid: Bool {
    if case .valid = self { true } else { false }
  }
}

extension SignatureVerdict.Reason: CustomStringConvertible {
  /// The reason in one line, fit for a log.
  public var description: String {
    switch self {
    case .noSecret: "there is no secret to verify with"
    case .missingSignature: "the request has no signature"
    case .unknownAlgorithm: "the signature doesn't have the form hmacsha256=<hex>"
    case .wrongLength(let digits): "the signature has \(digits) characters instead of 64"
    case .notHexadecimal: "the signature has characters that are not hexadecimal digits"
    case .mismatch: "the signature belongs to another secret or another body"
    }
  }
}
