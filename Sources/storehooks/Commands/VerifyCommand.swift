import CommandLine
import Reports
import Cryptography
import Platform
import WebhookReceiver

struct VerifyCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "verify",
    abstract: "Verify the signature of one payload",
    discussion: [
      """
      Reads the body of a delivery from standard input, byte for byte as it came, and checks it against the \
      value of its x-apple-signature header.
      """
    ],
    options: [
      Option.signature.spec,
      Option.secretEnv.saying(
        "Environment variable with the webhook's secret; repeat it to try several"
      ).spec,
    ],
    relevantGroups: [.output, .general], withoutEffect: [Option.verbose.spec],
    exitCodes: [
      .init(0, "The signature is valid"), .init(1, "The signature is invalid, or could not be checked"),
      .wrongUsage,
    ],
    examples: [
      .init(
        "Verify a saved body",
        "storehooks verify --signature 01ab45cd --secret-env WEBHOOK_SECRET")
    ])

  let session: Session

  /// Far above any event's body.
  private static let bodyLimit = 64 * 1024 * 1024

  func run() throws -> CommandResult {
    guard let signature = session[.signature] else {
      throw CommandFailure(
        message: "verify needs --signature, the value of the delivery's x-apple-signature header",
        exitCode: .usage)
    }
    let secrets = try session.namedSecrets()
    guard let verifier = secrets.verifier else {
      throw CommandFailure(
        message: "verify needs --secret-env, the environment variable with the webhook's secret",
        exitCode: .usage)
    }
    let body = try body()
    let verdict = verifier.verify(body, signature: signature)
    let hint = SignatureHint(for: verdict, of: body, signature: signature, secrets: secrets)
    let report = VerificationReport(
      verdict: verdict, hint: hint, secret: secrets.name(of: verdict), secrets: secrets.names.count,
      bytes: body.count)
    return CommandResult(report, exitCode: verdict.isValid ? .done : .failed)
  }

  private func body() throws(CommandFailure) -> [UInt8] {
    if session.program.input.isTerminal {
      session.note("reading the body from the terminal; end it with Ctrl-D")
    }
    let body: [UInt8]
    do throws(SystemError) {
      body = try session.program.input.prefix(Self.bodyLimit + 1)
    } catch {
      throw CommandFailure(message: "can't read standard input: \(error.text)")
    }
    guard body.count <= Self.bodyLimit else {
      throw CommandFailure(message: "the body is longer than 64 MiB")
    }
    return body
  }
}

extension Option<String?> {
  fileprivate static let signature = value(
    "signature", "VALUE", .string, "Value of the x-apple-signature header, with or without 'hmacsha256='")
}

extension SignatureHint {
  init?(for verdict: SignatureVerdict, of body: [UInt8], signature: String, secrets: NamedSecrets) {
    guard verdict == .invalid(.mismatch) else { return nil }
    let newline = UInt8(ascii: "\n")
    func isSigned(_ body: some Collection<UInt8>, with secrets: [Secret]) -> Bool {
      NamedSecrets(secrets: secrets).verifier?.verify(body, signature: signature).isValid == true
    }
    let secrets = secrets.secrets
    if body.isEmpty {
      self = .emptyBody
    } else if body.last == newline, isSigned(body.dropLast(), with: secrets) {
      self = .addedNewline
    } else if isSigned(body + [newline], with: secrets) {
      self = .lostNewline
    } else if isSigned(body, with: secrets.compactMap(\.bare)) {
      self = .newlineOfSecret
    } else if isSigned(body, with: secrets.flatMap { [$0.adding("\n"), $0.adding("\r\n")] }) {
      self = .lostNewlineOfSecret
    } else {
      return nil
    }
  }
}

extension Secret {
  /// The secret without line breaks and byte-order marks around it; `nil` if it has none.
  fileprivate var bare: Secret? {
    let strays: Set<Unicode.Scalar> = ["\n", "\r", "\u{FEFF}"]
    guard let text = exposedText?.unicodeScalars,
      let first = text.firstIndex(where: { !strays.contains($0) }),
      let last = text.lastIndex(where: { !strays.contains($0) })
    else { return nil }
    let bare = Secret(String(text[first...last]))
    return bare == self ? nil : bare
  }

  fileprivate func adding(_ end: String) -> Secret {
    withExposedBytes { Secret(Array($0) + end.utf8) }
  }
}
