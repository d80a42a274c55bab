import Cryptography
import WebhookReceiver

/// A delivery: the value of the signature's header field on the first line, then the body.
enum NotificationTarget {
  private static let secret = "a-secret-that-is-none"

  static func run(_ input: [UInt8]) throws(Violation) {
    var reader = InputReader(input)
    let signature = reader.line()
    let body = reader.remainder()
    do {
      let verifier = SignatureVerifier(secrets: [WebhookSecret(""), WebhookSecret(secret)])
      let verdict = verifier.verify(body, signature: signature)
      let code = Hexadecimal.encode(try HMACSHA256.authenticationCode(for: body, key: Secret(secret)))
      let digits = signature.lowercased().split(separator: "=", omittingEmptySubsequences: false).last ?? ""
      let isRight = digits.split { $0 == " " || $0 == "\t" } == [code[...]]
      try Violation.unless(!verdict.isValid || isRight, "accepted: \(signature)")
      if case .invalid(let reason) = verdict { try Violation.unlessPrintable(reason.description) }
      let own = verifier.verify(body, signature: "hmacsha256=\(code)")
      try Violation.unless(own == .valid(secretIndex: 1), "refused: \(own)")
    } catch let violation as Violation {
      throw violation
    } catch {
      throw Violation("libcrypto: \(error)")
    }
    guard let notification = try? WebhookNotification(body: body) else { return }
    _ = (notification.changes, notification.event, notification.date, notification.type.apiName)
    _ = (notification.instance, notification.marketplaceApp)
    try Violation.unless(notification == notification, "a notification isn't itself")
  }
}
