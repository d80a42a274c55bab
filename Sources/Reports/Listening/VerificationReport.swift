import WebhookReceiver

/// What `verify` found.
package struct VerificationReport: Report {
  package var verdict: SignatureVerdict
  package var hint: SignatureHint?
  /// The variable with the secret of the signature.
  package var secret: String?
  package var secrets: Int
  package var bytes: Int

  package init(
    verdict: SignatureVerdict, hint: SignatureHint? = nil, secret: String? = nil, secrets: Int, bytes: Int
  ) {
    (self.verdict, self.hint, self.secret, self.secrets) = (verdict, hint, secret, secrets)
    self.bytes = bytes
  }

  package var document: JSONObject? {
    let reason: SignatureVerdict.Reason? = if case .invalid(let reason) = verdict { reason } else { nil }
    return [
      "formatVersion": "1", "valid": verdict.isValid, "bytes": bytes, "secret": secret,
      "reason": reason?.code, "message": reason?.description, "hint": hint?.rawValue,
    ]
  }

  package func text(for reader: Reader) -> String? {
    let style = reader.style
    let size = counted("byte", bytes)
    switch verdict {
    case .valid:
      return style.green("valid") + ": the \(size) were signed with the secret in \(secret ?? "")\n"
    case .invalid(let reason):
      let tried = reason == .mismatch && secrets > 1 ? ", and none of the \(secrets) secrets matches" : ""
      let rest = hint.map { "\($0.text)\n" } ?? ""
      return style.red("not valid") + ": \(reason)\(tried); the body has \(size)\n" + rest
    }
  }
}

extension SignatureHint {
  package var text: String {
    switch self {
    case .emptyBody: "standard input was empty; pipe the delivery's body into this command"
    case .addedNewline:
      "it matches the body without its final newline, which was added on the way: use the bytes as they came"
    case .lostNewline:
      "it matches the body with a newline at its end, which was lost on the way: use the bytes as they came"
    case .newlineOfSecret:
      "it matches the secret without the line breaks or byte-order mark around it: set the variable without "
        + "them"
    case .lostNewlineOfSecret:
      "it matches the secret with a newline at its end: App Store Connect's secret has one; set it again "
        + "without it"
    }
  }
}

extension SignatureVerdict.Reason {
  package var code: String {
    switch self {
    case .noSecret: "noSecret"
    case .missingSignature: "missingSignature"
    case .unknownAlgorithm: "unknownAlgorithm"
    case .wrongLength: "wrongLength"
    case .notHexadecimal: "notHexadecimal"
    case .mismatch: "mismatch"
    }
  }
}

/// What happens to bodies on their way, if it explains why a signature doesn't fit.
package enum SignatureHint: String, Sendable {
  /// Standard input is empty.
  case emptyBody
  /// An editor or `echo` added a newline.
  case addedNewline
  /// The newline at the end was lost, as with the shell's `$(…)`.
  case lostNewline
  /// The secret is surrounded by line breaks or byte-order marks that the signing secret lacks.
  case newlineOfSecret
  /// The signing secret ends with a newline.
  case lostNewlineOfSecret
}
