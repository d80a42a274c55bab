/// Checks whether a webhook request comes from App Store Connect.
///
/// App Store Connect sends `x-apple-signature: hmacsha256=<hex>`, the HMAC-SHA256 of the raw body with the
/// webhook's secret (Apple's help pages). Verify the bytes as they came, before any decoding:
///
/// ```swift
/// let verifier = SignatureVerifier(secrets: [WebhookSecret(secret)])
/// let verdict = verifier.verify(body, signature: headers["x-apple-signature"])
/// guard verdict.isValid else { return .unauthorized }
/// let notification = try WebhookNotification(body: body)
/// ```
///
/// A signature doesn't age. If an event must not be handled twice, remember ``WebhookNotification/id``.
public struct SignatureVerifier: Sendable {
  /// The name of the header field that carries the signature.
  public static let headerName = "x-apple-signature"

  private static let algorithm = "hmacsha256"
  private static let digits = 64

  private let secrets: [WebhookSecret]

  /// Creates a verifier.
  ///
  /// - Parameter secrets: The accepted secrets; while you change a secret, the old one and the
  ///   new one. Empty secrets are skipped: with one, anyone could sign.
  public init(secrets: [WebhookSecret]) { self.secrets = secrets }

  /// Checks the signature of a body.
  ///
  /// The time it takes doesn't depend on how much of the signature is right, or on which secret it
  /// belongs to.
  ///
  /// - Parameters:
  ///   - body: The bytes of the request's body, as they came: an array, `Data`, or a view of a server's buffer.
  ///   - signature: The value of the header field; `nil` if there is none. `hmacsha256=` may be
  ///     missing, digits may have either case, and blanks around the value don't matter.
  public func verify(_ body: some Collection<UInt8>, signature: String?) -> SignatureVerdict {
    // A caller's collection is slow byte by byte, because its type isn't known when this is compiled.
    body.withContiguousStorageIfAvailable { verify(bytes: $0, signature: signature) }
      ?? Array(body).withUnsafeBufferPointer { verify(bytes: $0, signature: signature) }
  }

  private func verify(bytes: UnsafeBufferPointer<UInt8>, signature: String?) -> SignatureVerdict {
    guard secrets.contains(where: { !$0.isEmpty }) else { return .invalid(.noSecret) }
    let given: [UInt8]
    switch Self.decode(signature) {
    case .success(let bytes): given = bytes
    case .failure(let refusal): return .invalid(refusal.reason)
    }
    var match: Int?
    for (index, secret) in secrets.enumerated() where !secret.isEmpty {
      let code = HMACSHA256.authenticationCode(for: bytes, key: secret.bytes)
      if HMACSHA256.areEqual(code, given), match == nil { match = index }
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
    let digits = value.compactMap(digit)
    guard digits.count == value.count else { return .failure(Refusal(reason: .notHexadecimal)) }
    return .success(stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    Character(Unicode.Scalar(character)).hexDigitValue.map(UInt8.init)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
