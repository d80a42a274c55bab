import WebhookReceiver

/// What `verify` found.
struct VerificationReport: Sendable {
  var verdict: SignatureVerdict
  var hint: SignatureHint?
  /// The variable whose secret the signature belongs to.
  var secret: String?
  /// How many secrets were tried.
  var secrets: Int
  /// The length of the body.
  var bytes: Int

  /// One or two lines for people.
  func text(style: Style) -> String {
    let size = counted("byte", bytes)
    switch verdict {
    case .valid:
      return style.green("valid") + ": the \(size) were signed with the secret in \(secret ?? "")\n"
    case .invalid(let reason):
      let tried = reason == .mismatch && secrets > 1 ? ", and none of the \(secrets) secrets fits" : ""
      let rest = hint.map { "\($0.text)\n" } ?? ""
      return style.red("not valid") + ": \(reason)\(tried); the body has \(size)\n" + rest
    }
  }
}

extension SignatureHint {
  /// What to do about it.
  var text: String {
    switch self {
    case .emptyBody: "nothing came on standard input; pipe the body of the delivery into this command"
    case .addedNewline:
      "it fits the body without the newline at its end, which was added on the way: use the bytes as they came"
    case .lostNewline:
      "it fits the body with a newline at its end, which was lost on the way: use the bytes as they came"
    case .newlineOfSecret:
      "it fits the secret without the line breaks or byte-order mark around it: set the variable without them"
    case .lostNewlineOfSecret:
      "it fits the secret with a newline at its end: App Store Connect has the secret with it; set it anew without one"
    }
  }
}

extension SignatureVerdict.Reason {
  /// The reason for machines.
  var code: String {
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
struct VerificationDocument: Encodable {
  var formatVersion = "1"
  var valid: Bool
  var bytes: Int
  @Nullable var secret: String?
  @Nullable var reason: String?
  @Nullable var message: String?
  @Nullable var hint: String?

  init(_ report: VerificationReport) {
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
