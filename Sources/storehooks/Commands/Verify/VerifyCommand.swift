import Platform
import WebhookReceiver

/// `storehooks verify`: verifies one payload.
struct VerifyCommand {
  let context: CommandContext

  /// Far above any event's body.
  private static let bodyLimit = 64 * 1024 * 1024

  func run() throws -> Int32 {
    guard let signature = context.invocation.options.string("signature") else {
      throw CommandFailure(
        message: "verify needs --signature, the value of the delivery's x-apple-signature header",
        exitCode: Program.ExitCode.usage)
    }
    let secrets = try context.namedSecrets()
    guard let verifier = secrets.verifier else {
      throw CommandFailure(
        message: "verify needs --secret-env, the environment variable with the webhook's secret",
        exitCode: Program.ExitCode.usage)
    }
    let body = try body()
    let verdict = verifier.verify(body, signature: signature)
    let hint = SignatureHint(for: verdict, of: body, signature: signature, verifier: verifier)
    let report = VerificationReport(
      verdict: verdict, hint: hint, secret: secrets.name(of: verdict), secrets: secrets.names.count,
      bytes: body.count)
    switch context.options.format {
    case .json: context.output.deliver(VerificationDocument(report).json())
    case .text, .markdown, .gitlab, .junit: context.output.deliver(report.text(style: context.style))
    }
    return verdict.isValid ? Program.ExitCode.done : Program.ExitCode.failed
  }

  private func body() throws(CommandFailure) -> [UInt8] {
    if context.program.input.isTerminal {
      context.note("reading the body from the terminal; end it with Control-D")
    }
    do throws(StandardInput.Failure) {
      return try context.program.input.bytes(limit: Self.bodyLimit)
    } catch {
      switch error {
      case .tooLarge: throw CommandFailure(message: "the body is longer than 64 MiB")
      case .unreadable(let code):
        throw CommandFailure(message: "can't read standard input: \(SystemError(code).text)")
      }
    }
  }
}

/// What happens to bodies on their way, where it explains a signature that doesn't fit.
enum SignatureHint: String, Sendable {
  /// There is nothing on standard input.
  case emptyBody
  /// An editor or `echo` has added a newline.
  case addedNewline
  /// The newline at the end was lost, as the shell's `$(…)` does.
  case lostNewline

  /// Finds out; `nil` where nothing explains it.
  init?(for verdict: SignatureVerdict, of body: [UInt8], signature: String, verifier: SignatureVerifier) {
    guard verdict == .invalid(.mismatch) else { return nil }
    let newline = UInt8(ascii: "\n")
    if body.isEmpty {
      self = .emptyBody
    } else if body.last == newline, verifier.verify(body.dropLast(), signature: signature).isValid {
      self = .addedNewline
    } else if verifier.verify(body + [newline], signature: signature).isValid {
      self = .lostNewline
    } else {
      return nil
    }
  }
}
