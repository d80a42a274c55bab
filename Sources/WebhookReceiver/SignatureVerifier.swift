import Cryptography

/// A webhook's secret, as ``SignatureVerifier`` takes it: it can't be printed or encoded by accident.
public typealias WebhookSecret = Secret

/// Tells whether App Store Connect made a webhook request.
///
/// App Store Connect sends `x-apple-signature: hmacsha256=<hex>`, the HMAC-SHA256 of the raw body with the
/// webhook's secret (Apple's help pages). Verify the bytes as they came, before any decoding:
///
/// ```swift
/// let verifier = SignatureVerifier(secrets: [WebhookSecret(secret)])
/// let verdict = try verifier.verify(body, signature: headers["x-apple-signature"])
/// guard verdict.isValid else { return .unauthorized }
/// let notification = try WebhookNotification(body: body)
/// ```
///
/// A signature doesn't age: who must not handle an event twice remembers ``WebhookNotification/id``.
public struct SignatureVerifier: Sendable {
  /// The name of the header field that carries the signature.
  public static let headerName = "x-apple-signature"

  private static let algorithm = "hmacsha256"
  private static let digits = 64

  private let secrets: [Secret]

  /// Creates a verifier.
  ///
  /// - Parameter secrets: The secrets that are accepted; while a secret is changed, the old one and the
  ///   new one. Empty secrets are skipped: with one of them anybody could sign.
  public init(secrets: [Secret]) { self.secrets = secrets }

  /// Checks the signature of a body.
  ///
  /// The time it takes doesn't depend on how much of the signature is right, or on which secret it
  /// belongs to.
  ///
  /// - Parameters:
  ///   - body: The bytes of the request's body, as they came.
  ///   - signature: The value of the header field, `nil` where there is none. `hmacsha256=` may be
  ///     missing, digits may have either case, and blanks around the value don't matter.
  /// - Throws: ``CryptographyError`` where libcrypto is missing or fails.
  public func verify(
    _ body: [UInt8], signature: String?
  ) throws(CryptographyError) -> SignatureVerdict {
    guard secrets.contains(where: { !$0.isEmpty }) else { return .invalid(.noSecret) }
    let given: [UInt8]
    switch Self.decode(signature) {
    case .success(let bytes): given = bytes
    case .failure(let refusal): return .invalid(refusal.reason)
    }
    var match: Int?
    for (index, secret) in secrets.enumerated() where !secret.isEmpty {
      let code = try HMACSHA256.authenticationCode(for: body, key: secret)
      if constantTimeEqual(code, given), match == nil { match = index }
    }
    return match.map(SignatureVerdict.valid(secretIndex:)) ?? .invalid(.mismatch)
  }

  private struct Refusal: Error {
    var reason: SignatureVerdict.Reason
  }

  private static func decode(_ signature: String?) -> Result<[UInt8], Refusal> {
    var value = (signature ?? "")[...].utf8
    while let last = value.last, isBlank(last) { value.removeLast() }
    value = value.drop(while: isBlank)
    if let equals = value.firstIndex(of: UInt8(ascii: "=")) {
      guard Substring(value[..<equals]).lowercased() == algorithm else {
        return .failure(Refusal(reason: .unknownAlgorithm))
      }
      value = value[value.index(after: equals)...]
    }
    guard !value.isEmpty else { return .failure(Refusal(reason: .missingSignature)) }
    guard value.count == digits else { return .failure(Refusal(reason: .wrongLength(digits: value.count))) }
    guard let bytes = Hexadecimal.decode(Substring(value)) else {
      return .failure(Refusal(reason: .notHexadecimal))
    }
    return .success(bytes)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
