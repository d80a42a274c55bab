import WebhookReceiver

/// What `verify` found.
package struct VerificationReport: Report {
  package var verdict: SignatureVerdict
  package var hint: SignatureHint?
  /// The variable whose secret the signature belongs to.
  package var secret: String?
  /// How many secrets were tried.
  package var secrets: Int
  /// The length of the body.
  package var bytes: Int

  package init(
    verdict: SignatureVerdict, hint: SignatureHint? = nil, secret: String? = nil, secrets: Int, bytes: Int
  ) {
    self.verdict = verdict
    self.hint = hint
    self.secret = secret
    self.secrets = secrets
    self.bytes = bytes
  }

  package func text(for reader: Reader) -> String? { text(style: reader.style) }
  package var document: (any Encodable)? { VerificationDocument(self) }

  /// One or two lines for people.
  package func text(style: Style) -> String {
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
  /// What to do about it.
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
  /// The reason for machines.
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

/// What `verify --format json` prints.
package struct VerificationDocument: Encodable {
  package var formatVersion = "1"
  package var valid: Bool
  package var bytes: Int
  @Nullable package var secret: String?
  @Nullable package var reason: String?
  @Nullable package var message: String?
  @Nullable package var hint: String?

  package init(_ report: VerificationReport) {
    valid = report.verdict.isValid
    bytes = report.bytes
    _secret = Nullable(wrappedValue: report.secret)
    var reason: SignatureVerdict.Reason?
    if case .invalid(let found) = report.verdict { reason = found }
    _reason = Nullable(wrappedValue: reason?.code)
    _message = Nullable(wrappedValue: reason?.description)
    _hint = Nullable(wrappedValue: report.hint?.rawValue)
  }
}

/// What happens to bodies on their way, where it explains a signature that doesn't fit.
package enum SignatureHint: String, Sendable {
  /// There is nothing on standard input.
  case emptyBody
  /// An editor or `echo` has added a newline.
  case addedNewline
  /// The newline at the end was lost, as the shell's `$(…)` does.
  case lostNewline
  /// The secret has line breaks or a byte-order mark around it that the one it was signed with doesn't have.
  case newlineOfSecret
  /// The secret that it was signed with ends with a newline.
  case lostNewlineOfSecret
}
